import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Pair, version as libzmqVersion } from "zeromq";
import { z } from "zod";
import { courseFolder, courseVersion } from "../catalog/course.ts";
import { whyNoFilter } from "../sandbox/call-filter.ts";
import { ownCgroup } from "../sandbox/cgroup.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Output } from "./output.ts";

/** Node before this loses the end of what a terminal's program prints (libuv fixed it in the version it carries). */
const oldestNode = [24, 21] as const;

/** One thing that `labs doctor` looked at. */
interface Finding {
  what: string;
  /** `broken`: labs do not work. `weaker`: they work, with less. */
  state: "fine" | "weaker" | "broken";
  seen: string;
  remedy: string | null;
}

/** `labs doctor`: looks at everything that labs need on this machine. 0 when they work, 3 when something is broken. */
export async function runDoctor(
  provider: SandboxProvider,
  output: Output,
): Promise<number> {
  const findings = [
    examineNode(),
    await examineZeromq(),
    examineIsolation(provider),
    ...examineFilter(provider),
    ...(await examineCap(provider)),
  ];
  output.line(output.style("bold", `ZeroMQ Labs ${courseVersion}`));
  for (const { what, state, seen, remedy } of findings) {
    output.line(`${mark(state, output)} ${what.padEnd(10)} ${seen}`);
    if (remedy)
      output.line(
        `  ${" ".repeat(10)} ${output.style("bold", "To do:")} ${remedy}`,
      );
  }
  const broken = findings.some((finding) => finding.state === "broken");
  output.line();
  output.line(
    broken
      ? "Labs do not work on this machine yet."
      : "Labs work on this machine.",
  );
  return broken ? 3 : 0;
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fresh =
    major > oldestNode[0] ||
    (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    what: "Node",
    state: fresh ? "fine" : "broken",
    seen: process.version,
    remedy: fresh
      ? null
      : "Run labs as `npx labs`, which uses the Node that `npm install` brought.",
  };
}

/** Loads the native library and sends one message over a real socket. */
async function examineZeromq(): Promise<Finding> {
  const packageFile = join(
    courseFolder,
    "node_modules",
    "zeromq",
    "package.json",
  );
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(packageFile, "utf8")));
  const seen = `${version} with libzmq ${libzmqVersion}`;
  using near = disposable(new Pair({ linger: 0, receiveTimeout: 5000 }));
  using far = disposable(new Pair({ linger: 0 }));
  try {
    await near.socket.bind("tcp://127.0.0.1:*");
    far.socket.connect(near.socket.lastEndpoint ?? "");
    await far.socket.send("hello");
    await near.socket.receive();
    return {
      what: "ZeroMQ",
      state: "fine",
      seen: `${seen}; a message went through`,
      remedy: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      what: "ZeroMQ",
      state: "broken",
      seen: `${seen}; no message got through 127.0.0.1: ${reason}`,
      remedy:
        "Look for a firewall that blocks connections of this machine to itself.",
    };
  }
}

function disposable(socket: Pair): Disposable & { socket: Pair } {
  return { socket, [Symbol.dispose]: () => socket.close() };
}

function examineIsolation({ isolation }: SandboxProvider): Finding {
  return {
    what: "Isolation",
    state: isolation.level === "isolated" ? "fine" : "weaker",
    seen:
      isolation.reason === null
        ? isolation.level
        : `${isolation.level}: ${isolation.reason}`,
    remedy: isolation.remedy,
  };
}

/** Below a sandbox nothing is filtered. */
function examineFilter({ isolation }: SandboxProvider): Finding[] {
  if (isolation.level === "none") return [];
  const reason = whyNoFilter();
  return [
    {
      what: "Filter",
      state: reason === null ? "fine" : "weaker",
      seen:
        reason === null
          ? "programs cannot make system calls that no lesson needs"
          : `programs can make every system call: ${reason}`,
      remedy: null,
    },
  ];
}

/** The runner ends a lab that uses too much on every machine: this is about the kernel's own limit. */
async function examineCap({ isolation }: SandboxProvider): Promise<Finding[]> {
  if (isolation.level === "none") return [];
  const own = await ownCgroup();
  const seen =
    "obstacle" in own
      ? `a lab's memory is watched, not capped: ${own.obstacle}`
      : "the kernel caps the memory of each lab";
  return [{ what: "Memory", state: "fine", seen, remedy: null }];
}

function mark(state: Finding["state"], output: Output): string {
  if (state === "fine") return output.style("green", "✓ ok    ");
  if (state === "weaker") return output.style("yellow", "! weaker");
  return output.style("red", "✗ broken");
}
