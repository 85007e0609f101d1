import type { Command, SandboxHandle } from "../sandbox/sandbox.ts";

/**
 * Runs the interactive shell and prints the mark `Z` behind everything it put out, because the end of a pseudo-terminal
 * loses output. The empty traps keep Ctrl+C and the like from ending this wrapper; unlike ignoring them they are not inherited.
 */
const wrapper = `trap : INT QUIT TSTP
bash --noprofile --rcfile "$1" -i
printf '\\033]133;Z;%s;aid=%s\\007' "$?" "$LABS_WORD"`;

/** The variable by which a program is known to come from a terminal, also when it has left the terminal's session. */
export const terminalVariable = "LABS_TERMINAL";

/** What the terminal `id` starts: an interactive shell whose marks carry `word`. */
export function shellCommand(
  sandbox: Pick<SandboxHandle, "shellFolder"> & {
    enter(argv: string[], options: { env: Record<string, string> }): Command;
  },
  id: string,
  word: string,
): Command {
  const argv = [
    "sh",
    "-c",
    wrapper,
    "labs-terminal",
    `${sandbox.shellFolder}/bashrc`,
  ];
  return sandbox.enter(argv, {
    env: { LABS_WORD: word, [terminalVariable]: id },
  });
}

/** The command line of a program, quoted where the shell would read it otherwise. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word)
        ? word
        : `'${word.replaceAll("'", `'\\''`)}'`,
    )
    .join(" ");
}
