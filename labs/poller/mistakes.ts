// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "reader.ts";
const both = "await Promise.all([doTasks(), hearNews()]);";
const work = "await sleep(Number(work), undefined, stop);";
const receive = "const [task] = await tasks.receive();";
/** A race over both sockets in the place of both loops. */
const race = (...caught: string[]) => [
  {
    file: "reader.ts" as const,
    replace: both,
    by: lines(
      "while (!stop.signal.aborted) {",
      "    try {",
      "      const text = await Promise.race([",
      "        tasks.receive().then((task) => ((done += 1), task)),",
      "        news.receive().then((text) => ((heard += 1), text)),",
      "      ]);",
      "      console.log(`received ${String(text)}  tasks ${done}  news ${heard}`);",
      "    } catch (error) {",
      ...caught,
      "    }",
      "  }",
    ),
  },
];

export default defineMistakes(lab, {
  "in-turn": {
    what: "Tasks and news are received in turn.",
    edits: [
      {
        file,
        replace: both,
        by: lines(
          "while (!stop.signal.aborted) {",
          `    ${receive}`,
          "    console.log(`did ${String(task)}  tasks ${(done += 1)}  news ${heard}`);",
          "    const [text] = await news.receive();",
          "    console.log(`heard ${String(text)}  tasks ${done}  news ${(heard += 1)}`);",
          "  }",
        ),
      },
    ],
    fails: "neither-waits",
    says: ["nothing moves any more", "a loop of its own"],
  },
  "one-loop-after-the-other": {
    what: "The loop of the news begins when that of the tasks has ended.",
    edits: [
      {
        file,
        replace: both,
        by: "await doTasks();\n  await hearNews();",
      },
    ],
    fails: "neither-waits",
    says: ["while no task comes, and nothing moves"],
  },
  "races-and-crashes": {
    what: "Promise.race over two receives: the second round begins one that is under way.",
    edits: race("      throw error;"),
    fails: "neither-waits",
    says: ["Socket is busy reading"],
  },
  "races-and-retries": {
    what: "EBUSY is caught, and what the abandoned receives took is lost.",
    edits: race("      await sleep(20);"),
    fails: "neither-waits",
    says: ["a loop of its own"],
  },
  "only-the-first-word": {
    what: "The counts are not printed.",
    edits: [
      {
        file,
        replace: "did ${String(task)}  tasks ${done}  news ${heard}",
        by: "did ${String(task)}",
      },
      {
        file,
        replace: "heard ${String(text)}  tasks ${done}  news ${heard}",
        by: "heard ${String(text)}",
      },
    ],
    fails: "neither-waits",
    says: ["Print both counts"],
  },
  "polls-and-works": {
    what: "One loop looks at both sockets in turn, and does the work in between.",
    edits: [
      { file, replace: "new Pull()", by: "new Pull({ receiveTimeout: 50 })" },
      {
        file,
        replace: "new Subscriber()",
        by: "new Subscriber({ receiveTimeout: 50 })",
      },
      {
        file,
        replace: both,
        by: lines(
          "while (!stop.signal.aborted) {",
          "    const [task] = await tasks.receive().catch(() => []);",
          "    if (task) {",
          "      await sleep(Number(work), undefined, stop);",
          "      console.log(`did ${String(task)}  tasks ${(done += 1)}  news ${heard}`);",
          "    }",
          "    const [text] = await news.receive().catch(() => []);",
          "    if (text)",
          "      console.log(`heard ${String(text)}  tasks ${done}  news ${(heard += 1)}`);",
          "  }",
        ),
      },
    ],
    fails: "news-at-work",
    says: ["news 1 of 3"],
  },
  "busy-wait": {
    what: "The work is done in one go, and nothing else moves meanwhile.",
    edits: [
      {
        file,
        replace: work,
        by: "const end = Date.now() + Number(work);\n    while (Date.now() < end);",
      },
    ],
    fails: "news-at-work",
    says: ["news 1 of 3"],
  },
  "all-tasks-at-once": {
    what: "The loop does not await the work, so all tasks are done at the same time.",
    edits: [
      {
        file,
        replace: lines(
          `    ${work}`,
          "    done += 1;",
          "    console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);",
        ),
        by: lines(
          "    void sleep(Number(work), undefined, stop).then(() => {",
          "      done += 1;",
          "      console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);",
          "    }, () => {});",
        ),
      },
    ],
    fails: "news-at-work",
    says: ["cannot be done in"],
  },
  "cut-short-by-news": {
    what: "News end the pause of a task.",
    edits: [
      {
        file,
        replace: "const tasks = new Pull();",
        by: "let onNews = () => {};\nconst tasks = new Pull();",
      },
      {
        file,
        replace: work,
        by: `await Promise.race([\n      sleep(Number(work), undefined, stop),\n      new Promise<void>((resolve) => (onNews = resolve)),\n    ]);`,
      },
      {
        file,
        replace: "    heard += 1;",
        by: "    heard += 1;\n    if (Number(work) < 1_000) onNews();",
      },
    ],
    fails: "news-at-work",
    says: ["cannot be done in"],
  },
  "counts-first": {
    what: "A task is counted and printed before it is done.",
    edits: [
      {
        file,
        replace: lines(
          `    ${work}`,
          "    done += 1;",
          "    console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);",
        ),
        by: lines(
          "    done += 1;",
          "    console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);",
          `    ${work}`,
        ),
      },
    ],
    fails: "news-at-work",
    says: ["before it was done"],
  },
  "work-goes-on": {
    what: "Ctrl+C closes the sockets, but not the pause of a task.",
    edits: [{ file, replace: "\n  stop.abort();", by: "" }],
    fails: "news-at-work",
    says: ["in the middle of a task", "ends the pause"],
  },
  "an-error-on-interrupt": {
    what: "Ctrl+C in the middle of a task is an error.",
    edits: [
      {
        file,
        replace: "if (!stop.signal.aborted) throw error;",
        by: "throw error;",
      },
    ],
    fails: "news-at-work",
    says: ["in the middle of a task", "The operation was aborted"],
  },
  "timeout-by-race": {
    what: "A race against a timer ends the waiting for news, and not the receive.",
    edits: [
      {
        file,
        replace: "for await (const [text] of news) {",
        by: lines(
          "while (!news.closed) {",
          "    const [text] = await Promise.race([news.receive(), sleep(1_000, [])]);",
          "    if (!text) continue;",
        ),
      },
    ],
    fails: "news-at-work",
    says: ["Socket is busy reading"],
  },
  "gives-up-on-silence": {
    what: "The reader waits three seconds for news, and takes silence for the end.",
    edits: [
      {
        file,
        replace: "new Subscriber()",
        by: "new Subscriber({ receiveTimeout: 3_000 })",
      },
    ],
    fails: "news-at-work",
    says: ["timed out"],
  },
  "one-socket-stays-open": {
    what: "Ctrl+C closes only the socket of the tasks.",
    edits: [{ file, replace: "\n  news.close();", by: "" }],
    fails: "news-at-work",
    says: ["closes both sockets"],
  },
  "keeps-the-latest": {
    what: "The SUB socket keeps only the latest of the news.",
    edits: [
      {
        file,
        replace: "new Subscriber()",
        by: "new Subscriber({ conflate: true })",
      },
      {
        file,
        replace: "    heard += 1;",
        by: "    await sleep(400);\n    heard += 1;",
      },
    ],
    fails: "news-at-work",
    says: ["has another news"],
  },
});
