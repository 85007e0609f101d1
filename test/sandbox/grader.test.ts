import { createServer } from "node:net";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import type { Request } from "./trial-grader.ts";
import {
  portFor,
  levels,
  openSandbox,
  processesNaming,
  run,
  script,
  start,
} from "./trial.ts";

interface ProgramOutcome {
  ended: { code: number | null; signal: NodeJS.Signals | null };
  output: string;
  ports: number[];
}

const graderFile = join(import.meta.dirname, "trial-grader.ts");

async function grade(
  sandbox: Sandbox,
  requests: Request[],
): Promise<ProgramOutcome[]> {
  const { level, id, pid, cgroup, folder, shellFolder, nodeFolder } = sandbox;
  const handle = { level, id, pid, cgroup, folder, shellFolder, nodeFolder };
  const argv = [
    process.execPath,
    graderFile,
    JSON.stringify(handle),
    JSON.stringify(requests),
  ];
  const { code, stdout, stderr } = await run(sandbox.enterNetwork(argv, {}));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as ProgramOutcome[];
}

/** A program that says which signal it got and takes a moment to clean up. */
const handler = (signal: string, code: number) => [
  "node",
  "-e",
  `process.on("${signal}", () => {
    console.log("cleaning up");
    setTimeout(() => process.exit(${code}), 50);
  });
  setInterval(() => {}, 1000);
  console.log("ready");`,
];

describe.each(levels)("a grader at level %s", (level) => {
  test("starts programs that end with their own exit codes", async (context) => {
    const sandbox = await openSandbox(level, context);
    const [first, second] = await grade(sandbox, [
      { argv: ["node", "-e", "process.exit(3)"], signals: [] },
      { argv: ["node", "-p", "6 * 7"], signals: [] },
    ]);
    expect(first?.ended).toEqual({ code: 3, signal: null });
    expect(second).toMatchObject({ ended: { code: 0 }, output: "42\n" });
  });

  test("signals a program's group: its own handler runs, and its own exit code comes through", async (context) => {
    const sandbox = await openSandbox(level, context);
    const signals = [
      "SIGINT",
      "SIGTERM",
      "SIGHUP",
      "SIGQUIT",
      "SIGUSR2",
      "SIGTSTP",
    ] as const;
    const outcomes = await grade(
      sandbox,
      signals.map((signal, index) => ({
        argv: handler(signal, index + 40),
        signals: [signal],
      })),
    );
    expect(outcomes.map(({ ended, output }) => ({ ...ended, output }))).toEqual(
      signals.map((_, index) => ({
        code: index + 40,
        signal: null,
        output: "ready\ncleaning up\n",
      })),
    );
  });

  test("sees by which signal a program died", async (context) => {
    const sandbox = await openSandbox(level, context);
    const signals = [
      "SIGTERM",
      "SIGINT",
      "SIGHUP",
      "SIGQUIT",
      "SIGKILL",
      "SIGSEGV",
      "SIGUSR2",
    ] as const;
    const source = `setInterval(() => {}, 1000); console.log("ready");`;
    const forever = ["node", "-e", source];
    const outcomes = await grade(
      sandbox,
      signals.map((signal) => ({ argv: forever, signals: [signal] })),
    );
    expect(outcomes.map(({ ended }) => ended)).toEqual(
      signals.map((signal) => ({ code: null, signal })),
    );
  });

  test("stops and continues a program", async (context) => {
    const sandbox = await openSandbox(level, context);
    const [outcome] = await grade(sandbox, [
      {
        argv: handler("SIGTERM", 5),
        signals: ["SIGSTOP", "SIGCONT", "SIGTSTP", "SIGCONT", "SIGTERM"],
      },
    ]);
    expect(outcome?.ended).toEqual({ code: 5, signal: null });
  });

  test("sees the ports of the programs, and talks to them", async (context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    const listen = `const server = require("node:net").createServer().listen(${port}, "127.0.0.1", () => console.log("ready"));`;
    const [outcome] = await grade(sandbox, [
      { argv: ["node", "-e", listen], signals: ["SIGTERM"] },
    ]);
    expect(outcome?.ports).toContain(port);
    if (level !== "none") expect(outcome?.ports).toEqual([port]);
  });

  test("has the machine's files, and its own processes out of the programs' sight", async (context) => {
    const sandbox = await openSandbox(level, context);
    const token = `grader-${process.pid}`;
    const source = `console.log("ready", require("node:fs").existsSync(${JSON.stringify(graderFile)})); setInterval(() => {}, 1000, "${token}")`;
    const grader = await start(
      sandbox.enterNetwork([process.execPath, "-e", source], {}),
    );
    expect(grader.output()).toContain("ready true");
    const seen = await script(
      sandbox,
      `import { readFileSync, readdirSync } from "node:fs";
      const lines = readdirSync("/proc").filter(Number).map((pid) => {
        try { return readFileSync("/proc/" + pid + "/cmdline", "utf8"); } catch { return ""; }
      });
      console.log(lines.some((line) => line.includes("grader-" + ${process.pid})));`,
    );
    expect(seen).toBe(String(level === "none"));
    await sandbox.close();
    expect(await grader.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect(processesNaming(token)).toEqual([]);
  });

  test("is cut off from the machine's network, except at level none", async (context) => {
    const sandbox = await openSandbox(level, context);
    const server = createServer().listen(0, "127.0.0.1");
    context.onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await writeFile(
      join(sandbox.files, "connect.mjs"),
      `import { connect } from "node:net";
      connect(${port}, "127.0.0.1", () => process.exit(0)).on("error", () => process.exit(9));`,
    );
    for (const command of [
      sandbox.enter(["node", "connect.mjs"]),
      sandbox.enterNetwork(
        [process.execPath, join(sandbox.files, "connect.mjs")],
        {},
      ),
    ]) {
      expect((await run(command)).code).toBe(level === "none" ? 0 : 9);
    }
  });
});
