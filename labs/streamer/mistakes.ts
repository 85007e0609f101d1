import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const made = "new Proxy(new Pull(), new Push({ linger: 2_000 }))";
const ends = (front: string, back: string) => [
  {
    file: "streamer.ts" as const,
    replace: "Pull, Push }",
    by: `${front}, ${back} }`,
  },
  {
    file: "streamer.ts" as const,
    replace: made,
    by: `new Proxy(new ${front}(), new ${back}())`,
  },
];

/** The streamer with a loop in place of the proxy. */
const loop = (...body: string[]) => [
  {
    file: "streamer.ts" as const,
    whole: lines(
      'import { Pull, Push } from "zeromq";',
      "const front = new Pull();",
      "const back = new Push({ linger: 2_000 });",
      'process.once("SIGINT", () => { front.close(); back.close(); });',
      'await back.bind("tcp://127.0.0.1:5556");',
      'await front.bind("tcp://127.0.0.1:5555");',
      ...body,
    ),
  },
];

export default defineMistakes(lab, {
  publishes: {
    what: "The streamer publishes: no PUSH and no PULL socket talks to it.",
    edits: ends("XSubscriber", "XPublisher"),
    fails: "each-once",
    says: ["the streamer binds both"],
  },
  "wrong-way-round": {
    what: "The two ends have each other's addresses.",
    edits: [
      {
        file: "streamer.ts",
        replace: "[producers = ",
        by: "[workers = ",
      },
      {
        file: "streamer.ts",
        replace: ", workers = ",
        by: ", producers = ",
      },
    ],
    fails: "each-once",
    says: ["the streamer binds both"],
  },
  "never-runs": {
    what: "The proxy is made, and never run.",
    edits: [
      {
        file: "streamer.ts",
        replace: "await streamer.run();",
        by: "",
      },
    ],
    fails: "each-once",
    says: ["exited with code 0 before"],
  },
  "first-frame": {
    what: "The streamer passes on the first frame of each task only.",
    edits: loop(
      "for await (const [task] of front) await back.send(task ?? null);",
    ),
    fails: "each-once",
    says: ["every task as it came"],
  },
  "frame-by-frame": {
    what: "The streamer makes a task of each frame.",
    edits: loop(
      "for await (const frames of front)",
      "  for (const frame of frames) await back.send(frame);",
    ),
    fails: "each-once",
    says: ["every task as it came"],
  },
  "as-texts": {
    what: "The streamer turns frames into texts, which bytes do not survive.",
    edits: loop(
      "for await (const frames of front) await back.send(frames.map(String));",
    ),
    fails: "each-once",
    says: ["efbfbd"],
  },
  "no-doubles": {
    what: "The streamer takes a task that looks like an earlier one for the same.",
    edits: loop(
      "const seen = new Set<string>();",
      "for await (const frames of front) {",
      "  if (!seen.has(frames.join())) await back.send(frames);",
      "  seen.add(frames.join());",
      "}",
    ),
    fails: "each-once",
    says: ["Waited for task 4 of 4 for worker"],
  },
  "direct-link": {
    what: "Each worker is linked with one producer, byte by byte. It looks right with two of each.",
    edits: [
      {
        file: "streamer.ts",
        whole: lines(
          'import { createServer, type Socket } from "node:net";',
          "const waiting: [Socket[], Socket[]] = [[], []];",
          "const open = new Set<Socket>();",
          "const servers = [5555, 5556].map((port, side) =>",
          "  createServer((socket) => {",
          "    open.add(socket);",
          '    socket.on("error", () => {});',
          "    const other = waiting[1 - side]?.shift();",
          "    if (other) socket.pipe(other).pipe(socket);",
          "    else waiting[side]?.push(socket);",
          '  }).listen(port, "127.0.0.1"),',
          ");",
          'process.once("SIGINT", () => {',
          "  for (const each of [...servers, ...open])",
          '    if ("destroy" in each) each.destroy(); else each.close();',
          "});",
        ),
      },
    ],
    fails: "each-once",
    says: ["the streamer binds both"],
  },
  "waits-for-two": {
    what: "The streamer begins only when two workers are there.",
    edits: loop(
      "let workers = 0;",
      "await new Promise<void>((resolve) => {",
      '  process.once("SIGINT", resolve);',
      '  back.events.on("handshake", () => { workers += 1; if (workers === 2) resolve(); });',
      "});",
      "try { for await (const frames of front) await back.send(frames); }",
      "catch (error) { if (!back.closed) throw error; }",
    ),
    fails: "producers-wait",
    says: ["Waited for task 1 of those that have waited"],
  },
  "in-fours": {
    what: "The streamer passes tasks on by four, and the last ones never.",
    edits: loop(
      "let four: Buffer[][] = [];",
      "try {",
      "  for await (const frames of front) {",
      "    four.push(frames);",
      "    if (four.length < 4) continue;",
      "    for (const each of four) await back.send(each);",
      "    four = [];",
      "  }",
      "} catch (error) { if (!back.closed) throw error; }",
    ),
    fails: "come-and-go",
    says: ["After its producer has gone", "goes on at once"],
  },
  hoarder: {
    what: "The streamer takes all tasks at once, and keeps them in a list.",
    edits: loop(
      "let passing = Promise.resolve();",
      "for await (const frames of front)",
      "  passing = passing.then(() => back.send(frames)).catch(() => {});",
    ),
    fails: "producers-wait",
    says: ["keeps them all", "keep no list"],
  },
  "endless-queue": {
    what: "The queue of the PULL socket has no end.",
    edits: [
      {
        file: "streamer.ts",
        replace: "new Pull()",
        by: "new Pull({ receiveHighWaterMark: 0 })",
      },
    ],
    fails: "producers-wait",
    says: ["keeps them all"],
  },
  "gives-up": {
    what: "The streamer throws a task away when no worker is there.",
    edits: loop(
      "back.sendTimeout = 0;",
      "for await (const frames of front)",
      "  await back.send(frames).catch(() => {});",
    ),
    fails: "producers-wait",
    says: ["no worker was there"],
  },
  "not-awaited": {
    what: "The streamer does not wait for its sends: the second one at once is an error.",
    edits: loop("for await (const frames of front) void back.send(frames);"),
    fails: "producers-wait",
    says: ["only one send operation"],
  },
  "dies-on-interrupt": {
    what: "The streamer has no handler for Ctrl+C.",
    edits: [
      {
        file: "streamer.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "come-and-go",
    says: ["before anybody is there", "was ended by SIGINT"],
  },
  "one-closed": {
    what: "Ctrl+C closes the PULL socket only: a task that waits for a worker keeps the program.",
    edits: loop(
      "for await (const frames of front) await back.send(frames);",
    ).map((edit) => ({
      ...edit,
      whole: edit.whole.replace(" back.close();", ""),
    })),
    fails: "come-and-go",
    says: ["while a task waits for a worker", "it had not ended"],
  },
  "waiting-send": {
    what: "Ctrl+C is an error while a task waits for a worker.",
    edits: loop("for await (const frames of front) await back.send(frames);"),
    fails: "come-and-go",
    says: ["while a task waits for a worker"],
  },
});
