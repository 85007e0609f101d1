import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { findTool, systemPath } from "./tools.ts";

/** The controllers that hold a lab's limits. */
const controllers = ["memory", "pids"];

/** How long systemd may take to make a scope, in milliseconds. It takes some 20 on an idle machine. */
const scopeTimeout = 10_000;

/** The part of the kernel's tree of cgroups in which this process may make parts for its labs, or why there is none. */
export type OwnCgroup = { folder: string } | { obstacle: string };

let found: Promise<OwnCgroup> | undefined;

/**
 * Finds or makes it, once in the life of this process. A service with `Delegate=yes` has one; elsewhere systemd is asked to
 * put this process into a scope of its own, which ends with it.
 */
export function ownCgroup(): Promise<OwnCgroup> {
  return (found ??= find().then(
    (folder) => ({ folder }),
    (error: unknown) => ({
      obstacle: error instanceof Error ? error.message : String(error),
    }),
  ));
}

async function find(): Promise<string> {
  const mount = await mountOfCgroups();
  const there = (await readFile(join(mount, "cgroup.controllers"), "utf8"))
    .trim()
    .split(" ");
  if (!controllers.every((name) => there.includes(name)))
    throw new Error("this machine's cgroups are of version 1");
  let folder = join(mount, await nameOfOwn());
  if (!(await isOursAlone(folder))) {
    await moveToScope();
    folder = join(mount, await nameOfOwn());
  }
  // A cgroup that has parts with limits holds no process itself.
  const runner = join(folder, "runner");
  await mkdir(runner);
  for (const pid of await processesIn(folder))
    await writeFile(join(runner, "cgroup.procs"), String(pid));
  const wanted = controllers.map((name) => `+${name}`).join(" ");
  await writeFile(join(folder, "cgroup.subtree_control"), wanted);
  return folder;
}

async function mountOfCgroups(): Promise<string> {
  if (process.platform !== "linux") throw new Error("only Linux has cgroups");
  // Fields as in proc_pid_mountinfo(5): the mount point is the fifth, the type stands behind a lone hyphen.
  for (const line of (await readFile("/proc/self/mountinfo", "utf8")).split(
    "\n",
  )) {
    const [place, type] = line.split(" - ");
    if (place && type?.startsWith("cgroup2 ")) return place.split(" ")[4] ?? "";
  }
  throw new Error("this machine has no cgroups of version 2");
}

/** The name of the cgroup in which this process stands (cgroups(7)). */
async function nameOfOwn(): Promise<string> {
  const lines = await readFile("/proc/self/cgroup", "utf8");
  return /^0::(.*)$/m.exec(lines)?.[1] ?? "/";
}

/** Whether nobody else uses it, so that we may change it. */
async function isOursAlone(folder: string): Promise<boolean> {
  for (const file of ["", "cgroup.procs", "cgroup.subtree_control"])
    try {
      await access(join(folder, file), constants.W_OK);
    } catch {
      return false;
    }
  return (await processesIn(folder)).every((pid) => pid === process.pid);
}

async function processesIn(folder: string): Promise<number[]> {
  const lines = await readFile(join(folder, "cgroup.procs"), "utf8");
  return lines.trim().split("\n").filter(Boolean).map(Number);
}

/** Has systemd move this process into a new scope (org.freedesktop.systemd1(5), StartTransientUnit). */
async function moveToScope(): Promise<void> {
  const busctl = findTool("busctl");
  if (!busctl) throw new Error("this machine has no systemd");
  const scope = `zeromq-labs-${process.pid}.scope`;
  const manager = [
    "org.freedesktop.systemd1",
    "/org/freedesktop/systemd1",
    "org.freedesktop.systemd1.Manager",
  ];
  const properties = [
    ...["PIDs", "au", "1", String(process.pid)],
    ...["Delegate", "b", "true"],
    ...["Description", "s", "ZeroMQ Labs"],
  ];
  const call = ["StartTransientUnit", "ssa(sv)a(sa(sv))", scope, "fail"];
  const { XDG_RUNTIME_DIR = "" } = process.env;
  const own = process.getuid?.() === 0 ? [] : ["--user"];
  await promisify(execFile)(
    busctl,
    [...own, "call", ...manager, ...call, "3", ...properties, "0"],
    { env: { PATH: systemPath, XDG_RUNTIME_DIR }, timeout: scopeTimeout },
  ).catch(() => {
    throw new Error("systemd does not give this user a scope");
  });
  // It answers before it is done.
  const deadline = performance.now() + scopeTimeout;
  while (!(await nameOfOwn()).endsWith(`/${scope}`)) {
    if (performance.now() > deadline)
      throw new Error("systemd does not give this user a scope");
    await delay(5);
  }
}
