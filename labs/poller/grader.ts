import { checksOf, expect, type CheckLab } from "#grading";
import { Push, XPublisher } from "zeromq";
import poller from "./lab.ts";

const check = checksOf(poller);

check("neither-waits", async ({ lab }) => {
  const { reader, ...source } = await startReader(lab, "1");
  let tasks = 0;
  let news = 0;
  // Each is silent for a while, and nobody can know which one, or for how long.
  const first = lab.random.pick(["task", "news"] as const);
  for (const heard of [
    first,
    first === "task" ? "news" : "task",
    first,
  ] as const)
    for (let times = lab.random.integer(2, 4); times > 0; times -= 1) {
      const text = lab.random.nonce();
      if (heard === "task") tasks += 1;
      else news += 1;
      await (heard === "task" ? source.task : source.news).send(text, heard);
      const silent = heard === "task" ? "no news come" : "no task comes";
      await reader.printed(text, {
        what: `the ${heard} "${text}", while ${silent}`,
        tryNext: sideBySide,
      });
      await expect(reader, `With the ${heard} "${text}"`).toHavePrinted(
        { tasks, news },
        { tryNext: "Print both counts in the line of each message." },
      );
    }
});

check(
  "news-at-work",
  async ({ lab }) => {
    const busy = await startReader(lab, "600000");
    await busy.task.send(lab.random.nonce(), "a task");
    await busy.reader.rest({ sleeps: 20_000 });
    for (let number = 1; number <= 3; number += 1) {
      const text = lab.random.nonce();
      await busy.news.send(text, "news");
      await busy.reader.printed(text, {
        what: `the news ${number} of 3, in the middle of a task`,
        tryNext: whileWorking,
      });
    }
    busy.reader.require(
      !/\btasks\W*[1-9]/i.test(busy.reader.transcript),
      "It counted a task before it was done.",
      "Await the pause that stands for the work, and count behind it.",
    );
    await busy.reader.stopsOnInterrupt("in the middle of a task", ends);

    const work = 300;
    const { reader, task, news } = await startReader(lab, String(work));
    const began = performance.now();
    for (const text of lab.random.nonces(4)) {
      await task.send(text, "a task");
      await news.send(text, "news");
    }
    const all = { tasks: 4, news: 4 };
    await expect(reader, "After 4 tasks and 4 news").toHavePrinted(all);
    const took = performance.now() - began;
    // A timer may be a millisecond early.
    reader.require(
      took > 4 * work - 10,
      `Four tasks of ${work} ms, one after the other, cannot be done in ${took.toFixed(0)} ms.`,
      "In the loop of the tasks, await the whole pause of each before the next one, whatever news come.",
    );
  },
  { after: ["neither-waits"] },
);

check(
  "nothing-eaten",
  async ({ lab }) => {
    const alone = await lab.start("reader");
    await alone.rest();
    await alone.stopsOnInterrupt("when it has waited for nobody", ends);

    const { reader, task, news } = await startReader(lab, "2");
    const [tasks, texts] = [lab.random.nonces(25), lab.random.nonces(25)];
    const sent = { task: 0, news: 0 };
    const both = [...tasks.map(() => "task"), ...texts.map(() => "news")];
    for (const which of lab.random.shuffle(both)) {
      if (which === "task") await task.send(tasks[sent.task++] ?? "", "a task");
      else await news.send(texts[sent.news++] ?? "", "news");
    }
    const tryNext = eaten;
    await expect(reader, "25 tasks").toHavePrintedInOrder(tasks, { tryNext });
    await expect(reader, "25 news").toHavePrintedInOrder(texts, { tryNext });
    const all = { tasks: tasks.length, news: texts.length };
    await expect(reader, "Of all").toHavePrinted(all, { tryNext });
    await reader.stopsOnInterrupt("while both are silent", ends);

    const [name, title] = [lab.random.nonce(), lab.random.nonce()];
    const given = [
      await lab.start("tasks", { args: ["50", name] }),
      await lab.start("news", { args: ["80", title] }),
      await lab.start("reader", { args: ["1"] }),
    ];
    const together = given.at(-1);
    await together?.printed(`${name} 5`, { tryNext: sideBySide });
    await together?.printed(title, { tryNext: sideBySide });
    for (const each of given.toReversed())
      await each.stopsOnInterrupt("while all three run", ends);
  },
  { after: ["neither-waits"] },
);

/** Starts the reader between two sources of the grader, which know that it hears them. */
async function startReader(lab: CheckLab<typeof poller>, work: string) {
  const host = `tcp://127.0.0.${lab.random.integer(2, 250)}`;
  const [tasksFrom, newsFrom] = [`${host}:6001`, `${host}:6002`];
  const task = await lab.bind(new Push(), tasksFrom);
  const news = await lab.bind(new XPublisher(), newsFrom);
  const args = [work, tasksFrom, newsFrom];
  const reader = await lab.start("reader", { args });
  await task.meet(reader, connects);
  await news.meet(reader, connects);
  await news.receive("its subscription", connects);
  return { reader, task, news };
}

const connects =
  "A PULL socket connects to the second argument, and a SUB socket with `subscribe()` to the third.";
const sideBySide =
  "Give each socket a loop of its own, and start both: `await Promise.all([doTasks(), hearNews()])`.";
const whileWorking =
  "The pause belongs into the loop of the tasks. The loop of the news awaits nothing but news.";
const eaten =
  "Begin one receive() on each socket, and use what it gives before you begin the next. What a race leaves behind is lost.";
const ends =
  "The reader waits without a limit. On SIGINT it closes both sockets, and ends the pause.";
