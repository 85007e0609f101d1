import { checksOf, type CheckLab } from "#grading";
import { Subscriber, XPublisher } from "zeromq";
import forwarderLab from "./lab.ts";

const check = checksOf(forwarderLab);
const front = "tcp://127.0.0.1:5555";
const back = "tcp://127.0.0.1:5556";

check("carries-wishes", async ({ lab }) => {
  const { forwarder, publishers, hear, same, ...it } = await startAmong(lab);
  const { shared, other, last, first, second } = it;
  await forwarder.rest();
  for (const publisher of publishers)
    forwarder.require(
      !publisher.hasMessage,
      "asked for updates, although nobody has subscribed to anything.",
      "Do not subscribe by yourself: what subscribers want comes from `back`.",
    );

  first.subscribe(shared);
  await hear(1, shared);
  second.subscribe(shared, other);
  await hear(1, other);
  // The second one still wants it: publishers hear of the last topic next.
  first.unsubscribe(shared);
  first.subscribe(last);
  await hear(1, last);
  second.unsubscribe(shared);
  await hear(0, shared);

  const late = await lab.connect(new XPublisher(), front, forwarder, types);
  const heard = [];
  while (heard.length < 2)
    heard.push(await late.receive("a wish at a late publisher", carries));
  const wanted = [[wish(1, other)], [wish(1, last)]];
  same(heard, wanted, "tell a publisher that comes late what is wanted by now");
});

check(
  "brings-updates",
  async ({ lab }) => {
    const { forwarder, publishers, same, ...it } = await startAmong(lab);
    const { shared, other, hear, one, two } = it;
    it.first.subscribe(shared);
    await hear(1, shared);
    it.second.subscribe(shared, other);
    await hear(1, other);

    const empty = Buffer.alloc(0);
    const update = (topic: Buffer) =>
      Buffer.concat([topic, Buffer.from(lab.random.nonce())]);
    const forBoth = [
      [update(shared)],
      [shared],
      [update(shared), Buffer.from([0, 255, 128]), update(other)],
      [update(shared), empty, update(empty), empty],
    ];
    const all = [...forBoth, [update(other)], [other, empty]];
    for (const [index, frames] of lab.random.shuffle(all).entries())
      await publishers[index % 2 ? 1 : 0].send(frames, "an update");

    const shares = [[one, forBoth] as const, [two, all] as const];
    for (const [peer, updates] of shares) {
      const seen: Buffer[][] = [];
      while (seen.length < updates.length)
        seen.push(await peer.receive("an update at a subscriber", asItIs));
      same(seen, updates, "bring each subscriber the updates it wants");
    }
    await forwarder.rest();
    const more = one.hasMessage || two.hasMessage;
    forwarder.require(!more, "should bring each update once", asItIs);
  },
  { after: ["carries-wishes"] },
);

check(
  "come-and-go",
  async ({ lab }) => {
    const idle = await lab.start("forwarder");
    await idle.rest();
    await idle.stopsOnInterrupt("before anybody is there", closes);

    // Subscribers are there before publishers, and one publisher follows the other.
    const forwarder = await lab.start("forwarder");
    const [a, b] = [lab.random.nonce(), lab.random.nonce()];
    const one = await lab.start("subscriber-1", { args: ["1", a] });
    const two = await lab.start("subscriber-2", { args: ["2", b] });
    const late = { what: "an update of a late publisher", tryNext: carries };
    const north = await lab.start("north", { args: ["north", "200", a, b] });
    await one.printed(`${a} north`, late);
    await two.printed(`${b} north`, late);
    await north.stopsOnInterrupt("when it has published");
    const south = await lab.start("south", { args: ["south", "200", a, b] });
    await one.printed(`${a} south`, late);

    await one.stopsOnInterrupt("when it has heard both");
    const gone = { what: "that nobody wants it now", tryNext: carries };
    await south.printed(`south hears: unsubscribe "${a}"`, gone);
    await two.printed(`${b} south`, late);
    await forwarder.stopsOnInterrupt("while updates pass", closes);
  },
  { after: ["carries-wishes"] },
);

/** Starts the forwarder between two publishers and two subscribers of the grader. */
async function startAmong(lab: CheckLab) {
  const forwarder = await lab.start("forwarder");
  const publish = () => lab.connect(new XPublisher(), front, forwarder, types);
  const publishers = [await publish(), await publish()] as const;
  const [first, second] = [new Subscriber(), new Subscriber()];
  const one = await lab.connect(first, back, forwarder, types);
  const two = await lab.connect(second, back, forwarder, types);
  const subscribers = { first, second, one, two };
  const same = (got: Buffer[][], wanted: Buffer[][], should: string) => {
    const [expected, seen] = [hex(wanted), hex(got)];
    const details = { expected, seen, tryNext: asItIs };
    const message = `should ${should}, as it came, but others came.`;
    forwarder.require(seen === expected, message, details);
  };
  /** Requires that both publishers hear this next. */
  const hear = async (verb: 0 | 1, topic: Buffer) => {
    const what = `${verb ? "a subscription" : "the end of a subscription"} at a publisher`;
    for (const publisher of publishers) {
      const seen = [await publisher.receive(what, carries)];
      same(seen, [[wish(verb, topic)]], `let a publisher hear the next wish`);
    }
  };
  // No topic begins as another one does, and one is not a text.
  const shared = Buffer.from(`r${lab.random.nonce()}`);
  const last = Buffer.from(`w${lab.random.nonce()}`);
  const other = Buffer.from([2, 255, 0, lab.random.integer(0, 255)]);
  const topics = { shared, other, last };
  return { forwarder, publishers, ...subscribers, hear, same, ...topics };
}

/** A subscription as a message: one byte, 1 to subscribe and 0 to unsubscribe, and the topic. */
const wish = (verb: 0 | 1, topic: Buffer) =>
  Buffer.concat([Buffer.from([verb]), topic]);
const line = (frames: Buffer[]) =>
  frames.map((frame) => `<${frame.toString("hex")}>`).join("");
const hex = (all: Buffer[][]) => all.map(line).toSorted().join(" ");

const types =
  "Publishers need an XSUB socket, subscribers an XPUB socket, and the forwarder binds both.";
const carries =
  "Send every message that comes from `back`, the XPUB socket, on to `front`, as it came. A Proxy does that.";
const asItIs =
  "Send every message on once, with all its frames as they came, and none of your own.";
const closes =
  "On SIGINT call `terminate()` of the proxy, or close both sockets.";
