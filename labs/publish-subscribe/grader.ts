import { check, expect, type CheckLab, type Program } from "#grading";
import { XPublisher } from "zeromq";

/** The one subscription there should be: with its space, so that place 100012 stays out. */
const topic = "10001 ";

check("both-ports", async ({ lab }) => {
  const { stations, subscriber } = await startAmongStations(lab);
  for (const { port, socket } of stations)
    await lab.explain(
      {
        program: subscriber,
        tryNext:
          "Make a SUB socket, `Subscriber`, and call connect() once for each of the ports.",
      },
      () =>
        lab.handshakes(socket, 1, {
          from: subscriber,
          what: `a connection of a SUB socket to port ${port}, one of the three in its arguments,`,
        }),
    );
});

check("subscription", async ({ lab }) => {
  const { stations, subscriber } = await startAmongStations(lab);
  for (const { port, socket } of stations) {
    const first = await receiveSubscription(lab, subscriber, port, socket);
    expectTopic(lab, subscriber, first, "but it is");
  }
  subscriber.interrupt();
  for (const { socket } of stations) {
    const rest = await lab.receiveRest(socket, {
      from: subscriber,
      what: "the end of its connections after Ctrl+C",
    });
    for (const message of rest)
      expectTopic(lab, subscriber, message, "but there is also");
  }
});

check(
  "sums",
  async ({ lab }) => {
    const { stations, subscriber } = await startAmongStations(lab);
    for (const { port, socket } of stations)
      await receiveSubscription(lab, subscriber, port, socket);

    const expected = [];
    for (const [index, { port, socket }] of stations.entries()) {
      // Different counts for the ports, with frost, zero and repeated temperatures.
      const wanted = [
        0,
        ...lab.random.numbers(4 + 3 * index, { least: 1, most: 134 }),
        -80,
        0,
        17,
        17,
      ];
      const temperatures = [
        ...lab.random.shuffle(wanted),
        lab.random.integer(1, 134),
      ];
      expected.push({
        port,
        count: temperatures.length,
        sum: total(temperatures),
      });
      for (const temperature of temperatures) {
        // What nobody has subscribed to comes first: when the last wanted one is
        // counted, all of it has been seen.
        for (const other of [
          "9999",
          "10000",
          "100012",
          "10002",
          "1000",
          "10001x",
        ])
          await socket.send(`${other} ${lab.random.integer(1, 134)} ${port}`);
        await socket.send(`${topic}${temperature} ${port}`);
      }
    }
    for (const { port, count, sum } of expected)
      await lab.explain({ program: subscriber, tryNext: everyPort }, () =>
        expect(subscriber, `the count and sum of port ${port}`).toHavePrinted(
          { port, count, sum },
          { decidedBy: "count" },
        ),
      );
    for (const { port, count, sum } of expected) {
      const line = subscriber.lines.findLast(
        (each) => each.includes(port) && average.test(each),
      );
      const printed = Number(line && average.exec(line)?.[1]);
      // However it is rounded. Whoever prints none keeps none.
      if (line !== undefined && Math.abs(printed - sum / count) >= 1)
        lab.fail(
          `The average of port ${port} should be its sum divided by its count.`,
          {
            program: subscriber,
            expected: `average ${(sum / count).toFixed(1)}`,
            seen: line,
            tryNext: "Divide the sum of this port by the count of this port.",
          },
        );
    }
  },
  { after: ["subscription"] },
);

check(
  "live-stations",
  async ({ lab }) => {
    const alone = await lab.start("subscriber");
    await lab.rest(alone);
    alone.interrupt();
    await lab.explain({ tryNext: closeOnInterrupt }, () =>
      expect(alone, "on Ctrl+C before it has heard anything").toHaveExited(0),
    );

    // The subscriber comes first: it waits for stations that are not there yet.
    const subscriber = await lab.start("subscriber");
    for (const port of ["5555", "5556"]) {
      await lab.start(`station-${port}`, { args: [port, "2"] });
      await lab.explain({ program: subscriber, tryNext: everyPort }, () =>
        lab.figures(subscriber, "port", ["count"], {
          enough: (figures) => figures.has(port),
          what: `the count of the weather station on port ${port}`,
        }),
      );
    }
    subscriber.interrupt();
    await lab.explain({ tryNext: closeOnInterrupt }, () =>
      expect(subscriber, "on Ctrl+C").toHaveExited(0),
    );
  },
  { after: ["subscription"] },
);

/** The average in a line. */
const average = /\b(?:average|avg|mean)\W*?(-?\d+(?:\.\d+)?)/i;

const closeOnInterrupt =
  "Close the socket in the SIGINT handler: that ends the `for await` loop, and the program ends by itself.";
const everyPort =
  "For each measurement, add to the totals of its port and print them: `port ${port}  count ${count}  sum ${sum}`.";

interface Station {
  port: string;
  /** XPUB sends as PUB does, and receives the subscriptions. */
  socket: XPublisher;
}

/** Starts the subscriber among three stations of the grader, on ports that no program knows beforehand. */
async function startAmongStations(
  lab: CheckLab,
): Promise<{ stations: Station[]; subscriber: Program }> {
  const first = lab.random.integer(6000, 6400);
  const second = first + lab.random.integer(1, 400);
  const ports = [first, second, second + lab.random.integer(1, 400)].map(
    String,
  );
  const stations = ports.map((port) => ({
    port,
    socket: lab.use(new XPublisher({ linger: 0, sendHighWaterMark: 0 })),
  }));
  for (const { port, socket } of stations)
    await lab.bind(socket, `tcp://127.0.0.1:${port}`);
  const subscriber = await lab.start("subscriber", {
    args: ["127.0.0.1", ...ports],
  });
  return { stations, subscriber };
}

function receiveSubscription(
  lab: CheckLab,
  subscriber: Program,
  port: string,
  socket: XPublisher,
): Promise<Buffer[]> {
  const tryNext =
    "Connect to every port, and call subscribe(): a SUB socket receives nothing before that.";
  return lab.explain({ program: subscriber, tryNext }, () =>
    lab.receive(socket, {
      from: subscriber,
      what: `a subscription on port ${port}`,
    }),
  );
}

/** A subscription arrives as one byte, 1 for subscribe and 0 for unsubscribe, and the prefix. */
function expectTopic(
  lab: CheckLab,
  subscriber: Program,
  [message]: Buffer[],
  but: string,
): void {
  if (!message || message[0] !== 1) return;
  const seen = message.subarray(1).toString();
  if (seen === topic) return;
  const reasons: Record<string, string> = {
    "": "An empty subscription receives everything, also what is thrown away afterwards.",
    "10001":
      "Without the space behind it, 10001 also matches the place 100012.",
  };
  lab.fail(
    `The subscription should be "${topic}" and nothing else, ${but} "${seen}". ` +
      (reasons[seen] ??
        "A subscription is a prefix of the message, byte for byte."),
    {
      program: subscriber,
      expected: `subscribe("${topic}")`,
      seen: `subscribe("${seen}")`,
      tryNext:
        "Let ZeroMQ do the filtering: subscribe to the place, up to and including the space behind it.",
    },
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
