// One file: the one suite that runs against every level.
import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  portFor,
  levels,
  openSandbox,
  processesNaming,
  run,
  script,
  shell,
  start,
} from "./trial.ts";

const bindPush = (port: number) => `import { Push } from "zeromq";
const socket = new Push();
await socket.bind("tcp://127.0.0.1:${port}");
console.log("ready");
setInterval(() => {}, 1000);
`;

describe.each(levels)("level %s", (level) => {
  test("a zeromq program runs and ends with its own exit code", async (context) => {
    const sandbox = await openSandbox(level, context);
    await writeFile(
      join(sandbox.files, "pair.ts"),
      `import { Pull, Push } from "zeromq";
      const [push, pull] = [new Push(), new Pull()];
      await pull.bind("tcp://127.0.0.1:*");
      push.connect(pull.lastEndpoint!);
      await push.send("hello");
      console.log(String(await pull.receive()), process.argv[2]);
      process.exit(7);`,
    );
    const outcome = await run(sandbox.enter(["node", "pair.ts", "world"]));
    expect(outcome).toEqual({
      code: 7,
      signal: null,
      stdout: "hello world\n",
      stderr: "",
    });
  });

  test("a program that does not exist is told of, with the shell's exit code", async (context) => {
    const sandbox = await openSandbox(level, context);
    const outcome = await run(sandbox.enter(["no-such-program"]));
    expect(outcome.code).toBe(127);
    expect(outcome.stderr).toContain("no-such-program");
  });

  test("two sandboxes have port 5555 each, or share the machine's at level none", async (context) => {
    const one = await openSandbox(level, context);
    const other = await openSandbox(level, context);
    const port = await portFor(level);
    for (const { files } of [one, other]) {
      await writeFile(join(files, "bind.mjs"), bindPush(port));
    }
    await start(one.enter(["node", "bind.mjs"]));
    const second = other.enter(["node", "bind.mjs"]);
    if (level === "none") {
      expect((await run(second)).stderr).toContain("EADDRINUSE");
    } else {
      await start(second);
    }
    await expect.poll(() => one.listeningPorts()).toEqual(new Set([port]));
    expect(await other.listeningPorts()).toEqual(
      new Set(level === "none" ? [] : [port]),
    );
  });

  test("programs of one sandbox see each other's ports and processes", async (context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "bind.mjs"), bindPush(port));
    await start(sandbox.enter(["node", "bind.mjs"]));
    const names = await shell(
      sandbox,
      `for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$file 2>/dev/null; echo; done`,
    );
    expect(names.stdout).toContain("node bind.mjs");
    expect(
      await script(
        sandbox,
        `import { connect } from "node:net";
        connect(${port}, "127.0.0.1", function () { console.log("connected"); this.destroy(); });`,
      ),
    ).toBe("connected");
  });

  test.for([
    ["ps", "ps -ef", "node bind.mjs"],
    ["ss", "ss -ltn", "127.0.0.1:PORT"],
    ["fuser", "fuser PORT/tcp", "PORT/tcp:"],
  ] as const)("%s shows them", async ([tool, command, seen], context) => {
    const sandbox = await openSandbox(level, context);
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "bind.mjs"), bindPush(port));
    if ((await shell(sandbox, `command -v ${tool}`)).code !== 0) {
      context.skip(`not tried: ${tool} is not installed`);
    }
    await start(sandbox.enter(["node", "bind.mjs"]));
    const { stdout, stderr } = await shell(
      sandbox,
      command.replace("PORT", String(port)),
    );
    expect(stdout + stderr).toContain(seen.replace("PORT", String(port)));
  });

  test("fuser -k ends a listener, and its terminal hears of the signal", async (context) => {
    const sandbox = await openSandbox(level, context);
    if ((await shell(sandbox, "command -v fuser")).code !== 0) {
      context.skip("not tried: fuser is not installed");
    }
    const port = await portFor(level);
    await writeFile(join(sandbox.files, "bind.mjs"), bindPush(port));
    const listener = await start(sandbox.enter(["node", "bind.mjs"]));
    await shell(sandbox, `fuser -k ${port}/tcp`);
    expect(await listener.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect(await sandbox.listeningPorts()).toEqual(new Set());
  });

  test("a program gets the file descriptors 0, 1 and 2 and no other", async (context) => {
    const sandbox = await openSandbox(level, context);
    const leaked = openSync(join(sandbox.files, "leaked.txt"), "w");
    try {
      const command = sandbox.enter(["ls", "-l", "/proc/self/fd"]);
      const { stdout } = await run(command, [leaked, leaked]);
      const own = stdout
        .split("\n")
        .flatMap((line) => / (\d+) -> (.*)$/.exec(line)?.slice(1, 3) ?? []);
      const numbers = own.filter((_, index) => index % 2 === 0);
      // ls itself has the folder it lists open.
      expect(numbers).toEqual(["0", "1", "2", "3"]);
      expect(own.at(-1)).toMatch(/^\/proc\/\d+\/fd$/);
      // A grader has its channel to the runner besides.
      const grader = sandbox.enterNetwork(["/bin/ls", "/proc/self/fd"], {});
      const { stdout: listed } = await run(
        grader,
        Array<number>(5).fill(leaked),
      );
      expect(listed.trim().split("\n")).toEqual(["0", "1", "2", "3", "4"]);
    } finally {
      closeSync(leaked);
    }
  });

  test("the first process is limited as programs are, and they cannot look into it", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (sandbox.pid === null)
      return context.skip("not promised: level none has no first process");
    const limits = (of: string) =>
      `grep -E 'open files|data size|file size|core file|processes' /proc/${of}/limits`;
    const { stdout: first } = await shell(sandbox, limits("1"));
    const { stdout: program } = await shell(sandbox, limits("self"));
    expect(first.split("\n").length).toBe(6);
    expect(first).toBe(program);
    const look = await shell(sandbox, "ls /proc/1/cwd/; cat /proc/1/environ");
    expect(look.stdout).toBe("");
    expect(look.stderr.match(/Permission denied/g)?.length).toBe(2);
  });

  test("a program gets the few variables that every program gets, those asked for, and none of the runner's", async (context) => {
    const sandbox = await openSandbox(level, context);
    process.env["LABS_TEST_SECRET"] = "a secret of the runner";
    try {
      const { stdout } = await run(
        sandbox.enter(["env"], { env: { NO_COLOR: "1" } }),
      );
      const names = stdout
        .split("\n")
        .flatMap((line) => /^\w+/.exec(line) ?? []);
      expect(names.map(String).sort()).toEqual(
        [
          ...["HOME", "LANG", "NO_COLOR", "PATH", "SHELL", "USER"],
          ...["TERM", "TERMINFO"],
          ...(level === "none" ? ["LABS_SANDBOX"] : []),
        ].sort(),
      );
      expect(stdout).toContain(`HOME=${sandbox.folder}\n`);
      expect(stdout).toContain(`PATH=${sandbox.nodeFolder}:`);
    } finally {
      delete process.env["LABS_TEST_SECRET"];
    }
  });

  test("programs hold no capability, and cannot get one, where there is a user namespace", async (context) => {
    const sandbox = await openSandbox(level, context);
    const { stdout } = await shell(sandbox, "grep ^Cap /proc/self/status");
    const sets = new Set(stdout.match(/[0-9a-f]{16}/g));
    const unshared = await shell(sandbox, "unshare --user --map-root-user id");
    if (level === "none") {
      const { stdout: own } = await run({
        file: "/bin/grep",
        args: ["^Cap", "/proc/self/status"],
        env: {},
        cwd: "/",
      });
      expect(sets).toEqual(new Set(own.match(/[0-9a-f]{16}/g)));
    } else {
      expect(sets).toEqual(new Set(["0".repeat(16)]));
      expect(unshared.code).not.toBe(0);
    }
  });

  test("a start-up file of the student's is not read before capabilities are given up", async (context) => {
    const sandbox = await openSandbox(level, context);
    await writeFile(join(sandbox.files, ".bashrc"), "echo start-up file read");
    const { file, args, env, cwd } = sandbox.enter(["node", "-p", "1"]);
    // Bash takes an input that is a socket, as Node's pipes are, for a remote login, and reads it even for `-c`.
    const { stdout, stderr } = spawnSync(file, args, {
      ...{ env, cwd, input: "", encoding: "utf8" },
    });
    expect({ stdout, stderr }).toEqual({ stdout: "1\n", stderr: "" });
  });

  test("limits hold for the memory, the files and the core dumps of a program", async (context) => {
    const sandbox = await openSandbox(level, context);
    const { stdout } = await shell(
      sandbox,
      "ulimit -d; ulimit -f; ulimit -c; ulimit -n",
    );
    const [data, file, core, open] = stdout.trim().split("\n").map(Number);
    expect(data).toBe(1536 * 1024);
    expect(file).toBe(64 * 1024);
    expect(core).toBe(0);
    expect(open).toBeLessThanOrEqual(4096);
    const greedy = await run(
      sandbox.enter(["node", "-e", "Buffer.alloc(3 * 2 ** 30, 1)"]),
    );
    expect(greedy.code).not.toBe(0);
    const endless = await shell(
      sandbox,
      "head -c 100000000 /dev/zero >endless.log",
    );
    expect(endless.code).not.toBe(0);
  });

  test("programs that use too much memory together are ended with a clear reason", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (sandbox.pid === null) {
      return context.skip("not promised: level none limits each program only");
    }
    const source =
      "const kept = Buffer.alloc(6e8, 1); console.log('ready'); setInterval(() => kept, 1000)";
    const command = sandbox.enter(["node", "-e", source]);
    const programs = [1, 2, 3, 4].map(() => run(command));
    expect(await sandbox.ended).toMatch(/more than 2 GiB of memory together/);
    await Promise.all(programs);
  });

  test("programs that fill the lab's folder are ended with a clear reason", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (sandbox.pid === null) {
      return context.skip("not promised: level none limits each file only");
    }
    const many = "touch file-{1..10100} && sleep 100";
    const program = shell(sandbox, many);
    expect(await sandbox.ended).toMatch(/more than 10000 files/);
    await program;
  });

  test("closing ends everything inside, more than once, and nothing can be started afterwards", async (context) => {
    const sandbox = await openSandbox(level, context);
    const token = `98765.${process.pid}${levels.indexOf(level)}`;
    await start(
      sandbox.enter([
        "bash",
        "-c",
        `away() { setsid "$@" || "$@"; }; away sleep ${token} & (away sleep ${token} &) ; trap '' TERM HUP INT; echo ready; sleep ${token}`,
      ]),
    );
    await expect.poll(() => processesNaming(token).length).toBeGreaterThan(3);
    await Promise.all([sandbox.close(), sandbox.close()]);
    expect(processesNaming(token)).toEqual([]);
    await sandbox.close();
    expect(await sandbox.ended).toContain("closed");
    expect(() => sandbox.enter(["true"])).toThrow(
      expect.objectContaining({ code: "sandbox-ended" }),
    );
  });

  test("closing ends a program that was stopped with its whole process group", async (context) => {
    const sandbox = await openSandbox(level, context);
    const token = `87654.${process.pid}${levels.indexOf(level)}`;
    const program = await start(
      sandbox.enter(["bash", "-c", `echo ready; exec sleep ${token}`]),
    );
    process.kill(-program.pid, "SIGSTOP");
    await sandbox.close();
    expect(await program.ended).toMatchObject({ signal: "SIGKILL" });
    expect(processesNaming(token)).toEqual([]);
  });

  test("when its first process is killed, it says that it ended unexpectedly", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (sandbox.pid === null) {
      return context.skip("not applicable: level none has no first process");
    }
    process.kill(sandbox.pid, "SIGKILL");
    expect(await sandbox.ended).toMatch(/ended unexpectedly/);
    expect(() => sandbox.enter(["true"])).toThrow(
      expect.objectContaining({ code: "sandbox-ended" }),
    );
  });

  test("nothing inside can end the sandbox itself", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (level === "none") {
      context.skip(
        "not tried: at level none this would end the test's own user's programs",
      );
    }
    const signals = "HUP INT QUIT ABRT USR1 SEGV USR2 ALRM TERM KILL";
    await shell(
      sandbox,
      `for signal in ${signals}; do kill -$signal 1; done; kill -KILL -- -1`,
    );
    const outcome = await shell(sandbox, "echo still here");
    expect(outcome.stdout).toBe("still here\n");
  });

  test("orphans are reaped", async (context) => {
    const sandbox = await openSandbox(level, context);
    if (level === "none") {
      context.skip("not applicable: at level none the machine's init reaps");
    }
    await shell(sandbox, "for i in 1 2 3 4 5; do (true &); done");
    await expect
      .poll(async () => (await shell(sandbox, "cat /proc/[0-9]*/stat")).stdout)
      .not.toContain(" Z ");
  });
});
