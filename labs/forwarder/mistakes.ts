import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const types = "XPublisher, XSubscriber }";
const made = "new Proxy(new XSubscriber(), new XPublisher({ linger: 0 }))";
const ends = (front: string, back: string) => [
  { file: "forwarder.ts" as const, replace: types, by: `${front}, ${back} }` },
  {
    file: "forwarder.ts" as const,
    replace: made,
    by: `new Proxy(new ${front}(), new ${back}())`,
  },
];

const updates = "for await (const frames of front) await back.send(frames);";
const wishes = "for await (const frames of back) await front.send(frames);";
/** The forwarder with two loops in place of the proxy. */
const loops = (there: string, andBack: string) => [
  {
    file: "forwarder.ts" as const,
    whole: lines(
      'import { XPublisher, XSubscriber } from "zeromq";',
      "const front = new XSubscriber();",
      "const back = new XPublisher({ linger: 0 });",
      'process.once("SIGINT", () => { front.close(); back.close(); });',
      'await back.bind("tcp://127.0.0.1:5556");',
      'await front.bind("tcp://127.0.0.1:5555");',
      "await Promise.all([",
      `  (async () => { ${there} })(),`,
      `  (async () => { ${andBack} })(),`,
      "]);",
    ),
  },
];

export default defineMistakes(lab, {
  "sub-and-pub": {
    what: "SUB and PUB stand in the middle, as in old examples. It looks right, but publishers hear that everything is wanted.",
    edits: [
      {
        file: "forwarder.ts",
        whole: lines(
          'import { Publisher, Subscriber } from "zeromq";',
          "const [front, back] = [new Subscriber(), new Publisher()];",
          'process.once("SIGINT", () => { front.close(); back.close(); });',
          'front.subscribe("");',
          'await back.bind("tcp://127.0.0.1:5556");',
          'await front.bind("tcp://127.0.0.1:5555");',
          updates,
        ),
      },
    ],
    fails: "carries-wishes",
    says: ["although nobody has subscribed", "Do not subscribe by yourself"],
  },
  "pull-and-push": {
    what: "PULL and PUSH stand in the middle: no publisher and no subscriber talks to them.",
    edits: ends("Pull", "Push"),
    fails: "carries-wishes",
    says: ["Publishers need an XSUB socket"],
  },
  "wrong-way-round": {
    what: "XPUB is for publishers and XSUB for subscribers, by their names.",
    edits: [
      {
        file: "forwarder.ts",
        replace: "new XSubscriber(), new XPublisher({ linger: 0 })",
        by: "new XPublisher(), new XSubscriber({ linger: 0 })",
      },
    ],
    fails: "carries-wishes",
    says: ["subscribers an XPUB socket"],
  },
  "one-way": {
    what: "Updates pass, and wishes do not: so there are no updates.",
    edits: loops(updates, ""),
    fails: "carries-wishes",
    says: [
      "Waited for a subscription at a publisher",
      "Send every message that comes from `back`",
    ],
  },
  "wants-all-at-once": {
    what: "The forwarder subscribes to everything, and passes wishes on too.",
    edits: loops(`await front.send(Buffer.from([1])); ${updates}`, wishes),
    fails: "carries-wishes",
    says: ["although nobody has subscribed"],
  },
  "wants-all-later": {
    what: "The forwarder subscribes to everything as soon as anybody subscribes.",
    edits: loops(
      updates,
      "for await (const [wish] of back) await front.send(wish?.subarray(0, 1) ?? null);",
    ),
    fails: "carries-wishes",
    says: ["<01>", "the next wish"],
  },
  "wishes-as-texts": {
    what: "The forwarder turns topics into texts, which bytes do not survive.",
    edits: loops(
      updates,
      "for await (const wish of back) await front.send(wish.map(String));",
    ),
    fails: "carries-wishes",
    says: ["efbfbd"],
  },
  "never-unsubscribes": {
    what: "The forwarder passes on what is wanted, and never that it is no longer wanted.",
    edits: loops(
      updates,
      "for await (const [wish] of back) if (wish?.[0] === 1) await front.send(wish);",
    ),
    fails: "carries-wishes",
    says: ["Waited for the end of a subscription"],
  },
  "every-subscription": {
    what: "XPUB hands over every subscription, but only the last end of one: XSUB counts them, and the wish never ends.",
    edits: [
      {
        file: "forwarder.ts",
        replace: "XPublisher({ linger: 0 })",
        by: 'XPublisher({ linger: 0, verbosity: "allSubs" })',
      },
    ],
    fails: "carries-wishes",
    says: ["Waited for the end of a subscription"],
  },
  "in-turn": {
    what: "One loop takes a wish and an update in turn: the second wish waits for an update.",
    edits: loops(
      "for (;;) { await front.send(await back.receive()); await back.send(await front.receive()); }",
      "",
    ),
    fails: "carries-wishes",
    says: ["Waited for a subscription at a publisher"],
  },
  "first-frame": {
    what: "The forwarder passes on the first frame of each update only.",
    edits: loops(
      "for await (const [frame] of front) await back.send(frame ?? null);",
      wishes,
    ),
    fails: "brings-updates",
    says: ["bring each subscriber"],
  },
  "frame-by-frame": {
    what: "The forwarder makes an update of each frame.",
    edits: loops(
      "for await (const frames of front) for (const frame of frames) await back.send(frame);",
      wishes,
    ),
    fails: "brings-updates",
    says: ["bring each subscriber"],
  },
  "copies-for-each": {
    what: "The forwarder sends an update once for each subscriber: each gets every copy.",
    edits: loops(
      "for await (const frames of front) { await back.send(frames); await back.send(frames); }",
      wishes,
    ),
    fails: "brings-updates",
    says: ["bring each subscriber"],
  },
  "dies-on-interrupt": {
    what: "The forwarder has no handler for Ctrl+C.",
    edits: [
      {
        file: "forwarder.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "come-and-go",
    says: ["was ended by SIGINT"],
  },
  "one-closed": {
    what: "Ctrl+C closes one of the two sockets, and the loop of the other one goes on.",
    edits: loops(updates, wishes).map((edit) => ({
      ...edit,
      whole: edit.whole.replace(" back.close();", ""),
    })),
    fails: "come-and-go",
    says: ["it had not ended"],
  },
});
