import { checksOf, expect, sum, fieldsOf, type PrintedAfter } from "#grading";
import { Pull, Push } from "zeromq";
import pipeline from "./lab.ts";

const check = checksOf(pipeline);
const source = "tcp://127.0.0.1:5555";
const sink = "tcp://127.0.0.1:5556";

check("collector-sums", async ({ lab }) => {
  const collector = await lab.start("collector");
  const results = await lab.connect(new Push(), sink, collector);

  // Uneven shares, a name that nobody expects, zeros, equal numbers and negative ones, in turns that nobody can guess.
  const [a = 0, b = 0, c = 0] = lab.random.numbers(3);
  const left: Record<string, number[]> = {
    "1": [a, 0, b, 0],
    "2": [b, 7, 7, c, 0],
    [lab.random.nonce()]: [-a, 0],
  };
  const turns = lab.random.shuffle(
    Object.entries(left).flatMap(([consumer, numbers]) =>
      numbers.map(() => consumer),
    ),
  );
  const printed: Record<string, PrintedAfter[]> = {};
  for (const [index, consumer] of turns.entries()) {
    const number = left[consumer]?.shift() ?? 0;
    // One result comes twice in a row, as it does when a producer sends one number, and then runs again.
    for (let times = index === 4 ? 2 : 1; times > 0; times--) {
      await results.send({ consumer, id: index + 1, number }, "a result");
      const lines = (printed[consumer] ??= []);
      const before = Number(lines.at(-1)?.values["sum"] ?? 0);
      lines.push({
        after: `the number ${number} of consumer ${consumer}`,
        values: { consumer, count: lines.length + 1, sum: before + number },
      });
    }
  }
  const all = Object.keys(left).flatMap((consumer) => printed[consumer] ?? []);
  await expect(collector, "A line for every result").toHavePrintedEach(all, {
    decidedBy: "count",
    tryNext: countEveryResult,
  });
});

check("consumer-forwards", async ({ lab }) => {
  const work = await lab.bind(new Push(), source);
  const results = await lab.bind(new Pull(), sink);
  const name = lab.random.nonce();
  const consumer = await lab.start("consumer-1", { args: [name] });
  await work.meet(consumer);
  await results.meet(consumer);

  // Messages come twice, later and at once, numbers are repeated, and may be 0: a consumer passes on what it is sent.
  const [first = 0, last = 0] = lab.random.tellingNumbers(2);
  const numbers = [first, 0, -3, 17, 17, last];
  const items = numbers.map((number, index) => ({ id: index + 1, number }));
  items.push(...items.slice(0, 1), ...items.slice(-1), ...items.slice(-1));
  for (const item of items) await work.send(item, `number ${item.number}`);

  for (const [index, { id, number }] of items.entries()) {
    const again = items.findIndex((item) => item.id === id) < index;
    const what = `the result of number ${number}${again ? ", which it was sent once more," : ""}`;
    await results.json(what, { number, id, consumer: name }, passOn);
  }
  consumer.interrupt();
  await results.expectNoMore(`${items.length} results`, passOn);
});

check("start-barrier", async ({ lab }) => {
  const numbers = [0, ...lab.random.numbers(11), 0];
  const producer = await lab.start("producer", { args: numbers.map(String) });
  const first = await lab.connect(new Pull(), source, producer);
  // Somebody who connects and never says what he is: no consumer.
  lab.connectSilently(5555);
  // A producer that waits for both consumers rests now. One that sleeps instead does not rest: it sends.
  await producer.rest();
  producer.require(
    !first.hasMessage,
    "The producer began to send while only one consumer was connected.",
    waitForBoth,
  );
  const second = await lab.connect(new Pull(), source, producer);
  await expect(producer, "After the last number").toHaveExited(0, waitForBoth);

  const shares = [await first.rest(), await second.rest()];
  const got = shares.flat().map((message) => fieldsOf(message));
  expect(
    got
      .map(({ id, number }) => ({ id, number }))
      .toSorted((a, b) => Number(a.id) - Number(b.id)),
    "The numbers with their ids, counted from 1, each exactly once as JSON",
  ).toEqual(numbers.map((number, index) => ({ id: index + 1, number })));
  const [one = 0, other = 0] = shares.map((share) => share.length);
  producer.require(
    Math.abs(one - other) <= 1,
    `Two consumers that are there from the start should get equally many numbers, but they got ${one} and ${other}.`,
    waitForBoth,
  );

  for (const peer of [first, second]) await peer.leave();
  // Consumers that try to connect all the time are there as soon as the port is: the handshakes come at once. Three times, since
  // whoever begins to count too late is sometimes lucky.
  for (let time = 1; time <= 3; time++) {
    const eager = { reconnectInterval: 1 };
    const peers = [
      await lab.connect(new Pull(eager), source),
      await lab.connect(new Pull(eager), source),
    ];
    const producer = await lab.start("producer", { args: ["1", "2", "3"] });
    for (const peer of peers) await peer.meet(producer);
    await expect(producer, "Whose consumers were there before it").toHaveExited(
      0,
      countBeforeBind,
    );
    for (const peer of peers) await peer.leave();
  }
});

check(
  "nothing-lost",
  async ({ lab }) => {
    // 7 MB for each consumer, while the kernel holds about 4 MB for one that does not read and has a small buffer itself: much is
    // still with the producer when all is sent.
    const numbers = lab.random.numbers(20).map(String);
    const producer = await lab.start("producer", {
      args: [...numbers, "--padding=700000"],
    });
    const slow = {
      receiveHighWaterMark: 1,
      receiveBufferSize: 65536,
      maxMessageSize: 2_000_000,
    };
    const consumers = [
      await lab.connect(new Pull(slow), source, producer),
      await lab.connect(new Pull(slow), source, producer),
    ];
    // Whoever throws messages away has done so by then; whoever waits for slow consumers, for some seconds, need not be waited for.
    await producer.rest({ sleeps: 2_000 });

    // Both at once: one alone would wait for the producer's end, and that for the other.
    const shares = await Promise.all(consumers.map((each) => each.rest()));
    const ids = new Set(shares.flat().map((each) => fieldsOf(each)["id"]));
    const lost = numbers.length - ids.size;
    producer.require(
      lost === 0,
      `Of ${numbers.length} numbers, ${lost} were lost: both consumers were slow, and the producer did not wait until all had left. That comes from a linger that is 0 or too short, or from process.exit().`,
      "Give the socket a linger of some seconds, close it, and let the program end by itself.",
    );
  },
  { after: ["start-barrier"] },
);

check(
  "late-consumer",
  async ({ lab }) => {
    const work = await lab.bind(new Push(), source);
    const collector = await lab.start("collector");
    const [early = "", late = ""] = lab.random.nonces(2);
    const numbers = lab.random.tellingNumbers(9);
    const alone = numbers.slice(0, 3);
    const send = (number: number, index: number) =>
      work.send({ id: index + 1, number }, `number ${number}`);

    await work.meet(await lab.start("consumer-1", { args: [early] }));
    for (const [index, number] of alone.entries()) await send(number, index);
    await expect(collector, "Before the late consumer").toHavePrinted(
      { consumer: early, count: alone.length, sum: sum(alone) },
      { decidedBy: "count", tryNext: oneByOne },
    );
    await work.meet(await lab.start("consumer-2", { args: [late] }));
    for (const [index, number] of numbers.entries())
      if (index >= alone.length) await send(number, index);
    await expect(collector).toHavePrintedShares("consumer", numbers, onlyGrow);
  },
  { after: ["collector-sums", "consumer-forwards"] },
);

check(
  "whole-pipeline",
  async ({ lab }) => {
    const collector = await lab.start("collector");
    const consumers = [
      await lab.start("consumer-1"),
      await lab.start("consumer-2"),
    ];

    // The second run has one number more: an odd count, and totals that go on.
    const numbers = lab.random.tellingNumbers(11);
    for (const end of [5, 11]) {
      const run = numbers.slice(end === 5 ? 0 : 5, end);
      const producer = await lab.start("producer", { args: run.map(String) });
      await expect(producer, "At its end").toHaveExited(0, oneByOne);
      await expect(producer, "Its last line").toHavePrinted({
        count: run.length,
        sum: sum(run),
      });
      const sent = numbers.slice(0, end);
      await expect(collector).toHavePrintedShares("consumer", sent, onlyGrow);
    }
    await collector.stopsOnInterrupt("when all is counted");
    const [count, total] = [numbers.length, sum(numbers)];
    const figures = `(?=.*count\\D*${count}\\b)(?=.*sum\\D*${total}\\b)`;
    await expect(
      collector,
      `Its total (count ${count}, sum ${total}) on Ctrl+C`,
    ).toHavePrinted(new RegExp(`total${figures}`, "i"), {
      tryNext: fromTotals,
    });
    for (const consumer of consumers)
      await consumer.stopsOnInterrupt("when all is counted");
  },
  {
    after: ["collector-sums", "consumer-forwards", "start-barrier"],
    deadline: 30,
  },
);

const countEveryResult =
  "Keep a count and a sum for each consumer name in `totals`; after each result print that consumer's line.";
const passOn =
  "Inside the loop, send { consumer: name, id, number } on `results`, for every message that came.";
const waitForBoth =
  'Count the "handshake" events of the socket from before bind() on, and begin to send after the second.';
const countBeforeBind =
  "Both were connected as soon as the port was there. Begin to count handshakes before bind(), and await the count after it.";
const oneByOne = "Look first at the checks above: they try each program alone.";
const fromTotals =
  "The total is taken from `totals`, as the starter does: keep your counts and sums there.";
const onlyGrow =
  "Every number counts once, also in a second run of the producer: let `totals` only grow, and compare what the terminals say of each number.";
