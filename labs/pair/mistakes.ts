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
    says: ["client should exit", "was ended by SIGINT"],
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
    says: ["server should exit", "was ended by SIGINT"],
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
    says: ["the answer of the first round"],
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
    says: ["repeat the text"],
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
});
