// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

export default defineMistakes(lab, {
  "answers-at-the-end": {
    what: "The client first receives all ten messages and answers them afterwards, while the server waits for an answer.",
    edits: [
      {
        file: "client.ts",
        replace: "  for (let round = 1; round <= rounds; round += 1) {",
        by: lines(
          "  const messages: string[] = [];",
          "  for (let round = 1; round <= rounds; round += 1) {",
        ),
      },
      {
        file: "client.ts",
        replace: "    await pair.send(`first answer to ${message}`);",
        by: lines(
          "    messages.push(message);",
          "  }",
          "  for (const message of messages) {",
          "    await pair.send(`first answer to ${message}`);",
        ),
      },
    ],
    fails: "client-answers",
    says: ["first answer to message 1"],
  },
  "client-dies-on-interrupt": {
    what: "The client has no handler for Ctrl+C.",
    edits: [
      {
        file: "client.ts",
        replace: 'process.once("SIGINT", () => pair.close());',
        by: "",
      },
    ],
    fails: "pair-together",
    says: ["client should end with code 0", "was ended by SIGINT"],
  },
  "dealer-for-pair": {
    what: "The client uses a DEALER socket, which a PAIR socket refuses at the handshake.",
    edits: [
      {
        file: "client.ts",
        replace: "import { Pair }",
        by: "import { Dealer }",
      },
      { file: "client.ts", replace: "new Pair", by: "new Dealer" },
    ],
    fails: "client-answers",
    says: ["PAIR"],
  },
  "dies-on-interrupt": {
    what: "The server has no handler for Ctrl+C: it is killed before it can close its socket.",
    edits: [
      {
        file: "server.ts",
        replace: 'process.once("SIGINT", () => pair.close());',
        by: "",
      },
    ],
    fails: "pair-together",
    says: ["server should end with code 0", "was ended by SIGINT"],
  },
  "first-twice": {
    what: "The client sends the first answer twice.",
    edits: [
      {
        file: "client.ts",
        replace: "send(`second answer to ${message}`)",
        by: "send(`first answer to ${message}`)",
      },
    ],
    fails: "client-answers",
    says: ["differ", "second answer"],
  },
  "gives-up-waiting": {
    what: "The server waits 300 ms for each answer, and goes on without it.",
    edits: [
      {
        file: "server.ts",
        replace: "({ linger: 2_000 });",
        by: "({ linger: 2_000, receiveTimeout: 300 });",
      },
      {
        file: "server.ts",
        replace: lines(
          "    const [frame] = await pair.receive();",
          "    console.log(`server received: ${String(frame)}`);",
        ),
        by: lines(
          "    try {",
          "      const [frame] = await pair.receive();",
          "      console.log(`server received: ${String(frame)}`);",
          "    } catch {}",
        ),
      },
    ],
    fails: "server-receives",
    says: ["in the order"],
  },
  "nine-rounds": {
    what: "The loop of the server ends one round too early.",
    edits: [
      { file: "server.ts", replace: "round <= rounds", by: "round < rounds" },
    ],
    fails: "server-receives",
    says: ["message 10"],
  },
  "one-answer": {
    what: "The client sends one answer to each message instead of two.",
    edits: [
      {
        file: "client.ts",
        replace: "await pair.send(`second answer to ${message}`);",
        by: "",
      },
    ],
    fails: "client-answers",
    says: ["second answer"],
  },
  "one-way-client": {
    what: "The client only receives: it never answers.",
    edits: [
      {
        file: "client.ts",
        replace: lines(
          "    await pair.send(`first answer to ${message}`);",
          "    await pair.send(`second answer to ${message}`);",
        ),
        by: "",
      },
    ],
    fails: "client-answers",
    says: ["first answer to message 1"],
  },
  "one-way-server": {
    what: "The server only sends: it never receives what the client answers.",
    edits: [
      {
        file: "server.ts",
        replace: lines(
          "    const [frame] = await pair.receive();",
          "    console.log(`server received: ${String(frame)}`);",
        ),
        by: "",
      },
    ],
    fails: "server-receives",
    says: ["without any of them"],
  },
  "prints-buffer": {
    what: "The client prints the frame itself, so that one sees <Buffer …> and no text.",
    edits: [
      {
        file: "client.ts",
        replace: lines(
          "    const message = String(frame);",
          "    console.log(`client received: ${message}`);",
        ),
        by: lines(
          "    const message = frame;",
          '    console.log("client received:", message);',
        ),
      },
    ],
    fails: "client-answers",
    says: ["as text"],
  },
  "receive-not-awaited": {
    what: "The server does not await its receive(), and sleeps instead: the next round receives while the last one still waits.",
    edits: [
      {
        file: "server.ts",
        replace: lines(
          "    const [frame] = await pair.receive();",
          "    console.log(`server received: ${String(frame)}`);",
          "    await sleep(Number(rest));",
        ),
        by: lines(
          "    pair",
          "      .receive()",
          "      .then(([frame]) => console.log(`server received: ${String(frame)}`));",
          "    await sleep(200);",
        ),
      },
    ],
    fails: "server-receives",
    says: ["busy", "await"],
  },
  "receives-first": {
    what: "The server receives before it sends: both sides wait for each other.",
    edits: [
      {
        file: "server.ts",
        replace: "await pair.send(`${greeting} ${round}`);",
        by: "",
      },
      {
        file: "server.ts",
        replace: "    await sleep(Number(rest));",
        by: lines(
          "    await pair.send(`${greeting} ${round}`);",
          "    await sleep(Number(rest));",
        ),
      },
    ],
    fails: "server-receives",
    says: ["message 1"],
  },
  "same-answer": {
    what: "The client always sends the same answer, whatever it has received.",
    edits: [
      {
        file: "client.ts",
        replace: lines(
          "    await pair.send(`first answer to ${message}`);",
          "    await pair.send(`second answer to ${message}`);",
        ),
        by: lines(
          '    await pair.send("first answer");',
          '    await pair.send("second answer");',
        ),
      },
    ],
    fails: "client-answers",
    says: ['should contain "message'],
  },
  "swallows-errors": {
    what: "The server catches every error inside its loop and tries again, also when its socket is closed.",
    edits: [
      {
        file: "server.ts",
        replace: lines(
          "    const [frame] = await pair.receive();",
          "    console.log(`server received: ${String(frame)}`);",
        ),
        by: lines(
          "    for (;;) {",
          "      try {",
          "        const [frame] = await pair.receive();",
          "        console.log(`server received: ${String(frame)}`);",
          "        break;",
          "      } catch {}",
          "    }",
        ),
      },
    ],
    fails: "pair-together",
    says: ["on Ctrl+C while it waits for an answer", "still running"],
  },
  "second-answer-first": {
    what: "The client sends the second answer before the first.",
    edits: [
      { file: "client.ts", replace: "`first answer", by: "`second answer" },
      { file: "client.ts", replace: "`second answer", by: "`first answer" },
    ],
    fails: "client-answers",
    says: ["should come first"],
  },
  "third-answer": {
    what: "The client sends one answer too many.",
    edits: [
      {
        file: "client.ts",
        replace: "    await pair.send(`second answer to ${message}`);",
        by: lines(
          "    await pair.send(`second answer to ${message}`);",
          "    await pair.send(`third answer to ${message}`);",
        ),
      },
    ],
    fails: "client-answers",
    says: ["a third one"],
  },
  "takes-both-answers": {
    what: "The server receives both answers in each round, though one is enough to go on.",
    edits: [
      {
        file: "server.ts",
        replace: "    const [frame] = await pair.receive();",
        by: lines(
          "    const [frame] = await pair.receive();",
          "    await pair.receive();",
        ),
      },
    ],
    fails: "server-receives",
    says: ["waits in the queue for the next round"],
  },
  "reads-twenty": {
    what: "The server sends all that it has, and then wants all twenty answers.",
    edits: [
      {
        file: "server.ts",
        whole: lines(
          'import { Pair } from "zeromq";',
          "",
          'const greeting = process.argv[2] ?? "hello";',
          "const socket = new Pair();",
          'process.on("SIGINT", () => socket.close());',
          'await socket.bind("tcp://*:5555");',
          "for (let i = 0; i < 10; i++) await socket.send(`${greeting}/${i}`);",
          "let left = 20;",
          "for await (const [frame] of socket) {",
          "  console.log(`<- ${String(frame)}`);",
          "  if (--left === 0) break;",
          "}",
          "socket.close();",
        ),
      },
    ],
    fails: "server-receives",
    says: ["exactly ten rounds"],
  },
  "never-closes": {
    what: "The client never closes its socket, and what cannot be sent keeps it for ever.",
    edits: [
      {
        file: "client.ts",
        replace: "new Pair({ linger: 500 })",
        by: "new Pair()",
      },
      {
        file: "client.ts",
        replace: lines("} finally {", "  pair.close();"),
        by: "} finally {",
      },
    ],
    fails: "pair-together",
    says: ["`linger`", "has gone before it was answered"],
  },
  "exits-with-130": {
    what: "The server's handler ends it with the code of a program that has no handler.",
    edits: [
      {
        file: "server.ts",
        replace: 'process.once("SIGINT", () => pair.close());',
        by: lines(
          'process.once("SIGINT", () => {',
          "  pair.close();",
          "  process.exit(130);",
          "});",
        ),
      },
    ],
    fails: "pair-together",
    says: ["process.exit(130)", "server should end"],
  },
});
