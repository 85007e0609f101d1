import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "answerer.ts";
const gone =
  'answerer.events.on("disconnect", () => console.log("the asker has gone"));';
const there =
  'answerer.events.on("handshake", () => console.log("an asker is there"));';
const connect = "  answerer.connect(endpoint);";

export default defineMistakes(lab, {
  binds: {
    what: "The answerer binds, as servers mostly do.",
    edits: [{ file, replace: connect, by: "  await answerer.bind(endpoint);" }],
    fails: "connects-first",
    says: ["which the other side"],
  },
  "believes-connect": {
    what: "The answerer says that an asker is there as soon as connect() has returned.",
    edits: [
      { file, replace: there, by: "" },
      {
        file,
        replace: connect,
        by: lines(connect, '  console.log("an asker is there");'),
      },
    ],
    fails: "connects-first",
    says: ["and nobody is"],
  },
  "believes-tcp": {
    what: "The answerer says that an asker is there when something has accepted its connection.",
    edits: [
      { file, replace: there, by: there.replace("handshake", "connect") },
    ],
    fails: "connects-first",
    says: ["only something else", "`connect`"],
  },
  "tells-with-the-request": {
    what: "The answerer says that an asker is there when its first request has come.",
    edits: [
      { file, replace: there, by: "" },
      {
        file,
        replace: "    count += 1;",
        by: '    count += 1;\n    console.log("an asker is there");',
      },
    ],
    fails: "connects-first",
    says: ["before it asks"],
  },
  "gives-up": {
    what: "The answerer waits three seconds for a first asker, and ends.",
    edits: [
      {
        file,
        replace: "linger: 2_000",
        by: "linger: 2_000, receiveTimeout: 3_000",
      },
    ],
    fails: "connects-first",
    says: ["but it has ended"],
  },
  "leaves-with-the-asker": {
    what: "The answerer ends when its first asker has gone.",
    edits: [
      {
        file,
        replace: gone,
        by: lines(
          'answerer.events.on("disconnect", () => {',
          '  console.log("the asker has gone");',
          "  answerer.close();",
          "});",
        ),
      },
    ],
    fails: "one-after-another",
    says: ["exited with code 0 before a connection"],
  },
  "connects-again": {
    what: "The answerer connects once more when an asker has gone, and then has two connections.",
    edits: [
      {
        file,
        replace: gone,
        by: lines(
          'answerer.events.on("disconnect", () => {',
          '  console.log("the asker has gone");',
          "  if (!answerer.closed) answerer.connect(endpoint);",
          "});",
        ),
      },
    ],
    fails: "one-after-another",
    says: ["One socket, connected once, has one handshake"],
  },
  "counts-for-each-asker": {
    what: "The answerer begins to count anew with each asker.",
    edits: [
      {
        file,
        replace: 'console.log("the asker has gone")',
        by: '{\n  console.log("the asker has gone");\n  count = 0;\n}',
      },
    ],
    fails: "one-after-another",
    says: ["the counter belongs to the program"],
  },
  "a-new-process-each": {
    what: "The answerer starts itself anew when an asker has gone.",
    edits: [
      {
        file,
        replace: "const answerer = new",
        by: lines(
          "if (!process.env.CHILD) {",
          '  const { spawnSync } = await import("node:child_process");',
          '  process.on("SIGINT", () => {});',
          '  const env = { ...process.env, CHILD: "1" };',
          '  while (spawnSync(process.execPath, process.argv.slice(1), { env, stdio: "inherit" }).status === 7);',
          "  process.exit();",
          "}",
          "const answerer = new",
        ),
      },
      {
        file,
        replace: 'console.log("the asker has gone")',
        by: '{\n  console.log("the asker has gone");\n  process.exit(7);\n}',
      },
    ],
    fails: "one-after-another",
    says: ["of all, and the reply should have this number"],
  },
  "never-says-gone": {
    what: "The answerer does not say that an asker has gone.",
    edits: [{ file, replace: gone, by: "" }],
    fails: "one-after-another",
    says: ["When asker 1 of 4 has left"],
  },
  "dies-on-interrupt": {
    what: "The answerer has no handler for Ctrl+C.",
    edits: [
      {
        file,
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "connects-first",
    says: ["was ended by SIGINT"],
  },
  "crashes-in-its-work": {
    what: "The answerer does not expect that Ctrl+C closes its socket while it works.",
    edits: [
      {
        file,
        replace: 'if (!answerer.closed || !["EAGAIN", "EBADF"].includes(code))',
        by: "if (code)",
      },
    ],
    fails: "restarts",
    says: ["in the middle of its work"],
  },
  "a-new-socket-each": {
    what: "The answerer closes its socket when an asker has gone, and makes a new one, even while it works.",
    edits: [
      {
        file,
        whole: lines(
          'import { setTimeout as sleep } from "node:timers/promises";',
          'import { Reply } from "zeromq";',
          'const [work = "300", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);',
          "let answerer = open();",
          'process.once("SIGINT", () => answerer.close());',
          "let count = 0;",
          "function open() {",
          "  const socket = new Reply({ linger: 2_000 });",
          '  socket.events.on("handshake", () => console.log("an asker is there"));',
          '  socket.events.on("disconnect", () => {',
          '    console.log("the asker has gone");',
          "    socket.close();",
          "    answerer = open();",
          "    void serve();",
          "  });",
          "  socket.connect(endpoint);",
          "  return socket;",
          "}",
          "async function serve() {",
          "  for await (const [frame] of answerer) {",
          "    count += 1;",
          "    console.log(`answerer received: ${String(frame)}`);",
          "    await sleep(Number(work));",
          "    await answerer.send(`reply ${count} to ${String(frame)}`);",
          "  }",
          "}",
          "void serve();",
        ),
      },
    ],
    fails: "one-after-another",
    says: ["nothing moves any more"],
  },
  "three-sockets": {
    what: "The answerer opens two more sockets, one for each asker that may come.",
    edits: [
      {
        file,
        replace: connect,
        by: lines(
          connect,
          "  for (const more of [new Reply(), new Reply()]) {",
          '    process.once("SIGINT", () => more.close());',
          '    more.events.on("handshake", () => console.log("an asker is there"));',
          '    more.events.on("disconnect", () => console.log("the asker has gone"));',
          "    more.connect(endpoint);",
          "    void (async () => {",
          "      for await (const [frame] of more) {",
          "        console.log(`answerer received: ${String(frame)}`);",
          "        await more.send(`reply ${(count += 1)} to ${String(frame)}`);",
          "      }",
          "    })();",
          "  }",
        ),
      },
    ],
    fails: "one-after-another",
    says: ["One socket, connected once, has one handshake"],
  },
  "forgets-the-request": {
    what: "The reply has its number, but not the request.",
    edits: [
      { file, replace: "reply ${count} to ${request}", by: "reply ${count}" },
    ],
    fails: "connects-first",
    says: ["The reply", "should contain"],
  },
});
