import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { editableFiles, givenFiles, LabsError } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Home } from "../workspace/home.ts";
import {
  makeTemporaryFolder,
  type TemporaryFolder,
} from "../workspace/temporary-folder.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Output } from "./output.ts";

/** What `labs run` needs. */
export interface RunCommandOptions {
  lab: Lab;
  home: Home;
  /** The terminal whose program is started. */
  terminal: string;
  /** Arguments instead of the terminal's own; none for those. */
  args: readonly string[];
  /** Whether the solution's program is started, and not the student's. */
  solution: boolean;
}

/**
 * `labs run`: starts one program in the foreground, on the Node of the labs. It has the keyboard, Ctrl+C reaches it, and
 * its exit code is the command's: 128 and the signal's number when a signal ended it, as in a shell.
 */
export async function runRun(
  { lab, home, terminal: id, args: given, solution }: RunCommandOptions,
  output: Output,
): Promise<number> {
  const { terminals, programs } = lab.manifest;
  const terminal = terminals.find((each) => each.id === id);
  const program = terminal && programs[terminal.program];
  if (!program)
    throw new LabsError(
      "terminal-unknown",
      `The lab ${lab.id} has no terminal called "${id}".`,
      { hint: `Its terminals are: ${terminals.map((t) => t.id).join(", ")}.` },
    );
  const args = given.length > 0 ? given : (terminal.args ?? program.args);

  await using cleanup = new AsyncDisposableStack();
  const cwd = solution
    ? cleanup.use(await copySolution(lab, home)).path
    : await openFiles(lab, home);
  const whose = solution ? `the solution of ${lab.id}` : cwd;
  output.note(`node ${[program.file, ...args].join(" ")}  (${whose})`);
  return await runInForeground([program.file, ...args], cwd);
}

async function runInForeground(argv: string[], cwd: string): Promise<number> {
  const child = spawn(process.execPath, argv, { cwd, stdio: "inherit" });
  // A terminal sends Ctrl+C to both; passed on, the program would get it twice, and end before its clean-up has.
  const typed = process.stdin.isTTY;
  const passOn = (signal: NodeJS.Signals) => {
    if (signal !== "SIGINT" || !typed) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, passOn);
  try {
    const [code, killedBy] = (await once(child, "exit")) as [
      number | null,
      NodeJS.Signals | null,
    ];
    return code ?? 128 + (killedBy ? constants.signals[killedBy] : 0);
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}

/** The student's files, made from the starter where they are missing. */
async function openFiles(lab: Lab, home: Home): Promise<string> {
  const workspace = await openWorkspace({ home, lab });
  await workspace.close();
  return workspace.folder;
}

/** The solution and what is given with the lab, in one folder as a student has them. */
async function copySolution(lab: Lab, home: Home): Promise<TemporaryFolder> {
  await using cleanup = new AsyncDisposableStack();
  const copy = cleanup.use(
    await makeTemporaryFolder(home.state, "run", lab.id),
  );
  for (const name of editableFiles(lab.manifest))
    await cp(join(lab.solutionFolder, name), join(copy.path, name));
  for (const name of givenFiles(lab.manifest))
    await cp(join(lab.programsFolder, name), join(copy.path, name));
  cleanup.move();
  return copy;
}
