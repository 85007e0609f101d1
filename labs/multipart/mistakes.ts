import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const send = "await sender.send([name, note, ...bytes]);";
const loop = "for await (const [name, note, ...things] of receiver) {";
const hex = 'thing.toString("hex")';

export default defineMistakes(lab, {
  "joins-with-a-bar": {
    what: "The sender joins all parts to one text.",
    edits: [
      {
        file: "sender.ts",
        replace: send,
        by: 'await sender.send([name, note, ...things].join("|"));',
      },
    ],
    fails: "sends-frames",
    says: ["is another, of 1."],
  },
  "one-json-frame": {
    what: "The sender packs all parts into JSON.",
    edits: [
      {
        file: "sender.ts",
        replace: send,
        by: "await sender.send(JSON.stringify([name, note, ...bytes]));",
      },
    ],
    fails: "sends-frames",
    says: ["<5b22"],
  },
  "message-for-each-part": {
    what: "The sender sends each part as a message of its own.",
    edits: [
      {
        file: "sender.ts",
        replace: send,
        by: "for (const part of [name, note, ...bytes]) await sender.send(part);",
      },
    ],
    fails: "sends-frames",
    says: ["is another, of 1."],
  },
  "head-and-body": {
    what: "Name and note are one message, and the things another one.",
    edits: [
      {
        file: "sender.ts",
        replace: send,
        by: "await sender.send([name, note]);\n  await sender.send(bytes);",
      },
    ],
    fails: "sends-frames",
    says: ["is another, of 2."],
  },
  "letters-of-the-hex": {
    what: 'Buffer.from() without "hex" takes the letters for the bytes.',
    edits: [{ file: "sender.ts", replace: '(thing, "hex")', by: "(thing)" }],
    fails: "sends-frames",
    says: ["3030666663"],
  },
  "bytes-as-text": {
    what: "The sender makes texts of the bytes, which not all bytes survive.",
    edits: [
      {
        file: "sender.ts",
        replace: 'Buffer.from(thing, "hex")',
        by: 'Buffer.from(thing, "hex").toString()',
      },
    ],
    fails: "sends-frames",
    says: ["efbfbd"],
  },
  "leaves-out-the-empty": {
    what: "The sender leaves out what is empty.",
    edits: [
      {
        file: "sender.ts",
        replace: "[name, note, ...bytes]",
        by: "[name, note, ...bytes].filter((part) => part.length > 0)",
      },
    ],
    fails: "sends-frames",
    says: ["as 4 frames", "is another, of 3."],
  },
  "things-in-one-frame": {
    what: "All things go into one frame.",
    edits: [
      {
        file: "sender.ts",
        replace: "...bytes]",
        by: "Buffer.concat(bytes)]",
      },
    ],
    fails: "sends-frames",
    says: ["parcel 1 of 4", "is another, of 3."],
  },
  "receives-frame-by-frame": {
    what: "The receiver takes each frame for a message of its own.",
    edits: [
      {
        file: "receiver.ts",
        replace: loop,
        by: lines(
          "for await (const [name] of receiver) {",
          "  const [note] = await receiver.receive();",
          "  const things = await receiver.receive();",
        ),
      },
    ],
    fails: "reads-frames",
    says: ["the first two frames"],
  },
  "cuts-the-text": {
    what: "The receiver still cuts the first frame at its bars.",
    edits: [
      {
        file: "receiver.ts",
        replace: loop,
        by: lines(
          "for await (const frames of receiver) {",
          '  const [name, note, ...rest] = String(frames[0]).split("|");',
          "  const things = rest.map((each) => Buffer.from(each));",
        ),
      },
    ],
    fails: "reads-frames",
    says: ["undefined"],
  },
  "joins-the-frames": {
    what: "The receiver joins the frames to one text, and cuts it again.",
    edits: [
      {
        file: "receiver.ts",
        replace: loop,
        by: lines(
          "for await (const frames of receiver) {",
          '  const [name, note, ...rest] = frames.join("|").split("|");',
          "  const things = rest.map((each) => Buffer.from(each));",
        ),
      },
    ],
    fails: "reads-frames",
    says: ["name and note of parcel 2", "12 °C"],
  },
  "note-at-the-end": {
    what: "The receiver takes the last frame for the note.",
    edits: [
      {
        file: "receiver.ts",
        replace: loop,
        by: lines(
          "for await (const [name, ...things] of receiver) {",
          "  const note = things.pop();",
        ),
      },
    ],
    fails: "reads-frames",
    says: ["name and note of parcel 3", "0a0a"],
  },
  "only-three-frames": {
    what: "The receiver expects exactly one thing.",
    edits: [
      {
        file: "receiver.ts",
        replace: loop,
        by: lines(
          "for await (const [name, note, first] of receiver) {",
          "  const things = first ? [first] : [];",
        ),
      },
    ],
    fails: "reads-frames",
    says: ["thing 2", "All frames behind the note"],
  },
  "stops-at-the-empty": {
    what: "The receiver takes an empty frame for the end.",
    edits: [
      {
        file: "receiver.ts",
        replace: "of things.entries())\n    console",
        by: "of things.entries())\n    if (things.slice(0, index + 1).every(({ length }) => length > 0))\n      console",
      },
    ],
    fails: "reads-frames",
    says: ["parcel 3  thing 1  bytes 0"],
  },
  "counts-characters": {
    what: "The receiver counts the characters of a text, and not bytes.",
    edits: [
      {
        file: "receiver.ts",
        replace: "${thing.length}",
        by: "${String(thing).length}",
      },
    ],
    fails: "reads-frames",
    says: ["has another bytes"],
  },
  "hex-of-a-text": {
    what: "The receiver makes a text of each frame first, and its hex after that.",
    edits: [
      {
        file: "receiver.ts",
        replace: hex,
        by: 'Buffer.from(String(thing)).toString("hex")',
      },
    ],
    fails: "reads-frames",
    says: ["has another hex", "efbfbd"],
  },
  "counts-frames": {
    what: "The receiver counts the frames instead of the parcels.",
    edits: [
      {
        file: "receiver.ts",
        replace: "count += 1;",
        by: "count += 2 + things.length;",
      },
    ],
    fails: "reads-frames",
    says: ["should print the number", "parcel 4 for"],
  },
  "dies-on-interrupt": {
    what: "The receiver has no handler for Ctrl+C.",
    edits: [
      {
        file: "receiver.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "reads-frames",
    says: ["on Ctrl+C after the parcels", "was ended by SIGINT"],
  },
});
