// One file: a grader is read as the list of what its checks hold.
import { check, expect, type CheckLab, type Program } from "#grading";
import { Pull, Push } from "zeromq";

const workEndpoint = "tcp://127.0.0.1:5555";
const resultsEndpoint = "tcp://127.0.0.1:5556";

check("collector-sums", async ({ lab }) => {
  const collector = await lab.start("collector");
  const results = lab.use(new Push({ linger: 2000 }));
  results.connect(resultsEndpoint);

  // Uneven shares, names that nobody expects, zeros, repeated and negative numbers, all interleaved.
  const shares = [
    { consumer: "1", numbers: [0, ...secretNumbers(lab, 3), 0] },
    { consumer: "2", numbers: [...secretNumbers(lab, 8), 7, 7] },
    {
      consumer: lab.random.nonce(),
      numbers: [...secretNumbers(lab, 2), -lab.random.integer(100, 900), 0],
    },
  ];
  const work = lab.random
    .shuffle(
      shares.flatMap(({ consumer, numbers }) =>
        numbers.map((number) => ({ consumer, number })),
      ),
    )
    .map((result, index) => ({ ...result, id: index + 1 }));
  // One result comes twice in a row, as it does when a producer sends one number, and then runs again.
  const repeated = lab.random.pick(work);
  work.splice(work.indexOf(repeated), 0, repeated);
  shares
    .find(({ consumer }) => consumer === repeated.consumer)
    ?.numbers.push(repeated.number);
  for (const [index, result] of work.entries())
    await lab.send(results, JSON.stringify(result), {
      to: collector,
      what: `result ${index + 1} of ${work.length}`,
    });

  for (const { consumer, numbers } of shares)
    await lab.explain({ program: collector, tryNext: countEveryResult }, () =>
      expect(
        collector,
        `${numbers.length} results of consumer ${consumer}, the numbers ${numbers.join(", ")}`,
      ).toHavePrinted(
        { consumer, count: numbers.length, sum: total(numbers) },
        { decidedBy: "count" },
      ),
    );

  const counted = new Map<string, Set<number>>();
  await lab.figures(collector, "consumer", ["count"], {
    enough: (figures) => {
      for (const [name, { count }] of figures)
        counted.set(name, (counted.get(name) ?? new Set()).add(count));
      return shares.every(
        ({ consumer, numbers }) =>
          figures.get(consumer.toLowerCase())?.count === numbers.length,
      );
    },
    what: "the counts of all consumers",
  });
  for (const { consumer, numbers } of shares) {
    const lines = counted.get(consumer.toLowerCase())?.size ?? 0;
    if (lines < numbers.length)
      lab.fail("The collector should print a line for every result.", {
        program: collector,
        expected: `${numbers.length} lines of consumer ${consumer}, with the counts 1 to ${numbers.length}`,
        seen: `${lines} such lines`,
        tryNext: "Print inside the loop, after each result.",
      });
  }
});

check("consumer-forwards", async ({ lab }) => {
  const work = lab.use(new Push({ linger: 2000 }));
  const results = lab.use(new Pull());
  await lab.bind(work, workEndpoint);
  await lab.bind(results, resultsEndpoint);
  const name = lab.random.nonce();
  const consumer = await lab.start("consumer-1", { args: [name] });

  await lab.explain({ program: consumer, tryNext: twoSockets }, async () => {
    await lab.handshakes(work, 1, {
      from: consumer,
      what: "a connection of a PULL socket to the producer's port 5555",
    });
    await lab.handshakes(results, 1, {
      from: consumer,
      what: "a connection of a PUSH socket to the collector's port 5556",
    });
  });

  // Messages come twice, later and at once, numbers are repeated, and may be 0: a consumer passes on what it is sent.
  const again = lab.random.integer(1000, 9999);
  const numbers = [again, 0, -3, 17, 17, ...secretNumbers(lab, 5)];
  const items = numbers.map((number, index) => ({ id: index + 1, number }));
  const [first = { id: 1, number: again }] = items;
  const last = items.at(-1) ?? first;
  items.push(first, last, last);
  for (const item of items)
    await lab.send(work, JSON.stringify(item), {
      to: consumer,
      what: `number ${item.number}`,
    });

  const fields = {
    consumer: "string",
    id: "number",
    number: "number",
  } as const;
  for (const [index, { id, number }] of items.entries()) {
    const before = items.findIndex((item) => item.id === id) < index;
    const twice = before ? ", which it was sent once more," : "";
    const what = `the result of number ${number}${twice} on the collector's port 5556`;
    const seen = await lab.explain({ program: consumer, tryNext: passOn }, () =>
      lab.receiveJson(results, { from: consumer, what, fields }),
    );
    if (seen.id !== id || seen.number !== number)
      lab.fail(
        `The consumer should pass on every number once for each time it is sent, but ${what} is missing.`,
        {
          program: consumer,
          expected: JSON.stringify({ consumer: name, id, number }),
          seen: JSON.stringify(seen),
          tryNext: passOn,
        },
      );
    if (seen.consumer !== name)
      lab.fail(
        "A result should carry the name of its consumer, which is the program's first argument.",
        {
          program: consumer,
          expected: JSON.stringify({ consumer: name, id, number }),
          seen: JSON.stringify(seen),
          tryNext:
            "Put `name` into the result: with one name for all, the collector cannot tell them apart.",
        },
      );
  }
  consumer.interrupt();
  const more = await lab.receiveRest(results, {
    from: consumer,
    what: "the end of its connection after Ctrl+C",
  });
  if (more.length > 0)
    lab.fail("The consumer sent more results than it was sent numbers.", {
      program: consumer,
      expected: `${items.length} results`,
      seen: `${items.length + more.length} results`,
    });
});

check("start-barrier", async ({ lab }) => {
  const numbers = [0, ...secretNumbers(lab, 99), 0];
  const producer = await startProducer(lab, numbers.map(String));
  const first = lab.use(new Pull());
  const second = lab.use(new Pull());

  first.connect(workEndpoint);
  await meetProducer(lab, producer, first);
  // Somebody who connects and never says what he is: no consumer.
  lab.connectSilently(5555);
  // A producer that waits for both consumers rests now. One that sleeps instead does not rest: it sends.
  await lab.rest(producer);
  if (first.readable)
    lab.fail(
      "The producer began to send while only one consumer was connected.",
      {
        program: producer,
        expected: "nothing before the second consumer is there",
        seen: String((await first.receive())[0]),
        tryNext: waitForBoth,
      },
    );

  second.connect(workEndpoint);
  await meetProducer(lab, producer, second);
  await lab.explain({ program: producer, tryNext: waitForBoth }, () =>
    expect(producer, "after the last number").toHaveExited(0),
  );
  const wait = { from: producer, what: itsEnd };
  const shares = [
    await lab.receiveRest(first, wait),
    await lab.receiveRest(second, wait),
  ];
  const [one = 0, other = 0] = shares.map((share) => share.length);
  const got = shares.flat().map(([message]) => workOf(message));
  const missing = numbers.findIndex(
    (number, index) =>
      !got.some(
        (work) => work["id"] === index + 1 && work["number"] === number,
      ),
  );
  if (missing !== -1 || one + other !== numbers.length)
    lab.fail(
      "Each number should arrive exactly once, as JSON with its id, counted from 1, and the number.",
      {
        program: producer,
        expected:
          missing === -1
            ? `${numbers.length} messages in all`
            : JSON.stringify({ id: missing + 1, number: numbers[missing] }),
        seen:
          missing === -1
            ? `${one + other} messages`
            : `no such message among ${one + other}, which begin with ${String(shares.flat()[0]?.[0])}`,
      },
    );
  if (Math.abs(one - other) > 1)
    lab.fail(
      "Two consumers that are there from the start should get equally many numbers.",
      {
        program: producer,
        expected: `${Math.ceil(numbers.length / 2)} and ${Math.floor(numbers.length / 2)}`,
        seen: `${one} and ${other}`,
        tryNext: waitForBoth,
      },
    );
});

check(
  "nothing-lost",
  async ({ lab }) => {
    // 10 MB for each consumer, while the kernel holds about 4 MB for one that
    // does not read: most of it is still with the producer when all is sent.
    const numbers = secretNumbers(lab, 200);
    const producer = await startProducer(lab, [
      ...numbers.map(String),
      "--padding=100000",
    ]);
    const consumers = [1, 2].map(() =>
      lab.use(new Pull({ receiveHighWaterMark: 1 })),
    );
    for (const consumer of consumers) {
      consumer.connect(workEndpoint);
      await meetProducer(lab, producer, consumer);
    }

    // A limit, no sleep: whoever throws messages away is done by then. Whoever waits for slow consumers, for some seconds, passes.
    await Promise.race([producer.exit, milliseconds(2_000)]);

    const shares = await Promise.all(
      consumers.map((consumer) =>
        lab.receiveRest(consumer, { from: producer, what: itsEnd }),
      ),
    );
    const ids = new Set(
      shares.flat().map(([message]) => workOf(message)["id"]),
    );
    if (ids.size < numbers.length)
      lab.fail(
        `Of ${numbers.length} numbers, ${numbers.length - ids.size} were lost: ` +
          "both consumers were slow, and the producer did not wait until all " +
          "had left. That comes from a linger that is 0 or too short, or from " +
          "process.exit().",
        {
          program: producer,
          expected: `${numbers.length} numbers`,
          seen: `${ids.size} numbers`,
          tryNext:
            "Give the socket a linger of some seconds, close it, and let the program end by itself.",
        },
      );
  },
  { after: ["start-barrier"] },
);

check(
  "late-consumer",
  async ({ lab }) => {
    const work = lab.use(new Push({ linger: 2000 }));
    await lab.bind(work, workEndpoint);
    const collector = await lab.start("collector");
    const [early, late] = [lab.random.nonce(), lab.random.nonce()];
    const numbers = tellingNumbers(lab, 20);
    const alone = 8;
    const send = (index: number, to: Program) => {
      const number = numbers[index];
      return lab.send(work, JSON.stringify({ id: index + 1, number }), {
        to,
        what: `number ${number}`,
      });
    };

    const first = await lab.start("consumer-1", { args: [early] });
    await lab.handshakes(work, 1, {
      from: first,
      what: "a connection to the producer's port 5555",
    });
    for (let index = 0; index < alone; index++) await send(index, first);
    await lab.explain({ program: collector, tryNext: oneByOne }, () =>
      expect(collector, "before the late consumer").toHavePrinted(
        {
          consumer: early,
          count: alone,
          sum: total(numbers.slice(0, alone)),
        },
        { decidedBy: "count" },
      ),
    );

    const second = await lab.start("consumer-2", { args: [late] });
    await lab.handshakes(work, 2, {
      from: second,
      what: "a connection to the producer's port 5555",
    });
    for (let index = alone; index < numbers.length; index++)
      await send(index, second);
    await expectShares(lab, collector, numbers);
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
    const numbers = tellingNumbers(lab, 201);
    let sent = 0;
    for (const upTo of [100, numbers.length]) {
      const run = numbers.slice(sent, upTo);
      sent = upTo;
      const producer = await lab.start("producer", { args: run.map(String) });
      await expect(producer, `with ${run.length} numbers`).toHaveExited(0);
      await expect(producer, "its last line").toHavePrinted({
        count: run.length,
        sum: total(run),
      });
      await expectShares(lab, collector, numbers.slice(0, sent));
    }

    collector.interrupt();
    await expect(collector, "on Ctrl+C").toHaveExited(0);
    await lab.explain({ tryNext: fromTotals }, () =>
      expect(
        collector,
        `its total (count ${numbers.length}, sum ${total(numbers)}) on Ctrl+C`,
      ).toHavePrinted(
        new RegExp(
          `total(?=.*count\\D*${numbers.length}\\b)(?=.*sum\\D*${total(numbers)}\\b)`,
          "i",
        ),
      ),
    );
    for (const consumer of consumers) {
      consumer.interrupt();
      await expect(consumer, "on Ctrl+C").toHaveExited(0);
    }
  },
  {
    after: ["collector-sums", "consumer-forwards", "start-barrier"],
  },
);

const fromTotals =
  "The total is taken from `totals`, as the starter does: keep your counts and sums there.";
const countEveryResult =
  "Keep a count and a sum for each consumer name in `totals`; after each result print that consumer's line.";
const twoSockets =
  "A consumer has a PULL socket connected to port 5555 and a PUSH socket connected to port 5556.";
const boundPush =
  "The producer binds a PUSH socket to port 5555: a PULL socket connects to no other type. It sends when both consumers have connected.";
const passOn =
  "Inside the loop, send { consumer: name, id, number } on `results`, for every message that came.";
const waitForBoth =
  'Count the "handshake" events of the socket from before bind() on, and begin to send after the second.';
const oneByOne = "Look first at the checks above: they try each program alone.";
const onlyGrow =
  "Every number counts once, also in a second run of the producer: let `totals` only grow, and compare what the terminals say of each number.";
const itsEnd = "the end of its connection";

/** A sum of telling numbers ends with how many they are. */
const marker = 1000;

/** Secret numbers of which each is a multiple of {@link marker} and 1. */
function tellingNumbers(lab: CheckLab, count: number): number[] {
  return secretNumbers(lab, count).map((number) => number * marker + 1);
}

/**
 * Waits until the collector has counted as many results as these telling numbers are. ZeroMQ decides who gets which, and any way
 * to share them is right: together they are all, and each sum is one of as many numbers as the count says.
 */
async function expectShares(
  lab: CheckLab,
  collector: Program,
  numbers: readonly number[],
): Promise<void> {
  const wanted = { count: numbers.length, sum: total(numbers) };
  const shares = await lab.explain(
    { program: collector, tryNext: onlyGrow },
    () =>
      lab.figures(collector, "consumer", ["count", "sum"], {
        enough: (figures) =>
          total([...figures.values()].map(({ count }) => count)) >=
          wanted.count,
        what: `counts of all consumers that make ${wanted.count} together`,
      }),
  );
  const each = [...shares.values()];
  const together = {
    count: total(each.map(({ count }) => count)),
    sum: total(each.map(({ sum }) => sum)),
  };
  const seen = [...shares]
    .map(
      ([name, { count, sum }]) =>
        `consumer ${name}  count ${count}  sum ${sum}`,
    )
    .join("; ");
  if (together.count !== wanted.count || together.sum !== wanted.sum)
    lab.fail(
      `The consumers' counts and sums together should be those of the ${wanted.count} numbers that were sent.`,
      {
        program: collector,
        expected: `together count ${wanted.count}  sum ${wanted.sum}`,
        seen: `together count ${together.count}  sum ${together.sum}: ${seen}`,
        tryNext: onlyGrow,
      },
    );
  if (each.some(({ count, sum }) => sum % marker !== count))
    lab.fail(
      "A consumer's sum should be that of its own numbers, as many as its count says.",
      {
        program: collector,
        expected: `sums that end with the count, as every number ends with 001`,
        seen,
        tryNext: countEveryResult,
      },
    );
}

/** The producer waits for consumers, so it is ready for them when it listens. */
function startProducer(lab: CheckLab, args: string[]): Promise<Program> {
  return lab.start("producer", {
    args,
    ready: { when: "listening", port: 5555 },
  });
}

/** Waits until the producer and a consumer of the grader are connected. */
function meetProducer(
  lab: CheckLab,
  producer: Program,
  consumer: Pull,
): Promise<void> {
  const what =
    "the handshake between a consumer's PULL socket and the producer's PUSH socket on port 5555";
  return lab.explain({ program: producer, tryNext: boundPush }, () =>
    lab.handshakes(consumer, 1, { from: producer, what }),
  );
}

function secretNumbers(lab: CheckLab, count: number): number[] {
  return lab.random.numbers(count, { least: 1, most: 99 });
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** A message of the producer; fields that it lacks are undefined. */
function workOf(message: Buffer | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(message));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // Not JSON: it has none of the fields.
    return {};
  }
}

function milliseconds(limit: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, limit));
}
