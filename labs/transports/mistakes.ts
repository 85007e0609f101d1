import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "server.ts";
const bind = "    await server.bind(endpoint);\n";
const push = "    if (file) files.push(file);\n";
const tells = "    console.error(`${code}: cannot bind ${endpoint}`);";
const held = "if (file && (await isHeld(file))) {";
const removes = "for (const file of files) rmSync(file, { force: true });";

export default defineMistakes(lab, {
  "only-the-first": {
    what: "Only the first endpoint is bound.",
    edits: [
      {
        file,
        replace: "for (const endpoint of endpoints) {",
        by: "for (const endpoint of endpoints.slice(0, 1)) {",
      },
    ],
    fails: "every-endpoint",
    says: ["server-1"],
  },
  "only-tcp": {
    what: "Whatever the endpoint is, tcp is bound.",
    edits: [
      {
        file,
        replace: "  const file = fileOf(endpoint);",
        by: '  if (!endpoint.startsWith("tcp:")) continue;\n  const file = fileOf(endpoint);',
      },
    ],
    fails: "every-endpoint",
    says: ["ipc://@", "as it stands there"],
  },
  "a-counter-each": {
    what: "Each endpoint has a socket and a counter of its own.",
    edits: [
      {
        file,
        whole: lines(
          'import { Reply } from "zeromq";',
          "for (const endpoint of process.argv.slice(2)) {",
          "  const server = new Reply();",
          '  process.once("SIGINT", () => server.close());',
          "  await server.bind(endpoint);",
          "  console.log(`server listens on ${endpoint}`);",
          "  void (async () => {",
          "    let count = 0;",
          "    for await (const [frame] of server)",
          "      await server.send(`reply ${(count += 1)} to ${String(frame)}`);",
          "  })();",
          "}",
        ),
      },
    ],
    fails: "every-endpoint",
    says: ["The reply to request", "should contain"],
  },
  "dies-on-interrupt": {
    what: "The server has no handler for Ctrl+C.",
    edits: [
      { file, replace: 'process.once("SIGINT"', by: 'process.once("SIGHUP"' },
    ],
    fails: "every-endpoint",
    says: ["was ended by SIGINT"],
  },
  "dies-of-the-first": {
    what: "Nobody catches the error of bind().",
    edits: [{ file, replace: tells, by: "    throw error;" }],
    fails: "says-what-it-cannot",
    says: ["exited with code 1"],
  },
  "stops-at-the-first": {
    what: "After the first endpoint that cannot be bound no other is tried.",
    edits: [{ file, replace: tells, by: `${tells}\n    break;` }],
    fails: "says-what-it-cannot",
    says: ['last printed "E'],
  },
  "no-code": {
    what: "The error is told without its code.",
    edits: [
      {
        file,
        replace: "    const { code } = error as NodeJS.ErrnoException;\n",
        by: "    const code = (error as Error).name;\n",
      },
    ],
    fails: "says-what-it-cannot",
    says: ['last printed "server listens on'],
  },
  "always-the-same-code": {
    what: "Every error is told as the same one.",
    edits: [
      {
        file,
        replace: "    const { code } = error as NodeJS.ErrnoException;\n",
        by: '    const code = error && "EPROTONOSUPPORT";\n',
      },
    ],
    fails: "says-what-it-cannot",
    says: ["with the code EINVAL"],
  },
  "steals-the-file": {
    what: "The server does not ask whether somebody holds the file.",
    edits: [{ file, replace: held, by: "if (file && !file) {" }],
    fails: "keeps-the-file",
    says: ["is taken, with the code EADDRINUSE", "without asking"],
  },
  "removes-first": {
    what: "The server removes the file before it binds, as many tell you to.",
    edits: [
      { file, replace: held, by: "if (file && !file) {" },
      {
        file,
        replace: bind,
        by: `    if (file) rmSync(file, { force: true });\n${bind}`,
      },
    ],
    fails: "keeps-the-file",
    says: ["is taken, with the code EADDRINUSE", "without asking"],
  },
  "tells-and-steals": {
    what: "The server says that the file is taken, and binds it all the same.",
    edits: [
      {
        file,
        replace:
          "    console.error(`EADDRINUSE: cannot bind ${endpoint}`);\n    continue;",
        by: "    console.error(`EADDRINUSE: cannot bind ${endpoint}`);",
      },
    ],
    fails: "keeps-the-file",
    says: ["has come and gone"],
  },
  "removes-what-is-not-its-own": {
    what: "The server also removes files that it could not bind.",
    edits: [
      { file, replace: push, by: "" },
      { file, replace: held, by: `if (file) files.push(file);\n  ${held}` },
    ],
    fails: "keeps-the-file",
    says: ["has come and gone", "Only a server that has bound a file"],
  },
  "any-file-is-taken": {
    what: "A file that exists is taken for one behind which somebody listens.",
    edits: [
      {
        file,
        replace: 'import { rmSync } from "node:fs";',
        by: 'import { existsSync, rmSync } from "node:fs";',
      },
      { file, replace: held, by: "if (file && existsSync(file)) {" },
    ],
    fails: "keeps-the-file",
    says: ["left behind when it was killed", "does not mean that somebody"],
  },
  "leaves-its-file": {
    what: "The server does not remove its file.",
    edits: [{ file, replace: removes, by: "" }],
    fails: "keeps-the-file",
    says: ["should be gone", "with rmSync"],
  },
  "removes-too-early": {
    what: "The server removes its file as soon as it has bound it: nobody finds it any more.",
    edits: [
      { file, replace: removes, by: "" },
      {
        file,
        replace: "let count = 0;",
        by: `${removes}\nlet count = 0;`,
      },
    ],
    fails: "keeps-the-file",
    says: ["is taken, with the code EADDRINUSE"],
  },
  "gives-up-when-taken": {
    what: "A server whose file is taken ends, though its other endpoints are free.",
    edits: [{ file, replace: "    continue;", by: "    process.exit(1);" }],
    fails: "keeps-the-file",
    says: ["before it could listen on port 5557"],
  },
  "exits-at-once": {
    what: "The handler of Ctrl+C ends the program before it has tidied up.",
    edits: [
      {
        file,
        replace: '"SIGINT", () => server.close()',
        by: '"SIGINT", () => process.exit(0)',
      },
    ],
    fails: "keeps-the-file",
    says: ["should be gone"],
  },
});
