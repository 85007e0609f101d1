import { checksOf, expect, type Program } from "#grading";
import { Pull, Push } from "zeromq";
import workers from "./lab.ts";

const check = checksOf(workers);

check("manager-hands-out", async ({ lab }) => {
  const name = lab.random.nonce();
  const count = lab.random.integer(10, 15);
  const endpoint = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
  const manager = await lab.start("manager-a", {
    args: [name, String(count), endpoint, "4"],
    ready: { when: "listening", port: 6001 },
  });
  const pull = async (tryNext: string) =>
    lab.connect(new Pull(), endpoint, manager, tryNext);
  const peers = [await pull(pushes), await pull(later), await pull(later)];
  // It waits for four, and there are three.
  await manager.rest();
  for (const peer of peers)
    manager.require(
      !peer.hasMessage,
      "The manager began before all workers were there.",
      later,
    );
  peers.push(await pull(later));
  await expect(manager, "After its last task").toHaveExited(0, each);

  const shares = await Promise.all(peers.map((peer) => peer.rest()));
  const got = shares.flat().map((frames) => frames.map(String).join(" | "));
  const tasks = Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
  manager.require(
    got.toSorted().join() === tasks.toSorted().join(),
    `should hand out ${count} tasks, ${name}-1 to ${name}-${count}, each once, but ${got.length} came.`,
    { expected: tasks.join(", "), seen: got.join(", "), tryNext: each },
  );
  const sizes = shares.map((share) => share.length);
  manager.require(
    Math.max(...sizes) - Math.min(...sizes) <= 1,
    `Four workers that are there from the start should get equally many tasks, but they got ${sizes.join(", ")}.`,
    each,
  );
});

check("worker-serves-all", async ({ lab }) => {
  const host = `127.0.0.${lab.random.integer(2, 250)}`;
  const endpoints = [6001, 6002, 6003].map((port) => `tcp://${host}:${port}`);
  const managers = [];
  for (const endpoint of endpoints)
    managers.push({
      name: lab.random.nonce(),
      peer: await lab.bind(new Push(), endpoint),
    });
  const args = [lab.random.nonce(), "1", ...endpoints];
  const worker = await lab.start("worker-1", { args });
  for (const { peer } of managers) await peer.meet(worker, connects);

  // Each has another number of tasks, which neither begin with 1 nor come in order.
  const printed = [];
  for (const [index, { name, peer }] of managers.entries()) {
    for (let count = 1; count <= 2 + index; count += 1) {
      const task = `${name}-${lab.random.integer(100, 999)}`;
      await peer.send(task, "a task");
      const values = { manager: name, count };
      printed.push({ after: `the task ${task}`, values });
      await worker.printed(task, { what: `the task ${task}`, tryNext: counts });
    }
  }
  await expect(worker, "A line for each task").toHavePrintedEach(printed, {
    decidedBy: "count",
    tryNext: counts,
  });
  await worker.stopsOnInterrupt("while it waits for tasks");

  // This one is in the middle of a task that takes long.
  const busy = await lab.start("worker-2", {
    args: ["2", "600000", ...endpoints],
  });
  const [first] = managers;
  await first?.peer.meet(busy);
  await first?.peer.send(`${first.name}-1`, "a task");
  await busy.rest({ sleeps: 20_000 });
  busy.require(
    !/count\W*1/i.test(busy.transcript),
    "counted a task before it was done",
    "Wait for `work` ms first, which stand for the work.",
  );
  await busy.stopsOnInterrupt("in the middle of a task");
});

check(
  "all-together",
  async ({ lab }) => {
    const [a, b] = [lab.random.nonce(), lab.random.nonce()];
    const counts = [lab.random.integer(10, 14), lab.random.integer(10, 14)];
    const each: Program[] = [];
    for (const [index, work] of ["1", "1", "40"].entries())
      each.push(
        await lab.start(`worker-${(index + 1) as 1 | 2 | 3}`, {
          args: [String(index + 1), work],
        }),
      );
    const managers = [
      await lab.start("manager-a", {
        args: [a, String(counts[0]), "tcp://127.0.0.1:5555"],
      }),
      await lab.start("manager-b", {
        args: [b, String(counts[1]), "tcp://127.0.0.1:5556"],
      }),
    ];
    for (const manager of managers)
      await expect(manager, "With three workers").toHaveExited(0, connects);
    for (const worker of each) await worker.rest();

    for (const [index, name] of [a, b].entries()) {
      for (let number = 1; number <= (counts[index] ?? 0); number += 1) {
        const task = new RegExp(`${name}-${number}\\b`);
        const who = each.filter((worker) => task.test(worker.transcript));
        lab.require(
          who.length === 1,
          `Task ${number} of manager ${index + 1} should be done by one worker, but it was done by ${who.length}.`,
        );
      }
      for (const worker of each)
        worker.require(
          worker.transcript.includes(`${name}-`),
          `got no task of manager ${index + 1}`,
          connects,
        );
    }
    for (const worker of each)
      await worker.stopsOnInterrupt("when all tasks are done");
  },
  { after: ["manager-hands-out", "worker-serves-all"] },
);

const pushes = "The manager has a PUSH socket, and binds it.";
const later =
  "Send after `await ready`: until then not all workers are connected.";
const each =
  "Send each task once, with one `await tasks.send(…)` for each: the socket chooses the worker.";
const connects =
  "Connect one PULL socket to every endpoint behind the name and the work.";
const counts =
  "For each task print its text, and `` `manager ${manager}  count ${count}` `` with the count of this manager alone.";
