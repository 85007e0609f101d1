import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "fill.ts";
const sendMark = "  sendHighWaterMark: Number(sendMark),\n";
const receiveMark = "{ receiveHighWaterMark: Number(receiveMark) }";
const timeout = "  sendTimeout: Number(patience),\n";
const gap = "if (last !== undefined) missed += number - last - 1;";

export default defineMistakes(lab, {
  "no-marks": {
    what: "Both sockets keep the mark that every socket has, 1000.",
    edits: [
      { file, replace: sendMark, by: "" },
      { file, replace: receiveMark, by: "" },
    ],
    fails: "full-at-the-marks",
    says: ["after 2000 messages", "Set both marks"],
  },
  "one-mark": {
    what: "Only the sending socket has its mark.",
    edits: [{ file, replace: receiveMark, by: "" }],
    fails: "full-at-the-marks",
    says: ["full after 10", "both sockets in one program"],
  },
  "marks-swapped": {
    what: "Each socket has the mark of the other.",
    edits: [
      {
        file,
        replace: sendMark,
        by: "  sendHighWaterMark: Number(receiveMark),\n",
      },
      {
        file,
        replace: receiveMark,
        by: "{ receiveHighWaterMark: Number(sendMark) }",
      },
    ],
    fails: "full-at-the-marks",
    says: ["with nobody on the other side"],
  },
  "marks-too-late": {
    what: "The marks are set when the sockets are connected: too late for the receiving one.",
    edits: [
      { file, replace: sendMark, by: "" },
      { file, replace: receiveMark, by: "" },
      {
        file,
        replace: "push.connect(endpoint);",
        by: lines(
          "push.connect(endpoint);",
          "push.sendHighWaterMark = Number(sendMark);",
          "pull.receiveHighWaterMark = Number(receiveMark);",
        ),
      },
    ],
    fails: "full-at-the-marks",
    says: ["full after 10", "when the sockets are made"],
  },
  "no-timeout": {
    what: "send() has no limit, so it waits for room for ever.",
    edits: [{ file, replace: timeout, by: "" }],
    fails: "full-at-the-marks",
    says: ["nothing", "stop when it fails with EAGAIN"],
  },
  "counts-too-early": {
    what: "A message is counted before it has found room.",
    edits: [
      {
        file,
        replace:
          "await push.send(String(count + 1).padEnd(Number(size)));\n    count += 1;",
        by: "count += 1;\n    await push.send(String(count).padEnd(Number(size)));",
      },
    ],
    fails: "full-at-the-marks",
    says: ["when send() has resolved"],
  },
  "only-with-peers": {
    what: "With `immediate` a message finds room only where somebody is connected.",
    edits: [{ file, replace: timeout, by: `${timeout}  immediate: true,\n` }],
    fails: "full-at-the-marks",
    says: ["after 0 messages", "with nobody on the other side"],
  },
  "waits-for-the-rest": {
    what: "The socket lingers for ever, so the program never ends.",
    edits: [{ file, replace: "  linger: 0,\n", by: "" }],
    fails: "full-at-the-marks",
    says: ["should exit with code 0", "close both sockets"],
  },
  formula: {
    what: "The filler adds up its marks, and sends nothing.",
    edits: [
      {
        file,
        whole: lines(
          'const [endpoint = "inproc://here", s = "10", r = "10"] = process.argv.slice(2);',
          'const both = endpoint.startsWith("inproc:");',
          'const { Push } = await import("zeromq");',
          "const push = new Push({ linger: 0 });",
          "push.connect(endpoint);",
          "await new Promise((resolve) => setTimeout(resolve, 300));",
          "console.log(`full after ${Number(s) + (both ? Number(r) : 0)} messages`);",
          "push.close();",
        ),
      },
    ],
    fails: "full-with-a-peer",
    says: ["has stopped too early"],
  },
  "a-large-guess": {
    what: "The filler tells a number that is not that of its messages.",
    edits: [
      {
        file,
        replace: "full after ${count} messages`",
        by: 'full after ${endpoint.startsWith("tcp") && count > 20 ? 200_000 : count} messages`',
      },
    ],
    fails: "full-with-a-peer",
    says: ["as it told 200000"],
  },
  impatient: {
    what: "The filler stops at the first message that finds no room at once.",
    edits: [{ file, replace: timeout, by: "  sendTimeout: 0,\n" }],
    fails: "full-with-a-peer",
    says: ["has stopped too early", "with `sendTimeout`"],
  },
  "counts-gaps": {
    what: "A gap counts as one, however many news are missing in it.",
    edits: [
      {
        file: "reader.ts",
        replace: gap,
        by: "if (last !== undefined && number !== last + 1) missed += 1;",
      },
    ],
    fails: "counts-what-is-missing",
    says: ["another missed", "two are missing"],
  },
  "counts-neighbours": {
    what: "The distance of two numbers is taken for what is missing between them.",
    edits: [
      {
        file: "reader.ts",
        replace: gap,
        by: "if (last !== undefined) missed += number - last;",
      },
    ],
    fails: "counts-what-is-missing",
    says: ["another missed", "number - last - 1"],
  },
  "missed-before-its-time": {
    what: "News from before its start count as missed.",
    edits: [
      {
        file: "reader.ts",
        replace: "let last: number | undefined;",
        by: "let last = 0;",
      },
      {
        file: "reader.ts",
        replace: gap,
        by: "missed += number - last - 1;",
      },
    ],
    fails: "counts-what-is-missing",
    says: ["with 0 missing before it", "all but the first news"],
  },
  "only-the-last-gap": {
    what: "Each gap replaces the one before instead of being added.",
    edits: [
      {
        file: "reader.ts",
        replace: gap,
        by: "if (last !== undefined) missed = number - last - 1;",
      },
    ],
    fails: "counts-what-is-missing",
    says: ["another missed"],
  },
  "dies-on-interrupt": {
    what: "The reader has no handler for Ctrl+C.",
    edits: [
      {
        file: "reader.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "counts-what-is-missing",
    says: ["while it waits for news", "was ended by SIGINT"],
  },
});
