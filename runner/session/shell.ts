import type { Command, SandboxHandle } from "../sandbox/sandbox.ts";

/**
 * Runs the interactive shell and prints the mark `Z` behind everything it put out, because the end of a pseudo-terminal
 * loses output. The empty traps keep Ctrl+C and the like from ending this wrapper; unlike ignoring them they are not inherited.
 */
const wrapper = `trap : INT QUIT TSTP
bash --noprofile --rcfile "$1" -i
printf '\\033]133;Z;%s;aid=%s\\007' "$?" "$LABS_WORD"`;

/** What a terminal starts: an interactive shell whose marks carry `word`. */
export function shellCommand(
  sandbox: Pick<SandboxHandle, "shellFolder"> & {
    enter(argv: string[], options: { env: Record<string, string> }): Command;
  },
  word: string,
): Command {
  const argv = [
    "sh",
    "-c",
    wrapper,
    "labs-terminal",
    `${sandbox.shellFolder}/bashrc`,
  ];
  return sandbox.enter(argv, { env: { LABS_WORD: word } });
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
