import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, expect, test } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { membersOf, userNamespace } from "../../runner/sandbox/members.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import { openSandbox, run, script, shell } from "./trial.ts";

const level = "isolated";

async function hostServer(
  context: TestContext,
  address: string | { port: number; host: string },
): Promise<ReturnType<typeof createServer>> {
  const server = createServer((socket) => socket.destroy());
  if (typeof address === "string") server.listen(address);
  else server.listen(address);
  await once(server, "listening");
  context.onTestFinished(() => void server.close());
  return server;
}

/** Connects to a port or a socket's path; prints "connected" or the code of the error. */
function connect(sandbox: Sandbox, target: string | number): Promise<string> {
  return script(
    sandbox,
    `import { connect } from "node:net";
    connect(${JSON.stringify(target)}, function () { console.log("connected"); this.destroy(); })
      .on("error", (error) => console.log(error.code));`,
  );
}

describe("level isolated", () => {
  test("the machine's files, home folders and the course's own files are out of reach", async (context) => {
    const sandbox = await openSandbox(level, context);
    const folder = await mkdtemp(join(tmpdir(), "labs-secret-"));
    context.onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "secret.txt"), "a secret of the machine");
    for (const path of [
      folder,
      sandbox.files,
      homedir(),
      courseFolder,
      ...["/root", "/home", "/var", "/run", "/sys", "/boot", "/mnt", "/srv"],
      ...["/etc/shadow", "/etc/ssh", "/etc/hostname", "/etc/ssl"],
    ]) {
      const { code } = await shell(sandbox, `test -e '${path}'`);
      expect({ path, code }).toEqual({ path, code: 1 });
    }
    const { stdout: passwd } = await shell(sandbox, "cat /etc/passwd");
    expect(passwd.match(/^\w+/gm)).toEqual(["student", "nobody"]);
  });

  test("the course's solutions, mistakes and graders are nowhere to be found", async (context) => {
    const sandbox = await openSandbox(level, context);
    const names =
      "solution|alternatives|mistakes.ts|grader.ts|lab.ts|levels.test.ts";
    // Debian keeps links to the commands of its own choice in a folder of that name.
    const { stdout } = await shell(
      sandbox,
      `find / \\( -path /proc -o -path /etc/alternatives \\) -prune -o -regextype posix-extended -regex '.*/(${names})' -print 2>/dev/null`,
    );
    expect(stdout).toBe("");
  });

  test("only zeromq and what it needs can be imported", async (context) => {
    const sandbox = await openSandbox(level, context);
    const listed = await shell(sandbox, "ls /node_modules");
    expect(listed.stdout.trim().split("\n")).toEqual([
      "cmake-ts",
      "node-addon-api",
      "zeromq",
    ]);
  });

  test("other processes and their environments are out of sight", async (context) => {
    const sandbox = await openSandbox(level, context);
    process.env["LABS_TEST_SECRET"] = "a-secret-of-the-runner";
    context.onTestFinished(() => {
      delete process.env["LABS_TEST_SECRET"];
    });
    // The sandbox itself is opened by a process with the secret.
    const inner = await openSandbox(level, context);
    for (const opened of [sandbox, inner]) {
      const { stdout } = await shell(opened, "cat /proc/[0-9]*/environ");
      expect(stdout).not.toContain("secret");
      const environ = await readFile(`/proc/${opened.pid}/environ`, "utf8");
      const first = environ.replaceAll("\0", "\n");
      expect(first.replace(/^(PWD|_|SHLVL|OLDPWD)=.*\n/gm, "")).toBe("");
    }
    const { stdout } = await shell(sandbox, "cat /proc/[0-9]*/comm");
    expect(stdout.split("\n").filter(Boolean)).toEqual(["bash", "cat"]);
  });

  test("ports and sockets of the machine, and other networks, cannot be reached", async (context) => {
    const sandbox = await openSandbox(level, context);
    const folder = await mkdtemp(join(tmpdir(), "labs-socket-"));
    context.onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const byPath = join(folder, "socket");
    const abstract = `\0labs-test-${process.pid}`;
    await hostServer(context, byPath);
    await hostServer(context, abstract);
    const server = await hostServer(context, { port: 0, host: "0.0.0.0" });
    const { port } = server.address() as { port: number };
    expect(await connect(sandbox, port)).toBe("ECONNREFUSED");
    expect(await connect(sandbox, byPath)).toBe("ENOENT");
    expect(await connect(sandbox, abstract)).toBe("ECONNREFUSED");
    const interfaces = await shell(sandbox, "tail -n +3 /proc/net/dev");
    expect(interfaces.stdout.match(/\w+(?=:)/g)).toEqual(["lo"]);
    const resolved = await script(
      sandbox,
      `import { lookup } from "node:dns/promises";
      console.log(await lookup("example.org").then(() => "resolved", (error) => error.code));`,
    );
    expect(resolved).toMatch(/^E(NOTFOUND|AI_AGAIN)$/);
  });

  test("tcp://localhost is a network of its own", async (context) => {
    const sandbox = await openSandbox(level, context);
    await writeFile(
      join(sandbox.files, "localhost.ts"),
      `import { Reply, Request } from "zeromq";
      const [reply, request] = [new Reply(), new Request()];
      await reply.bind("tcp://127.0.0.1:5555");
      request.connect("tcp://localhost:5555");
      await request.send("over localhost");
      console.log(String((await reply.receive())[0]));
      request.close();
      reply.close();`,
    );
    const outcome = await run(sandbox.enter(["node", "localhost.ts"]));
    expect(outcome).toMatchObject({ code: 0, stdout: "over localhost\n" });
  });

  test("the system is read-only, and so are the kernel's settings", async (context) => {
    const sandbox = await openSandbox(level, context);
    for (const path of [
      ...["/x", "/usr/x", "/etc/x", "/etc/ld.so.preload", "/opt/x", "/dev/x"],
      ...["/etc/passwd", "/opt/node/bin/node", "/opt/labs/shell/x"],
      ...[
        "/node_modules/x",
        "/node_modules/zeromq/package.json",
        "/package.json",
      ],
      ...["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/pid_max"],
      ...["/proc/sys/user/max_user_namespaces", "/proc/sysrq-trigger"],
    ]) {
      const { code } = await shell(sandbox, `: >>${path}`);
      expect({ path, refused: code !== 0 }).toEqual({ path, refused: true });
    }
    const own = await shell(sandbox, ": >/lab/x && : >/tmp/x && : >/dev/shm/x");
    expect(own.code).toBe(0);
  });

  test("temporary folders have a size in bytes and in files", async (context) => {
    const sandbox = await openSandbox(level, context);
    for (const [folder, mebibytes] of [
      ["/tmp", 64],
      ["/dev/shm", 16],
    ] as const) {
      const filled = await shell(
        sandbox,
        `for i in 1 2 3; do head -c 40000000 /dev/zero >${folder}/$i; done; du -sm ${folder}; rm ${folder}/*`,
      );
      expect(filled.stderr).toContain("No space left on device");
      expect(parseInt(filled.stdout)).toBeLessThanOrEqual(mebibytes);
      const many = await script(
        sandbox,
        `import { writeFileSync } from "node:fs";
        let count = 0;
        try { for (; count < 20000; count++) writeFileSync("${folder}/f" + count, ""); } catch (error) { console.log(error.code, count); }`,
      );
      expect(many).toMatch(/^ENOSPC \d{4}$/);
    }
  });

  test("a fork bomb is ended with a clear reason, and other sandboxes go on", async (context) => {
    const sandbox = await openSandbox(level, context);
    const other = await openSandbox(level, context);
    const namespace = userNamespace(Number(sandbox.pid));
    const bomb = run(
      sandbox.enter([
        "bash",
        "-c",
        "bomb() { bomb | bomb & }; bomb; sleep 100",
      ]),
    );
    expect(await sandbox.ended).toMatch(/more than 128 processes/);
    expect((await shell(other, "echo fine")).stdout).toBe("fine\n");
    await sandbox.close();
    await bomb;
    expect(membersOf(namespace)).toEqual([]);
  });

  test("no namespace, mount, raw socket or trace of a parent can be had", async (context) => {
    const sandbox = await openSandbox(level, context);
    for (const command of [
      "unshare --user true",
      "unshare --net true",
      "mount -t tmpfs none /tmp",
      "mount -o remount,rw /usr",
      "umount /proc/sys",
      "chroot / true",
      "nsenter -t 1 -n true",
      "mknod /tmp/disk b 8 0",
    ]) {
      const { code } = await shell(sandbox, command);
      expect({ command, refused: code !== 0 }).toEqual({
        command,
        refused: true,
      });
    }
  });

  test("files a program makes in the lab's folder are the student's", async (context) => {
    const sandbox = await openSandbox(level, context);
    await shell(sandbox, "echo hello >made.txt");
    expect(await readdir(sandbox.files)).toEqual(["made.txt"]);
    await rm(join(sandbox.files, "made.txt"));
  });
});
