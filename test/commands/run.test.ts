import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spawn as spawnInTerminal } from "node-pty";
import { expect, onTestFinished, test, vi } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { temporaryHome } from "../grading/tally.ts";

const cli = join(courseFolder, "runner/cli.ts");
const timeout = 120_000;

/** A port of its own for each run: `labs run` has no sandbox. */
const anyPort = "tcp://127.0.0.1:*";

/** Waits for a text that something prints. */
async function printed(output: () => string, text: string): Promise<void> {
  await vi.waitUntil(() => output().includes(text), {
    timeout: 30_000,
    interval: 20,
  });
}

function labsRun(...args: string[]) {
  const command = spawn(process.execPath, [cli, "run", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void command.kill("SIGKILL"));
  let output = "";
  for (const stream of [command.stdout, command.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return { command, exit: once(command, "close"), output: () => output };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s reaches the program, and the exit code is its own",
  { timeout },
  async (signal) => {
    const home = await temporaryHome();
    const { command, exit, output } = labsRun(
      ...["pipeline", "collector", "--solution", "--home", home.root],
      ...["--", anyPort],
    );
    await printed(output, "collector waits for results");
    expect(output()).toContain(
      `node collector.ts ${anyPort}  (the solution of pipeline)`,
    );
    command.kill(signal);
    expect(await exit).toEqual([signal === "SIGINT" ? 0 : 143, null]);
    if (signal === "SIGINT") expect(output()).toContain("collector closed");
    expect(await readdir(join(home.state, "run"))).toEqual([]);
  },
);

test(
  "Ctrl+C in a terminal reaches the program once: its own clean-up runs",
  { timeout },
  async () => {
    const home = await temporaryHome();
    const args = ["run", "pipeline", "collector", "--solution"];
    const command = [cli, ...args, "--home", home.root, "--", anyPort];
    // The shell of a terminal gets Ctrl+C as well, and goes on.
    const shell = 'trap : INT; "$@"; echo "exit code $?"';
    const terminal = spawnInTerminal(
      "sh",
      ["-c", shell, "sh", process.execPath, ...command],
      {
        name: "xterm",
        cols: 80,
        rows: 24,
        encoding: null,
        cwd: home.root,
        env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" },
      },
    );
    let output = "";
    terminal.onData((bytes) => (output += Buffer.from(bytes).toString()));
    await printed(() => output, "collector waits for results");
    writeSync(terminal.fd, "\x03");
    await printed(() => output, "exit code");
    expect(output).toMatch(/collector closed\s+exit code 0/);
  },
);

test(
  "without --solution it is the student's program, with what stands behind --",
  { timeout },
  async () => {
    const home = await temporaryHome();
    const folder = join(home.workspace, "pipeline");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "producer.ts"),
      "console.log(process.argv.slice(2), process.version); process.exit(7);",
    );
    const { exit, output } = labsRun(
      ...["pipeline", "producer", "--home", home.root],
      ...["--", "4", "--padding=8"],
    );
    expect(await exit).toEqual([7, null]);
    expect(output()).toContain(`[ '4', '--padding=8' ] ${process.version}`);
    expect(output()).toContain(folder);
  },
);

test("an unknown terminal: exit code 2, and which there are", async () => {
  const home = await temporaryHome();
  const { exit, output } = labsRun("pair", "sever", "--home", home.root);
  expect(await exit).toEqual([2, null]);
  expect(output()).toContain('no terminal called "sever"');
  expect(output()).toContain("Its terminals are: server, client.");
});
