// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const listen =
  'pair.events.on("handshake", () => console.log(`${name}: handshake complete`));';
const say = "console.log(`${name}: handshake complete`);";
const both = "await Promise.all([serve(pairA, first), serve(pairB, second)]);";
const answer = "    await pair.send(`answer to ${question}`);";
const server = (...by: string[]) => [
  { file: "server.ts" as const, replace: both, by: lines(...by) },
];

export default defineMistakes(lab, {
  "says-it-at-once": {
    what: "The client takes connect() for a connection.",
    edits: [
      { file: "client.ts", replace: listen, by: "" },
      {
        file: "client.ts",
        replace: "  pair.connect(endpoint);",
        by: lines("  pair.connect(endpoint);", say),
      },
    ],
    fails: "tells-handshake",
    says: ["only a TCP connection was made"],
  },
  "tcp-connection": {
    what: "The client listens for the event of the TCP connection.",
    edits: [{ file: "client.ts", replace: '"handshake",', by: '"connect",' }],
    fails: "tells-handshake",
    says: ["only a TCP connection was made", "has not spoken yet"],
  },
  "after-first-send": {
    what: "The client takes a send() that resolves for a handshake.",
    edits: [
      { file: "client.ts", replace: listen, by: "" },
      {
        file: "client.ts",
        replace: "    await sleep(Number(rest));",
        by: lines(
          `    if (number === 1) ${say}`,
          "    await sleep(Number(rest));",
        ),
      },
    ],
    fails: "tells-handshake",
    says: ["only a TCP connection was made"],
  },
  "with-first-answer": {
    what: "The client takes the first answer for the handshake.",
    edits: [
      { file: "client.ts", replace: listen, by: "" },
      {
        file: "client.ts",
        replace: "    const [frame] = await pair.receive();",
        by: lines(
          "    const [frame] = await pair.receive();",
          `    if (number === 1) ${say}`,
        ),
      },
    ],
    fails: "tells-handshake",
    says: ["did not print", "has sent question 5"],
  },
  "says-no-name": {
    what: "The line lacks the client's name, so that nobody can tell two clients apart.",
    edits: [
      { file: "client.ts", replace: "`${name}: handshake", by: "`handshake" },
    ],
    fails: "tells-handshake",
    says: ["did not print", ': handshake complete"'],
  },
  "listens-too-late": {
    what: "The client begins to listen after its first rest: the handshake is over by then.",
    edits: [
      { file: "client.ts", replace: listen, by: "" },
      {
        file: "client.ts",
        replace: "    await sleep(Number(rest));",
        by: lines(
          "    await sleep(Number(rest) + 1000);",
          `    if (number === 1) ${listen}`,
        ),
      },
    ],
    fails: "both-clients",
    says: ["before you connect"],
  },
  "client-cannot-stop": {
    what: "The client waits for its handshake, and nothing ends that wait.",
    edits: [
      { file: "client.ts", replace: listen, by: "" },
      {
        file: "client.ts",
        replace: 'process.once("SIGINT", () => pair.close());',
        by: lines('process.on("SIGINT", () => undefined);', listen),
      },
    ],
    fails: "both-clients",
    says: ["client-a should end with code 0", "while it waits for an answer"],
  },
  "one-socket-two-ports": {
    what: "The server binds one PAIR socket to both ports: it still has one partner.",
    edits: [
      {
        file: "server.ts",
        replace: "  await pair.bind(endpoint);",
        by: lines("  await pair.bind(first);", "  await pair.bind(second);"),
      },
      ...server("await serve(pairA, first);"),
    ],
    fails: "serves-both",
    says: [
      "Waited for the answer to a question on port",
      "a PAIR socket of its own",
    ],
  },
  "one-after-the-other": {
    what: "The second port is not even bound until the first socket is closed.",
    edits: server("await serve(pairA, first);", "await serve(pairB, second);"),
    fails: "serves-both",
    says: ["Waited for a connection", "on port 5556"],
  },
  "loops-in-a-row": {
    what: "Both ports are bound, but the second loop begins when the first has ended.",
    edits: [
      { file: "server.ts", replace: "  await pair.bind(endpoint);", by: "" },
      ...server(
        "await pairA.bind(first);",
        "await pairB.bind(second);",
        "await serve(pairA, first);",
        "await serve(pairB, second);",
      ),
    ],
    fails: "serves-both",
    says: ["the answer to a question on port 5556", "start both"],
  },
  "in-turns": {
    what: "The server takes one question from each client in turn, and waits for whoever does not ask.",
    edits: [
      { file: "server.ts", replace: "  await pair.bind(endpoint);", by: "" },
      ...server(
        "await pairA.bind(first);",
        "await pairB.bind(second);",
        "for (;;) {",
        "  for (const pair of [pairA, pairB]) {",
        "    const [question] = await pair.receive();",
        "    await pair.send(`answer to ${String(question)}`);",
        "  }",
        "}",
      ),
    ],
    fails: "serves-both",
    says: ["Waited for the answer", "run at the same time"],
  },
  crossed: {
    what: "Each client gets the answers for the other one.",
    edits: [
      {
        file: "server.ts",
        replace: answer,
        by: answer.replace(
          "pair.send",
          "(pair === pairA ? pairB : pairA).send",
        ),
      },
    ],
    fails: "serves-both",
    says: ["Waited for the answer", "Each answers its own client"],
  },
  "answers-twice": {
    what: "The first answer of the second client is sent twice.",
    edits: [
      {
        file: "server.ts",
        replace: answer,
        by: lines(answer, "    if (pair === pairB) await pair.send('?');"),
      },
    ],
    fails: "serves-both",
    says: ["should contain", "Each answers its own client"],
  },
  "five-answers": {
    what: "The server serves five questions on each port, because its clients ask five.",
    edits: [
      {
        file: "server.ts",
        replace: "  for await (const [frame] of pair) {",
        by: lines(
          "  for (let number = 1; number <= 5; number += 1) {",
          "    const [frame] = await pair.receive();",
        ),
      },
    ],
    fails: "serves-both",
    says: ["exited with code 0 before", "until Ctrl+C"],
  },
  "dealer-for-pair": {
    what: "A DEALER serves the second port: a PAIR client completes no handshake with it.",
    edits: [
      {
        file: "server.ts",
        replace: "import { Pair }",
        by: "import { Dealer, Pair }",
      },
      {
        file: "server.ts",
        replace: "const pairB = new Pair(",
        by: "const pairB: any = new Dealer(",
      },
    ],
    fails: "serves-both",
    says: ["Waited for a connection of its PAIR socket on port 5556"],
  },
  "races-receives": {
    what: "The server races both receives: the one left behind makes the next one fail.",
    edits: [
      { file: "server.ts", replace: "  await pair.bind(endpoint);", by: "" },
      ...server(
        "await pairA.bind(first);",
        "await pairB.bind(second);",
        "for (;;) {",
        "  const next = (pair: Pair) =>",
        "    pair.receive().then(([question]) => ({ pair, question }));",
        "  const { pair, question } = await Promise.race([next(pairA), next(pairB)]);",
        "  await pair.send(`answer to ${String(question)}`);",
        "}",
      ),
    ],
    fails: "serves-both",
    says: ["busy reading"],
  },
  "one-question-at-hand": {
    what: "Both loops keep their question in one variable, and forget whose it was while they work.",
    edits: [
      {
        file: "server.ts",
        replace: "async function serve",
        by: 'let question = "";\nasync function serve',
      },
      {
        file: "server.ts",
        replace: "    const question = String(frame);",
        by: "    question = String(frame);",
      },
      {
        file: "server.ts",
        replace: answer,
        by: lines(
          "    await new Promise((resolve) => setTimeout(resolve, 100));",
          answer,
        ),
      },
    ],
    fails: "serves-both",
    says: ["should contain"],
  },
  "sleeps-three-seconds": {
    what: "The client says it after three seconds, whatever has happened.",
    edits: [
      {
        file: "client.ts",
        replace: listen,
        by: listen
          .replace('pair.events.on("handshake",', "setTimeout(")
          .replace(/\);$/, ", 3000);"),
      },
    ],
    fails: "tells-handshake",
    says: ["only a TCP connection was made"],
  },
  "last-word-only": {
    what: "The answer repeats one word of the question.",
    edits: [
      {
        file: "server.ts",
        replace: "`answer to ${question}`",
        by: '`answer to ${question.split(" ").at(-1)}`',
      },
    ],
    fails: "serves-both",
    says: ["should contain", "the whole question"],
  },
  "closes-one": {
    what: "Ctrl+C closes only the first socket.",
    edits: [
      {
        file: "server.ts",
        replace: lines("  pairA.close();", "  pairB.close();", "});"),
        by: lines("  pairA.close();", "});"),
      },
    ],
    fails: "serves-both",
    says: ["server should end with code 0 on Ctrl+C", "stays open"],
  },
});
