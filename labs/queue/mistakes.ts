import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const send = "await to.send(frames);";
const both = "await Promise.all([pass(front, back), pass(back, front)]);";

export default defineMistakes(lab, {
  "lock-step": {
    what: "The queue waits for the reply before it takes the next request.",
    edits: [
      {
        file: "queue.ts",
        replace: send,
        by: "await to.send(frames);\nawait from.send(await to.receive());",
      },
      { file: "queue.ts", replace: both, by: "await pass(front, back);" },
    ],
    fails: "side-by-side",
    says: ["queue passes a request"],
  },
  "rep-and-req": {
    what: "The queue is a server to the clients and a client to the workers. It looks right, and does one request at a time.",
    edits: [
      {
        file: "queue.ts",
        whole: lines(
          'import { Reply, Request } from "zeromq";',
          "const [front, back] = [new Reply(), new Request()];",
          'process.once("SIGINT", () => { front.close(); back.close(); });',
          'await front.bind("tcp://127.0.0.1:5555");',
          'await back.bind("tcp://127.0.0.1:5556");',
          "for await (const request of front) {",
          "  await back.send(request);",
          "  await front.send(await back.receive());",
          "}",
        ),
      },
    ],
    fails: "side-by-side",
    says: ["has printed nothing"],
  },
  "owners-in-order": {
    what: "The queue keeps the envelopes in a list, and gives the first one to the first reply.",
    edits: [
      {
        file: "queue.ts",
        replace: "async function pass",
        by: "const owners: Buffer[][] = [];\nasync function pass",
      },
      {
        file: "queue.ts",
        replace: send,
        by: lines(
          "const end = frames.findIndex((frame) => frame.length === 0) + 1;",
          "if (from === front) owners.push(frames.slice(0, end));",
          'const envelope = from === front ? [""] : (owners.shift() ?? []);',
          "await to.send([...envelope, ...frames.slice(end)]);",
        ),
      },
    ],
    fails: "side-by-side",
    says: ["Replies come in any order"],
  },
  "no-way-back": {
    what: "Only the requests are passed on.",
    edits: [
      { file: "queue.ts", replace: both, by: "await pass(front, back);" },
    ],
    fails: "finds-owner",
    says: ["Waited for reply 1 of 3", "from `back` on to `front`"],
  },
  "drops-envelope": {
    what: "The queue passes only the body: a worker's REP socket throws that away.",
    edits: [
      {
        file: "queue.ts",
        replace: send,
        by: "await to.send(frames.slice(2));",
      },
    ],
    fails: "finds-owner",
    says: ["Waited for request 1 of 3", "is no such message"],
  },
  "rebuilds-message": {
    what: "The queue expects owner, delimiter and one body frame, and makes the message anew.",
    edits: [
      {
        file: "queue.ts",
        replace: send,
        by: 'const [owner, , body] = frames;\nawait to.send(to === back ? [owner ?? "", "", body ?? ""] : [owner ?? "", "", frames.at(-1) ?? ""]);',
      },
    ],
    fails: "finds-owner",
    says: ["pass on request 1 of 3 as it came", "1 frames"],
  },
  "as-texts": {
    what: "The queue turns frames into texts, which bytes do not survive.",
    edits: [
      {
        file: "queue.ts",
        replace: send,
        by: "await to.send(frames.map(String));",
      },
    ],
    fails: "finds-owner",
    says: ["pass on request 1 of 3 as it came", "efbfbd"],
  },
  "last-asker": {
    what: "Every reply goes to the client that has asked last.",
    edits: [
      {
        file: "queue.ts",
        replace: "async function pass",
        by: 'let last: Buffer | string = "";\nasync function pass',
      },
      {
        file: "queue.ts",
        replace: send,
        by: "if (from === front) last = frames[0] ?? last;\nawait to.send([last, ...frames.slice(1)]);",
      },
    ],
    fails: "finds-owner",
    says: ["Waited for the reply to request 2 of 3"],
  },
  "answers-itself": {
    what: "The queue answers the clients by itself.",
    edits: [
      { file: "queue.ts", replace: both, by: "await pass(front, front);" },
    ],
    fails: "finds-owner",
    says: ["Waited for request 1 of 3", "from `front` on to `back`"],
  },
  "pull-and-push": {
    what: "PULL and PUSH stand in the middle: no way back, and no REQ or REP talks to them.",
    edits: [
      {
        file: "queue.ts",
        whole: lines(
          'import { Pull, Push } from "zeromq";',
          "const [front, back] = [new Pull(), new Push()];",
          'process.once("SIGINT", () => { front.close(); back.close(); });',
          'await front.bind("tcp://127.0.0.1:5555");',
          'await back.bind("tcp://127.0.0.1:5556");',
          "for await (const frames of front) await back.send(frames);",
        ),
      },
    ],
    fails: "finds-owner",
    says: ["workers (REP) a DEALER"],
  },
  "gives-up": {
    what: "The queue throws a request away when no worker is there.",
    edits: [
      {
        file: "queue.ts",
        replace: "new Dealer({ linger: 2_000 })",
        by: "new Dealer({ linger: 2_000, sendTimeout: 0 })",
      },
      {
        file: "queue.ts",
        replace: send,
        by: "await to.send(frames).catch(() => {});",
      },
    ],
    fails: "late-and-clean",
    says: ["With a worker that came late", "has to wait until one comes"],
  },
  "minds-who-has-gone": {
    what: "A reply for a client that has gone is an error, which ends the queue.",
    edits: [
      {
        file: "queue.ts",
        replace: "new Router({ linger: 2_000 })",
        by: "new Router({ linger: 2_000, mandatory: true })",
      },
    ],
    fails: "late-and-clean",
    says: ["EHOSTUNREACH"],
  },
  "dies-on-interrupt": {
    what: "The queue has no handler for Ctrl+C.",
    edits: [
      {
        file: "queue.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "late-and-clean",
    says: ["before anybody is there", "was ended by SIGINT"],
  },
  "waiting-send": {
    what: "Ctrl+C is an error while a request waits for a worker.",
    edits: [
      {
        file: "queue.ts",
        replace: "if (!to.closed) throw error;",
        by: "throw error;",
      },
    ],
    fails: "late-and-clean",
    says: ["while a request waits for a worker"],
  },
});
