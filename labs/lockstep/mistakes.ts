// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const [turns, client] = ["turns.ts", "client.ts"] as const;
const code = "    const { code } = error as NodeJS.ErrnoException;\n";
const chain = lines(
  "  const answer = free.then(async () => {",
  "    await client.send(question);",
  "    const [frame] = await client.receive();",
  "    return String(frame);",
  "  });",
  "  free = answer;",
  "  return answer;",
);

export default defineMistakes(lab, {
  "no-send-timeout": {
    what: "A send that is not its turn stays pending.",
    edits: [{ file: turns, replace: "  sendTimeout: 0,\n", by: "" }],
    fails: "names-errors",
    says: ["nothing moves any more", ": send …"],
  },
  "no-receive-timeout": {
    what: "A receive that is not its turn stays pending.",
    edits: [{ file: turns, replace: "  receiveTimeout: 2_000,\n", by: "" }],
    fails: "names-errors",
    says: ["nothing moves any more", ": receive …"],
  },
  "prints-messages": {
    what: "The errors' messages are printed, and not their codes.",
    edits: [
      { file: turns, replace: code, by: "" },
      {
        file: turns,
        replace: "failed with ${code}",
        by: "failed with ${String(error)}",
      },
    ],
    fails: "names-errors",
    says: ["failed with EFSM", "none"],
  },
  "every-error-is-efsm": {
    what: "Each failure is called EFSM, also that of a reply which did not come.",
    edits: [
      { file: turns, replace: code, by: "" },
      { file: turns, replace: "failed with ${code}", by: "failed with EFSM" },
    ],
    fails: "names-errors",
    says: ["the `code` of this error", "failed with EFSM"],
  },
  "stops-at-first-failure": {
    what: "The first step that fails is the last.",
    edits: [
      {
        file: turns,
        replace: "failed with ${code}`);",
        by: "failed with ${code}`);\n    break;",
      },
    ],
    fails: "names-errors",
    says: ["exited with code 0 before"],
  },
  "swallows-errors": {
    what: "Failures are not printed.",
    edits: [
      {
        file: turns,
        replace: "    console.log(`step ${number}: failed with ${code}`);",
        by: "    void code;",
      },
    ],
    fails: "names-errors",
    says: ["just the steps", "none"],
  },
  "dealer-for-req": {
    what: "A DEALER socket takes no turns: no step ever fails.",
    edits: [
      { file: turns, replace: "{ Request }", by: "{ Dealer }" },
      { file: turns, replace: "new Request", by: "new Dealer" },
    ],
    fails: "names-errors",
    says: ["another type of socket"],
  },
  "races-a-timer": {
    what: "Each step is raced against a timer: the step left behind goes on by itself.",
    edits: [
      { file: turns, replace: "  sendTimeout: 0,\n", by: "" },
      {
        file: turns,
        replace: "await client.send(`request from step ${number}`)",
        by: lines(
          "await Promise.race([",
          "        client.send(`request from step ${number}`),",
          "        new Promise((_, fail) => setTimeout(() => fail(Object.assign(new Error(), { code: 'EFSM' })), 300)),",
          "      ])",
        ),
      },
    ],
    fails: "names-errors",
    says: ["but another one came"],
  },
  "asks-at-once": {
    what: "Nobody waits for the others: two get through by luck, and the third is told EBUSY.",
    edits: [
      {
        file: client,
        replace: chain,
        by: lines(
          "  void free;",
          "  const answer = client.send(question).then(async () => String((await client.receive())[0]));",
          "  return answer;",
        ),
      },
    ],
    fails: "one-by-one",
    says: ["before question"],
  },
  "a-socket-for-each": {
    what: "Each question has a socket of its own, one after the other.",
    edits: [
      {
        file: client,
        replace: "    await client.send(question);",
        by: lines(
          "    const client = new Request();",
          "    client.connect(endpoint);",
          "    await client.send(question);",
        ),
      },
      {
        file: client,
        replace: "return String(frame);",
        by: "client.close();\n    return String(frame);",
      },
    ],
    fails: "one-by-one",
    says: ["through another socket"],
  },
  "all-sockets-at-once": {
    what: "Each question has a socket of its own, and all are asked at once.",
    edits: [
      {
        file: client,
        replace: chain,
        by: lines(
          "  void free;",
          "  const socket = new Request();",
          "  socket.connect(endpoint);",
          "  await socket.send(question);",
          "  const [frame] = await socket.receive();",
          "  socket.close();",
          "  return String(frame);",
        ),
      },
      { file: client, replace: "function ask", by: "async function ask" },
    ],
    fails: "one-by-one",
    says: ["the client asked again"],
  },
  "chains-the-first-only": {
    what: "All wait for the first answer, and then ask at once.",
    edits: [
      {
        file: client,
        replace: "  free = answer;",
        by: "  if (first) free = answer;\n  first = false;",
      },
      {
        file: client,
        replace: "let free: Promise<unknown> = Promise.resolve();",
        by: "let free: Promise<unknown> = Promise.resolve();\nlet first = true;",
      },
    ],
    fails: "one-by-one",
    says: ["before question"],
  },
  "mixes-answers-up": {
    what: "The answers are right, but each stands beside another question.",
    edits: [
      {
        file: client,
        replace: "asked ${question}, received",
        by: "asked ${questions[(questions.indexOf(question) + 1) % questions.length]}, received",
      },
    ],
    fails: "one-by-one",
    says: ["Question 1 and its own answer"],
  },
  "prints-answers-only": {
    what: "One cannot see which question an answer belongs to.",
    edits: [
      {
        file: client,
        replace: "asked ${question}, received: ${answer}",
        by: "received: ${answer}",
      },
    ],
    fails: "one-by-one",
    says: ["Question 1 and its own answer"],
  },
  "dies-on-interrupt": {
    what: "The client has no handler for Ctrl+C.",
    edits: [
      {
        file: client,
        replace: 'process.once("SIGINT", () => client.close());',
        by: "",
      },
    ],
    fails: "with-server",
    says: ["was ended by SIGINT"],
  },
  "crashes-on-interrupt": {
    what: "Ctrl+C ends the client with an error.",
    edits: [
      {
        file: client,
        replace: '(code === "EAGAIN" || code === "EBADF")) return;',
        by: '(code === "EAGAIN" || code === "EBADF")) throw error;',
      },
    ],
    fails: "with-server",
    says: ["exited with code 1"],
  },
});
