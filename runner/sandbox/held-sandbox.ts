import { randomUUID } from "node:crypto";
import { closeSync, openSync, readlinkSync } from "node:fs";
import { LabsError } from "#contract";
import { enterCommand, networkCommand } from "./enter.ts";
import type { Holder } from "./holder.ts";
import { listeningPorts, listListeners } from "./listening-ports.ts";
import { kill, killAll, membersOf, signal, userNamespace } from "./members.ts";
import { holdersAmong } from "./port-holders.ts";
import { readStat } from "./process-stat.ts";
import type { Program, Sandbox, SandboxHandle } from "./sandbox.ts";
import { openLabCap } from "./lab-cap.ts";
import { tooMuchMemory, watchUse } from "./use-watch.ts";

/**
 * The parents of the programs, outside the PID namespace, end by themselves once their programs have. This long they are given
 * to do so, in milliseconds; graders are ended after it.
 */
const parentsGrace = 200;

/**
 * The sandbox that a holder keeps: the part that the levels `isolated` and `namespaced` have in common.
 *
 * @param lab The lab's folder as this machine's processes reach it; what lives in memory the kernel limits, and nobody counts.
 */
export async function createHeldSandbox(
  holder: Holder,
  { files, inMemory }: { files: string; inMemory: boolean },
  about: Omit<SandboxHandle, "id" | "cgroup"> & { pid: number },
): Promise<Sandbox> {
  const id = randomUUID();
  const namespace = userNamespace(about.pid);
  const cap = await openLabCap(id);
  const handle: SandboxHandle = { ...about, id, cgroup: cap?.folder ?? null };
  // While it is open, the kernel gives its number to no other namespace: whoever closes this sandbox would otherwise
  // end one that was made meanwhile.
  const namespaceFile = openSync(`/proc/${about.pid}/ns/user`, "r");
  let closing: Promise<void> | undefined;
  let gone = false;
  let excess: string | undefined;
  const exceed = (reason: string) => {
    excess ??= reason;
    if (!gone) kill(about.pid);
  };
  const watch = watchUse(
    about.pid,
    about.folder,
    inMemory ? null : files,
    exceed,
  );
  cap?.onExceeded(() => exceed(tooMuchMemory));

  const ended = holder.exited.then((how) => {
    gone = true;
    watch.stop();
    if (excess !== undefined) return `${excess} Start the lab again.`;
    return closing
      ? "The lab was closed."
      : `The lab's sandbox ended unexpectedly (${how}). Start the lab again.`;
  });

  async function end(): Promise<void> {
    watch.stop();
    // The first process goes, and the kernel takes everything in its PID namespace with it. A pid is ours as long as
    // its parent has not ended.
    if (!gone) kill(about.pid);
    // Parents that were stopped together with their programs must run to notice.
    for (const pid of membersOf(namespace)) signal(pid, "SIGCONT");
    try {
      await killAll(() => membersOf(namespace), parentsGrace);
    } finally {
      closeSync(namespaceFile);
    }
    await endHolder();
    holder.child.stdin?.destroy();
    await cap?.remove();
  }

  /**
   * The holder's parent ends when the kernel has cleared the PID namespace. That takes as long as someone takes to reap
   * programs whose parent was killed, which in a container without an init is for ever.
   */
  async function endHolder(): Promise<void> {
    const timer = setTimeout(() => holder.child.kill("SIGKILL"), parentsGrace);
    await holder.exited;
    clearTimeout(timer);
  }

  function assertThere(): void {
    if (gone || closing) {
      throw new LabsError(
        "sandbox-ended",
        "The lab's sandbox has ended: nothing can be started in it.",
        {
          hint: "Start the lab again.",
          learnerSafe: true,
        },
      );
    }
  }

  return {
    ...handle,
    files,
    ended,
    enter(argv, options) {
      assertThere();
      return enterCommand(handle, argv, options);
    },
    enterNetwork(argv, env, ownFolder) {
      assertThere();
      return networkCommand(handle, argv, env, ownFolder);
    },
    listeningPorts: () => listeningPorts(about.pid),
    async portHolders(ports) {
      const listeners = await listListeners(about.pid);
      const asked = listeners.filter(({ port }) => ports.includes(port));
      if (asked.length === 0) return [];
      const own = programsBeside(about.pid, namespace).map(({ pid }) => pid);
      const holders = await holdersAmong(own, asked);
      return holders.map((each) => ({ ...each, inside: true }));
    },
    programs: () => Promise.resolve(programsBeside(about.pid, namespace)),
    close: () => (closing ??= end()),
  };
}

/**
 * The processes that stand in the PID namespace of a sandbox's first process, without that one: the kernel lets none out.
 * The parents of programs and the graders share only its user namespace.
 */
function programsBeside(first: number, userNamespaceName: string): Program[] {
  const inside = pidNamespace(first);
  if (inside === null) return [];
  return membersOf(userNamespaceName).flatMap((pid) => {
    if (pid === first || pidNamespace(pid) !== inside) return [];
    const stat = readStat(pid);
    return stat ? [{ pid, ...stat }] : [];
  });
}

/** Names a process's PID namespace; null when it has ended. */
function pidNamespace(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}
