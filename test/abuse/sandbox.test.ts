import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { glob, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { whyNoFilter } from "../../runner/sandbox/call-filter.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import { openSandbox, run, shell, start } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";

const programs = join(import.meta.dirname, "programs");

/** The levels that keep programs of a lab apart from the machine's processes and networks. */
const apart = ["isolated", "namespaced"] as const;

/** Runs one of the attacking programs in a sandbox to its end; answers what it printed. */
async function runProgram(
  sandbox: Sandbox & { files: string },
  name: string,
  ...args: string[]
): Promise<string> {
  const source = await readFile(join(programs, name));
  await writeFile(join(sandbox.files, name), source);
  const interpreter = name.endsWith(".pl") ? "perl" : "node";
  const outcome = await run(sandbox.enter([interpreter, name, ...args]));
  expect(outcome.stderr).toBe("");
  return outcome.stdout;
}

async function needPerl(sandbox: Sandbox, { notTried }: Attack): Promise<void> {
  const { code } = await shell(sandbox, "command -v perl");
  if (code !== 0) notTried("perl is not installed");
}

/** A folder with a secret in it, gone at the end of the test. */
async function plant(parent: string, secret: string): Promise<void> {
  const folder = await mkdtemp(join(parent, `.labs-abuse-${secret}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "key.txt"), secret);
}

async function listen(options: Parameters<Server["listen"]>[0]) {
  const server = createServer((socket) => socket.destroy());
  server.listen(options);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

attack(
  "search every file for secrets, solutions and places to write",
  "isolated",
  async ({ context, measured }) => {
    const secret = randomUUID();
    for (const parent of [homedir(), tmpdir(), courseFolder])
      await plant(parent, secret);
    const sandbox = await openSandbox("isolated", context);
    const course: Record<number, string[]> = {};
    const files = ["*/{solution,alternatives,starter}/**/*.ts", "*/*.ts"];
    for await (const file of glob(files, { cwd: labsFolder })) {
      const bytes = await readFile(join(labsFolder, file));
      const hash = createHash("sha256").update(bytes).digest("hex");
      (course[bytes.length] ??= []).push(hash);
    }
    const request = JSON.stringify({ secret, course });
    const report = await runProgram(sandbox, "search-machine.mjs", request);
    const found = z
      .looseObject({ files: z.number(), writable: z.array(z.string()) })
      .parse(JSON.parse(report));
    expect(found).toMatchObject({
      secrets: [],
      course: [],
      sockets: [],
      devices: [],
    });
    // Nothing can be made in /dev/pts, though its mode says otherwise; in /proc/1/cwd the program finds itself.
    expect(found.writable.filter((path) => !path.startsWith("/proc/"))).toEqual(
      ["/dev/pts", "/dev/shm", "/lab", "/tmp"],
    );
    expect(found.files).toBeGreaterThan(1000);
    measured(`${found.files} files seen, 0 secrets`);
  },
);

attack(
  "read who uses this machine",
  "isolated",
  async ({ context, measured }) => {
    const sandbox = await openSandbox("isolated", context);
    const { stdout } = await shell(
      sandbox,
      "cut -d: -f1 /etc/passwd; cat /etc/shadow /etc/hostname 2>/dev/null; hostname; ls -A /home /root /run /var 2>/dev/null",
    );
    expect(stdout).toBe("student\nnobody\nlab\n");
    measured("finds student and nobody");
  },
);

for (const level of apart) {
  attack(
    "connect to ports of the machine, the local network and the internet",
    level,
    async ({ context, measured }) => {
      const sandbox = await openSandbox(level, context);
      const port = await listen({ port: 0, host: "::" });
      const only4 = await listen({ port: 0, host: "127.0.0.1" });
      const abstract = `@labs-abuse-${process.pid}`;
      await listen({ path: abstract.replace("@", "\0") });
      const targets = [
        ...["127.0.0.1", "::1", "localhost", "192.168.0.1", "10.0.0.1"],
        ...["172.17.0.1", "169.254.169.254", "1.1.1.1", "2606:4700::1111"],
      ].flatMap((host) => [port, only4, 22, 53, 80].map((at) => [at, host]));
      const attempts = [...targets, abstract, "@/tmp/.X11-unix/X0"];
      const report = await runProgram(
        sandbox,
        "reach-out.mjs",
        JSON.stringify(attempts),
      );
      expect(JSON.parse(report)).toEqual([]);
      measured(`0 of ${attempts.length} addresses answer`);
    },
  );

  attack(
    "see other processes, their arguments and environments",
    level,
    async ({ context, measured }) => {
      const secret = randomUUID();
      const bystander = spawn("sleep", ["1000"], {
        env: { SECRET: secret },
        argv0: `sleep-${secret}`,
      });
      onTestFinished(() => void bystander.kill("SIGKILL"));
      const sandbox = await openSandbox(level, context);
      const { stdout } = await shell(
        sandbox,
        "cat /proc/[0-9]*/{environ,cmdline} /proc/[0-9]*/task/*/environ 2>/dev/null | tr '\\0' '\\n'; ls -d /proc/[0-9]* | wc -l",
      );
      expect(stdout).not.toContain(secret);
      const count = Number(stdout.trim().split("\n").at(-1));
      expect(count).toBeLessThan(10);
      measured(`sees ${count} processes, all its own`);
    },
  );

  attack(
    "get capabilities, namespaces, mounts, raw sockets; trace and kill everything",
    level,
    async (attack) => {
      const sandbox = await openSandbox(level, attack.context);
      await needPerl(sandbox, attack);
      const other = await openSandbox(level, attack.context);
      const forever = "console.log('ready'); setInterval(() => {}, 1000)";
      const bystanders = [
        await start({
          file: "/bin/sh",
          args: ["-c", "echo ready; sleep 1000"],
          env: {},
          cwd: "/",
        }),
        // A grader stands in the same network and user namespaces as the attacker.
        await start(
          sandbox.enterNetwork([process.execPath, "-e", forever], {}),
        ),
        await start(other.enter(["node", "-e", forever])),
      ];
      onTestFinished(
        () => void process.kill(-(bystanders[0]?.pid ?? 0), "SIGKILL"),
      );
      const victim = await start(sandbox.enter(["node", "-e", forever]));
      const report = await runProgram(sandbox, "break-out.pl");
      expect(report).toMatch(/^tried \d+ ways\n$/);
      // It can do what it tries to what is its lab's own.
      expect(await victim.ended).toMatchObject({ signal: "SIGKILL" });
      for (const { pid } of bystanders) {
        const status = await readFile(`/proc/${pid}/status`, "utf8");
        expect(status).toMatch(/^State:\s+[SR]/m);
        expect(status).toMatch(/^TracerPid:\s+0$/m);
      }
      attack.measured(`${report.trim()}: 0 worked, 3 bystanders live`);
    },
  );

  attack(
    "use io_uring, bpf, keyrings and memory that no limit counts",
    level,
    async (attack) => {
      const sandbox = await openSandbox(level, attack.context);
      const reason = whyNoFilter();
      if (reason !== null)
        attack.notTried(`system calls are not filtered here: ${reason}`);
      // Without a sandbox the same program finds something, or it tries the wrong things.
      const outside = await run({
        file: "/usr/bin/perl",
        args: [join(programs, "kernel-parts.pl")],
        env: {},
        cwd: "/",
      });
      expect(outside.stdout).toContain("memfd_create works");
      expect(await runProgram(sandbox, "kernel-parts.pl")).toBe("refused 14\n");
      const filters = await shell(
        sandbox,
        "cat /proc/*/status | grep ^Seccomp:",
      );
      // The first process has the filter as well: whoever traces it gains nothing.
      expect(new Set(filters.stdout.trim().split("\n"))).toEqual(
        new Set(["Seccomp:\t2"]),
      );
      attack.measured("14 of 14 refused");
    },
  );
}
