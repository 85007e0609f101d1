// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "client.ts";
const loop = lines(
  "    for await (const line of lines) {",
  '      if (line.trim().toLowerCase() === "quit") break;',
  "      await ask(line);",
  "    }",
);
const isQuit = 'line.trim().toLowerCase() === "quit"';

export default defineMistakes(lab, {
  "first-word-only": {
    what: "Only the first word is sent.",
    edits: [{ file, replace: 'words.join(" ")', by: 'words[0] ?? ""' }],
    fails: "joins-words",
    says: ["should be all words as one text"],
  },
  "commas-between": {
    what: "The words are sent with commas between them.",
    edits: [{ file, replace: 'words.join(" ")', by: "words.join()" }],
    fails: "joins-words",
    says: [" °C ,"],
  },
  "a-request-for-each-word": {
    what: "Each word is a request of its own.",
    edits: [
      {
        file,
        replace: 'await ask(words.join(" "))',
        by: "for (const word of words) await ask(word)",
      },
    ],
    fails: "joins-words",
    says: ["should be all words as one text"],
  },
  "fixed-endpoint": {
    what: "The client always connects to port 5555.",
    edits: [
      {
        file,
        replace: "connect(endpoint)",
        by: 'connect(endpoint && "tcp://127.0.0.1:5555")',
      },
    ],
    fails: "joins-words",
    says: ["which is the first argument"],
  },
  "words-and-then-lines": {
    what: "After its words the client reads lines.",
    edits: [{ file, replace: "} else {", by: "}\n  {" }],
    fails: "joins-words",
    says: ["With its words answered"],
  },
  "sends-quit": {
    what: "The client sends quit like any other line.",
    edits: [{ file, replace: `if (${isQuit}) break;`, by: "" }],
    fails: "line-by-line",
    says: ["ends the loop before it is sent"],
  },
  "small-letters-only": {
    what: "QUIT is not quit.",
    edits: [{ file, replace: isQuit, by: 'line === "quit"' }],
    fails: "line-by-line",
    says: ["ends the loop before it is sent"],
  },
  "quit-anywhere": {
    what: "A line that contains quit ends the client.",
    edits: [
      { file, replace: isQuit, by: 'line.toLowerCase().includes("quit")' },
    ],
    fails: "line-by-line",
    says: ["before line 5 of 5 came"],
  },
  "skips-empty-lines": {
    what: "An empty line is not sent.",
    edits: [
      {
        file,
        replace: "await ask(line);",
        by: "if (line) await ask(line);",
      },
    ],
    fails: "line-by-line",
    says: ["send line 4 of 5 as it was typed"],
  },
  "tidies-up": {
    what: "The blanks around a line are lost.",
    edits: [{ file, replace: "ask(line)", by: "ask(line.trim())" }],
    fails: "line-by-line",
    says: ["send line 5 of 5 as it was typed"],
  },
  "does-not-wait": {
    what: "The next line is read before the reply to this one has come.",
    edits: [{ file, replace: "await ask(line);", by: "void ask(line);" }],
    fails: "line-by-line",
    says: ["Socket is busy writing"],
  },
  "reads-all-first": {
    what: "The client reads until the input ends, and sends only then.",
    edits: [
      {
        file,
        replace: loop,
        by: lines(
          "    const all: string[] = [];",
          "    for await (const line of lines) all.push(line);",
          "    for (const line of all) {",
          `      if (${isQuit}) break;`,
          "      await ask(line);",
          "    }",
        ),
      },
    ],
    fails: "line-by-line",
    says: ["Waited for line 1 of 5"],
  },
  "prints-at-the-end": {
    what: "The replies are printed when the client ends.",
    edits: [
      {
        file,
        replace: "console.log(`client received: ${String(frame)}`);",
        by: 'process.once("exit", () => console.log(`client received: ${String(frame)}`));',
      },
    ],
    fails: "line-by-line",
    says: ["before it sends the next one"],
  },
  "asks-with-questions": {
    what: "`question` gives one line, and drops those that come before it is called again.",
    edits: [
      {
        file,
        replace: loop,
        by: lines(
          "    for (;;) {",
          '      const line = await new Promise<string>((done) => lines.question("", done));',
          `      if (${isQuit}) break;`,
          "      await ask(line);",
          "    }",
        ),
      },
    ],
    fails: "line-by-line",
    says: ["Waited for line 2 of 5"],
  },
  "quits-at-once": {
    what: "quit ends the program while a reply is still on its way.",
    edits: [
      {
        file,
        replace: "    // Ctrl+D on",
        by: `    lines.on("line", (line) => ${isQuit} && process.exit());\n    // Ctrl+D on`,
      },
    ],
    fails: "line-by-line",
    says: ["The replies"],
  },
  "leaves-the-input-open": {
    what: "The loop ends, and the open input keeps the program running.",
    edits: [{ file, replace: "    lines.close();\n", by: "" }],
    fails: "line-by-line",
    says: ['last printed "client closed"'],
  },
  "waits-for-a-line": {
    what: "Ctrl+C closes the socket, but the client still waits for a line.",
    edits: [{ file, replace: "  stop.abort();\n", by: "" }],
    fails: "ends-cleanly",
    says: ["while it waits for a line", "had not ended"],
  },
  "waits-for-a-reply": {
    what: "Ctrl+C ends the reading, but the client still waits for a reply.",
    edits: [
      {
        file,
        replace: "  stop.abort();\n  client.close();",
        by: "  stop.abort();",
      },
    ],
    fails: "ends-cleanly",
    says: ["while it waits for a server", "had not ended"],
  },
  "dies-on-interrupt": {
    what: "The client has no handler for Ctrl+C.",
    edits: [
      { file, replace: 'process.once("SIGINT"', by: 'process.once("SIGHUP"' },
    ],
    fails: "ends-cleanly",
    says: ["was ended by SIGINT"],
  },
  "leaves-with-the-input": {
    what: "Ctrl+D ends the program at once, though a reply is still on its way.",
    edits: [
      {
        file,
        replace: "    // Ctrl+D on",
        by: '    lines.on("close", () => process.exit());\n    // Ctrl+D on',
      },
    ],
    fails: "ends-cleanly",
    says: ["line before Ctrl+D"],
  },
});
