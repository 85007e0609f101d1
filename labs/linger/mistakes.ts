import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "sender.ts";
const option = "{ linger: Number(linger) }";
const closes = "  sender.close();\n  console.log(";
const caught =
  "} catch (error) {\n  console.error(String(error));\n  process.exitCode = 1;\n} finally {";
const refuses =
  'if (letter === "") throw new Error(`letter ${index + 1} is empty`);';
const interrupt = 'process.once("SIGINT", () => process.exit(0));';

export default defineMistakes(lab, {
  "default-linger": {
    what: "The socket has no linger of its own, so it waits for ever.",
    edits: [{ file, replace: option, by: "" }],
    fails: "lingers-as-told",
    says: ["had not ended", "the option `linger`"],
  },
  "linger-as-text": {
    what: "linger is given as a text.",
    edits: [{ file, replace: option, by: "{ linger: linger as never }" }],
    fails: "lingers-as-told",
    says: ["Option value must be a number"],
  },
  "linger-zero": {
    what: "linger is 0 whatever the argument says.",
    edits: [{ file, replace: option, by: "{ linger: 0 }" }],
    fails: "lingers-as-told",
    says: ["ms to leave after close()"],
  },
  "linger-fixed": {
    what: "linger is five seconds whatever the argument says.",
    edits: [{ file, replace: option, by: "{ linger: 5_000 }" }],
    fails: "lingers-as-told",
    says: ["both took about as long"],
  },
  "zero-is-false": {
    what: "A linger of 0 counts as none given.",
    edits: [{ file, replace: option, by: "{ linger: Number(linger) || -1 }" }],
    fails: "lingers-as-told",
    says: ["With linger 0", "had not ended"],
  },
  "in-seconds": {
    what: "linger is given in seconds.",
    edits: [{ file, replace: option, by: "{ linger: Number(linger) / 1000 }" }],
    fails: "lingers-as-told",
    says: ["ms to leave after close()"],
  },
  "exits-after-close": {
    what: "process.exit() behind close() cuts the linger off.",
    edits: [
      {
        file,
        replace: closes,
        by: "  sender.close();\n  process.exit();\n  console.log(",
      },
    ],
    fails: "lingers-as-told",
    says: ["ms to leave after close()"],
  },
  "waits-for-somebody": {
    what: "The sender waits until a receiver is there before it closes.",
    edits: [
      {
        file,
        replace: '() => console.log("a receiver is there")',
        by: "() => there.resolve(undefined)",
      },
      {
        file,
        replace: "const sender =",
        by: "const there = Promise.withResolvers();\nconst sender =",
      },
      {
        file,
        replace: closes,
        by: "  await there.promise;\n  sender.close();\n  console.log(",
      },
    ],
    fails: "lingers-as-told",
    says: ["had not ended", "do not wait for a receiver"],
  },
  "sleeps-instead": {
    what: "The sender sleeps for its linger, and then closes with linger 0.",
    edits: [
      { file, replace: option, by: "{ linger: 0 }" },
      {
        file,
        replace: closes,
        by: "  await new Promise((resolve) => setTimeout(resolve, Number(linger)));\n  sender.close();\n  console.log(",
      },
    ],
    fails: "waits-for-receiver",
    says: ["When all has left", "Do not sleep"],
  },
  "dies-on-interrupt": {
    what: "The sender has no handler for Ctrl+C.",
    edits: [{ file, replace: interrupt, by: "" }],
    fails: "waits-for-receiver",
    says: ["while its letters wait", "was ended by SIGINT"],
  },
  "closes-on-interrupt": {
    what: "Ctrl+C closes the socket once more, and the letters keep the program.",
    edits: [
      {
        file,
        replace: interrupt,
        by: 'process.once("SIGINT", () => sender.close());',
      },
    ],
    fails: "waits-for-receiver",
    says: ["while its letters wait", "had not ended"],
  },
  "finally-without-catch": {
    what: "The socket is closed in finally, but nobody catches the error: Node ends at once.",
    edits: [{ file, replace: caught, by: "} finally {" }],
    fails: "survives-error",
    says: ["ms to leave after close()", "An error that nobody catches"],
  },
  "exits-with-one": {
    what: "The error ends the program with process.exit(1).",
    edits: [
      {
        file,
        replace: "process.exitCode = 1;",
        by: "sender.close();\n  process.exit(1);",
      },
    ],
    fails: "survives-error",
    says: ["ms to leave after close()", "process.exit()"],
  },
  "waits-for-ever-on-error": {
    what: "After an error the socket lingers for ever, whatever the argument says.",
    edits: [
      {
        file,
        replace: "process.exitCode = 1;",
        by: "process.exitCode = 1;\n  sender.linger = -1;",
      },
    ],
    fails: "survives-error",
    says: ["had not ended"],
  },
  "hides-the-error": {
    what: "The error is printed, but the program exits with code 0.",
    edits: [{ file, replace: "process.exitCode = 1;", by: "" }],
    fails: "survives-error",
    says: ["exited with code 0", "set process.exitCode = 1"],
  },
  "closes-only-when-all-is-well": {
    what: "The socket is closed at the end of try: an error leaves it open, and the program never ends.",
    edits: [
      {
        file,
        replace: "} finally {\n  sender.close();",
        by: "} finally {",
      },
      {
        file,
        replace: lines("    console.log(`sent ${letter}`);", "  }"),
        by: lines(
          "    console.log(`sent ${letter}`);",
          "  }",
          "  sender.close();",
        ),
      },
    ],
    fails: "survives-error",
    says: ["had not ended", "in `finally`"],
  },
  "goes-on-after-the-error": {
    what: "An empty letter is told, and those behind it are sent all the same.",
    edits: [
      {
        file,
        replace: refuses,
        by: 'if (letter === "") {\n  console.error(`letter ${index + 1} is empty`);\n  process.exitCode = 1;\n  continue;\n}',
      },
    ],
    fails: "survives-error",
    says: ["should deliver 2 letters", "but 3 came"],
  },
  "looks-first": {
    what: "All letters are looked at before the first is sent, so none leaves.",
    edits: [
      {
        file,
        replace: "  sender.connect(endpoint);",
        by: '  const empty = letters.split(",").indexOf("");\n  if (empty >= 0) throw new Error(`letter ${empty + 1} is empty`);\n  sender.connect(endpoint);',
      },
    ],
    fails: "survives-error",
    says: ["ms to leave after close()"],
  },
  "says-nothing": {
    what: "The error is caught and not told.",
    edits: [
      {
        file,
        replace: "  console.error(String(error));\n",
        by: "  void error;\n",
      },
    ],
    fails: "survives-error",
    says: ["letter 2 is empty", "Print the error"],
  },
});
