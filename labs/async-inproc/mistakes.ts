import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "service.ts";
const start = "const worked = work();";
const close = lines("    worker.close();", "    await worked;");
const all = lines(
  `    ${start}`,
  "    await ask();",
  "    // Closing its socket ends the loop of the worker.",
  close,
);
const handler = lines(
  "  stop.abort();",
  "  if (working) return;",
  "  worker.close();",
  "  client.close();",
);

export default defineMistakes(lab, {
  "worker-first": {
    what: "The client begins when the worker has ended, which it never does.",
    edits: [{ file, replace: start, by: "const worked = await work();" }],
    fails: "one-process",
    says: ["only 0 came"],
  },
  "waits-for-both": {
    what: "Promise.all waits for a worker that nobody ends.",
    edits: [
      { file, replace: all, by: "    await Promise.all([work(), ask()]);" },
    ],
    fails: "one-process",
    says: ["had not ended", "client closed"],
  },
  "forgets-the-worker": {
    what: "The worker is started and never ended.",
    edits: [{ file, replace: all, by: "    void work();\n    await ask();" }],
    fails: "one-process",
    says: ["had not ended", "service closed"],
  },
  "exits-after-the-client": {
    what: "process.exit() ends the program before the worker has ended.",
    edits: [{ file, replace: close, by: "    process.exit();" }],
    fails: "one-process",
    says: ["The end of the worker", "client closed"],
  },
  "closes-too-soon": {
    what: "The worker's socket is closed as soon as the client has begun.",
    edits: [
      {
        file,
        replace: all,
        by: lines(
          `    ${start}`,
          "    const asked = ask();",
          "    worker.close();",
          "    await Promise.all([worked, asked]);",
        ),
      },
    ],
    fails: "one-process",
    says: ["worker stopped after 0 requests"],
  },
  "all-at-once": {
    what: "The client asks for the next word without waiting for its reply.",
    edits: [
      {
        file,
        replace: "await client.send(word);",
        by: "void client.send(word);",
      },
      {
        file,
        replace: "const [frame] = await client.receive();",
        by: "if (word !== words.at(-1)) continue;\n    const [frame] = await client.receive();",
      },
    ],
    fails: "one-process",
    says: ["is busy"],
  },
  "own-endpoint": {
    what: "The worker binds inproc://work, whatever its argument says.",
    edits: [
      {
        file,
        replace: "worker.bind(endpoint)",
        by: 'worker.bind("inproc://work")',
      },
    ],
    fails: "one-process",
    says: ["only 0 came, and nothing"],
  },
  "exits-on-interrupt": {
    what: "Ctrl+C calls process.exit(), as the starter does.",
    edits: [{ file, replace: handler, by: "  process.exit();" }],
    fails: "each-alone",
    says: ["worker stopped after 5 requests", "would cut that off"],
  },
  "dies-on-interrupt": {
    what: "There is no handler for Ctrl+C.",
    edits: [
      { file, replace: 'process.once("SIGINT"', by: 'process.once("SIGHUP"' },
    ],
    fails: "each-alone",
    says: ["was ended by SIGINT"],
  },
  "only-aborts": {
    what: "The handler notes that there was a Ctrl+C, and ends nothing that waits.",
    edits: [{ file, replace: handler, by: "  stop.abort();" }],
    fails: "each-alone",
    says: ["while it waits for a request", "closes both sockets"],
  },
  "closes-only-the-worker": {
    what: "A client that waits for its reply is not ended.",
    edits: [{ file, replace: "  client.close();\n});", by: "});" }],
    fails: "each-alone",
    says: ["while it waits for a reply"],
  },
  "cuts-off-the-work": {
    what: "Ctrl+C closes both sockets, also in the middle of a request.",
    edits: [{ file, replace: "  if (working) return;\n", by: "" }],
    fails: "nothing-cut-off",
    says: ["the reply to the request that it was working on"],
  },
  "exits-while-it-works": {
    what: "Only what waits is closed; where the worker is working, the program is ended.",
    edits: [
      {
        file,
        replace: "if (working) return;",
        by: "if (working) process.exit();",
      },
    ],
    fails: "nothing-cut-off",
    says: ["worker exited with code 0 before the reply"],
  },
  "cuts-the-pause": {
    what: "Ctrl+C ends the pause that stands for the work, and the reply behind it never goes out.",
    edits: [
      {
        file,
        replace: "sleep(Number(time))",
        by: "sleep(Number(time), undefined, stop)",
      },
    ],
    fails: "nothing-cut-off",
    says: ["worker exited with code 0", 'last it printed: "service closed"'],
  },
  "a-moment-and-exit": {
    what: "Where the worker is working it gets a little time, and then the program is ended.",
    edits: [
      {
        file,
        replace: "if (working) return;",
        by: "if (working) return void setTimeout(() => process.exit(), 300);",
      },
    ],
    fails: "nothing-cut-off",
    says: ["worker exited with code 0 before the reply"],
  },
  "asks-on": {
    what: "After Ctrl+C the client asks for its next word, and waits for a worker that has ended.",
    edits: [
      {
        file,
        replace: "    if (stop.signal.aborted) break;\n    await",
        by: "    await",
      },
    ],
    fails: "nothing-cut-off",
    says: ['last printed "client received', "both loops look"],
  },
  "works-on": {
    what: "After Ctrl+C in the middle of a request the worker goes on with the next.",
    edits: [
      {
        file,
        replace: "    working = false;\n    if (stop.signal.aborted) break;",
        by: "    working = false;",
      },
    ],
    fails: "nothing-cut-off",
    says: ['last printed "worker works on', "both loops look"],
  },
});
