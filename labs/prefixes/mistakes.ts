import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "subscriber.ts";
const given = "for (const prefix of prefixes) updates.subscribe(prefix);";
const prints = lines(
  "for await (const [message] of updates)",
  "  console.log(`subscriber received: ${String(message)}`);",
);

export default defineMistakes(lab, {
  "all-at-once": {
    what: "All prefixes are given to one call: without any, that means everything.",
    edits: [{ file, replace: given, by: "updates.subscribe(...prefixes);" }],
    fails: "given-prefixes",
    says: ["Without a prefix in its arguments", 'publisher knows of ""'],
  },
  "filters-itself": {
    what: "It subscribes to everything, and picks out in the loop.",
    edits: [
      { file, replace: given, by: "updates.subscribe();" },
      {
        file,
        replace: prints,
        by: lines(
          "for await (const [message] of updates)",
          "  if (prefixes.some((prefix) => String(message).startsWith(prefix)))",
          "    console.log(`subscriber received: ${String(message)}`);",
        ),
      },
    ],
    fails: "given-prefixes",
    says: ["With these arguments", 'publisher knows of ""'],
  },
  "whole-words": {
    what: "It takes a prefix for a word that ends with a hyphen.",
    edits: [
      {
        file,
        replace: given,
        by: "for (const prefix of prefixes) updates.subscribe(`${prefix}-`);",
      },
    ],
    fails: "given-prefixes",
    says: ["With these arguments", '1--"'],
  },
  "compares-words": {
    what: "It prints only updates whose first word is one of its prefixes.",
    edits: [
      {
        file,
        replace: prints,
        by: lines(
          "for await (const [message] of updates)",
          '  if (prefixes.includes(String(message).split("-")[0] ?? ""))',
          "    console.log(`subscriber received: ${String(message)}`);",
        ),
      },
    ],
    fails: "given-prefixes",
    says: ["did not print the update", "whatever it begins with"],
  },
  "first-only": {
    what: "It subscribes to its first prefix only.",
    edits: [
      {
        file,
        replace: given,
        by: "if (prefixes[0] !== undefined) updates.subscribe(prefixes[0]);",
      },
    ],
    fails: "given-prefixes",
    says: ["With these arguments"],
  },
  "skips-empty": {
    what: "It takes the empty prefix for none.",
    edits: [
      {
        file,
        replace: given,
        by: "for (const prefix of prefixes) if (prefix) updates.subscribe(prefix);",
      },
    ],
    fails: "given-prefixes",
    says: ["With an empty prefix", "knows of nothing"],
  },
  "socket-for-each": {
    what: "Each prefix has a socket of its own: an update that matches two is printed twice.",
    edits: [
      {
        file,
        replace: given,
        by: lines(
          "const sockets = prefixes.map((prefix) => {",
          "  const socket = new Subscriber();",
          "  socket.connect(endpoint);",
          "  socket.subscribe(prefix);",
          "  void (async () => {",
          "    for await (const [message] of socket)",
          "      console.log(`subscriber received: ${String(message)}`);",
          "  })();",
          "  return socket;",
          "});",
          'process.once("SIGINT", () => {',
          "  for (const socket of sockets) socket.close();",
          "});",
        ),
      },
    ],
    fails: "given-prefixes",
    says: ["but 2 were printed"],
  },
  "drops-the-same": {
    what: "It takes an update with the text of an earlier one for the same update.",
    edits: [
      {
        file,
        replace: lines(
          "for await (const [message] of updates)",
          "  console.log(`subscriber received: ${String(message)}`);",
        ),
        by: lines(
          "const seen = new Set<string>();",
          "for await (const [message] of updates) {",
          "  if (seen.has(String(message))) continue;",
          "  seen.add(String(message));",
          "  console.log(`subscriber received: ${String(message)}`);",
          "}",
        ),
      },
    ],
    fails: "given-prefixes",
    says: ["but 1 were printed", "Two that are the same"],
  },
  "trims-lines": {
    what: "It cuts blanks off what is typed.",
    edits: [{ file, replace: "line.slice(1)", by: "line.slice(1).trim()" }],
    fails: "typed-prefixes",
    says: ["was typed", "blanks too"],
  },
  "forgets-the-old": {
    what: "A new prefix takes the place of those before.",
    edits: [
      {
        file,
        replace: "    updates.subscribe(prefix);\n    console",
        by: lines(
          "    for (const old of prefixes.splice(0)) updates.unsubscribe(old);",
          "    prefixes.push(prefix);",
          "    updates.subscribe(prefix);",
          "    console",
        ),
      },
    ],
    fails: "typed-prefixes",
    says: ["was typed"],
  },
  "drops-instead": {
    what: "It never unsubscribes: it drops what it does not want any more.",
    edits: [
      {
        file,
        replace: "    updates.unsubscribe(prefix);",
        by: "    dropped.add(prefix);",
      },
      {
        file,
        replace: "const updates = new",
        by: "const dropped = new Set<string>();\nconst updates = new",
      },
      {
        file,
        replace: prints,
        by: lines(
          "for await (const [message] of updates)",
          "  if (![...dropped].some((prefix) => String(message).startsWith(prefix)))",
          "    console.log(`subscriber received: ${String(message)}`);",
        ),
      },
    ],
    fails: "typed-prefixes",
    says: ['After "-'],
  },
  "unsubscribes-from-nothing": {
    what: "unsubscribe() is called without the prefix, and ends only a subscription to everything.",
    edits: [
      {
        file,
        replace: "updates.unsubscribe(prefix)",
        by: "updates.unsubscribe()",
      },
    ],
    fails: "typed-prefixes",
    says: ['After "-', "never call them without one"],
  },
  "ends-all-that-begin-so": {
    what: "-1 ends the subscription to 10 as well.",
    edits: [
      {
        file,
        replace: "    updates.subscribe(prefix);\n",
        by: "    updates.subscribe(prefix);\n    prefixes.push(prefix);\n",
      },
      {
        file,
        replace: "    updates.unsubscribe(prefix);",
        by: lines(
          "    for (const each of prefixes)",
          "      if (each.startsWith(prefix)) updates.unsubscribe(each);",
        ),
      },
    ],
    fails: "typed-prefixes",
    says: ['After "-'],
  },
  "subscribes-twice": {
    what: "It subscribes before and after connect(): one unsubscribe() does not end that.",
    edits: [
      {
        file,
        replace: "updates.connect(endpoint);",
        by: lines(given, "updates.connect(endpoint);"),
      },
    ],
    fails: "typed-prefixes",
    says: ['After "-'],
  },
  "takes-chunks-for-lines": {
    what: "It reads the keyboard in pieces as they come, and takes each for one line.",
    edits: [
      {
        file,
        replace: lines('keyboard.on("line", (line) => {', "  const prefix"),
        by: lines(
          'process.stdin.on("data", (data) => {',
          '  const line = String(data).replace(/\\n$/, "");',
          "  const prefix",
        ),
      },
    ],
    fails: "typed-prefixes",
    says: ['", "+" was typed'],
  },
  "keyboard-stays-open": {
    what: "On Ctrl+C the keyboard stays open, and keeps the program.",
    edits: [{ file, replace: "\n  keyboard.close();", by: "" }],
    fails: "given-prefixes",
    says: ["on Ctrl+C while it listens", "an open keyboard"],
  },
  "dies-on-interrupt": {
    what: "It has no handler for Ctrl+C.",
    edits: [
      { file, replace: 'process.once("SIGINT"', by: 'process.once("SIGHUP"' },
    ],
    fails: "given-prefixes",
    says: ["on Ctrl+C while it listens", "was ended by SIGINT"],
  },
});
