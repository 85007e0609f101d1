import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openTerminal } from "./trial-terminal.ts";
import { portFor, levels, openSandbox, shell } from "./trial.ts";

const interrupt = "\x03";
const suspend = "\x1a";

/** Binds a port, and cleans up on Ctrl+C. */
const server = (port: number) => `import { createServer } from "node:net";
const server = createServer().listen(${port}, "127.0.0.1", () => console.log("ready"));
process.on("SIGINT", () => {
  console.log("cleaning up");
  setTimeout(() => { server.close(); console.log("done"); }, 50);
});
`;

/** An interactive shell without start-up files, whose prompt is "$ ". */
const interactive = ["bash", "--norc", "--noprofile", "-i"];
const prompt = { env: { PS1: "$ " } };

describe.each(levels)("a terminal at level %s", (level) => {
  test("Ctrl+C runs the program's own clean-up, and it exits with 0", async (context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "server.mjs"), server(port));
    const command = sandbox.enter(["node", "server.mjs"]);
    const terminal = openTerminal(command, context);
    await terminal.see("ready");
    terminal.write(interrupt);
    await terminal.see("done");
    expect(await terminal.ended).toEqual({ exitCode: 0, signal: undefined });
    expect(terminal.output().match(/cleaning up/g)).toHaveLength(1);
  });

  test("a program that does not handle Ctrl+C dies of it", async (context) => {
    const sandbox = await openSandbox(level, context);
    const command = sandbox.enter([
      "bash",
      "-c",
      "echo ready; exec sleep 1000",
    ]);
    const terminal = openTerminal(command, context);
    await terminal.see("ready");
    terminal.write(interrupt);
    expect(await terminal.ended).toEqual({ exitCode: 0, signal: 2 });
  });

  test("in a shell Ctrl+C, Ctrl+Z and fg work, and a suspended program keeps its port", async (context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "server.mjs"), server(port));
    const terminal = openTerminal(sandbox.enter(interactive, prompt), context);
    await terminal.see("$ ");
    terminal.write("node server.mjs\r");
    await terminal.see("ready");
    terminal.write(suspend);
    await terminal.see("Stopped");
    await terminal.see("$ ");
    expect(await sandbox.listeningPorts()).toContain(port);
    terminal.write("fg\r");
    await terminal.see("node server.mjs");
    terminal.write(interrupt);
    await terminal.see("done");
    await terminal.see("$ ");
    terminal.write("echo code $?\r");
    await terminal.see("code 0");
    terminal.write("exit 4\r");
    expect(await terminal.ended).toEqual({ exitCode: 4, signal: undefined });
  });

  test("a program learns of the size of its window", async (context) => {
    const sandbox = await openSandbox(level, context);
    const source = `process.stdout.on("resize", () => console.log(process.stdout.columns + "x" + process.stdout.rows));
      setInterval(() => {}, 1000); console.log("ready");`;
    const command = sandbox.enter(["node", "-e", source]);
    const terminal = openTerminal(command, context);
    await terminal.see("ready");
    terminal.resize(101, 31);
    await terminal.see("101x31");
  });

  test("holds no other terminal's file descriptors", async (context) => {
    const sandbox = await openSandbox(level, context);
    const other = await openSandbox(level, context);
    const neighbours = [
      openTerminal(sandbox.enter(interactive, prompt), context),
      openTerminal(other.enter(interactive, prompt), context),
    ];
    for (const neighbour of neighbours) await neighbour.see("$ ");
    const command = sandbox.enter(["ls", "-l", "/proc/self/fd"]);
    const terminal = openTerminal(command, context);
    await terminal.ended;
    const links = terminal.output().match(/\d+ -> .*(?=\r)/g) ?? [];
    expect(links).toEqual([
      expect.stringMatching(/^0 -> \/dev\/pts\/\d+$/),
      expect.stringMatching(/^1 -> \/dev\/pts\/\d+$/),
      expect.stringMatching(/^2 -> \/dev\/pts\/\d+$/),
      expect.stringMatching(/^3 -> \/proc\/\d+\/fd$/),
    ]);
    expect(new Set(links.slice(0, 3).map((link) => link.slice(5))).size).toBe(
      1,
    );
  });

  test.for([
    ["less", "less server.mjs", "createServer"],
    ["nano", "nano server.mjs", "createServer"],
    ["top", "top", "PID"],
  ] as const)("%s works", async ([tool, line, shown], context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "server.mjs"), server(port));
    if ((await shell(sandbox, `command -v ${tool}`)).code !== 0) {
      context.skip(`not tried: ${tool} is not installed`);
    }
    const terminal = openTerminal(sandbox.enter(interactive, prompt), context);
    await terminal.see("$ ");
    terminal.write(`${line}\r`);
    await terminal.see(line);
    await terminal.see(shown);
    terminal.write(tool === "nano" ? "\x18" : "q");
    await terminal.see("$ ");
    terminal.write("echo back in the shell: $?\r");
    await terminal.see("back in the shell: 0");
  });
});
