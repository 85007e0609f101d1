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
        tryNext: "Call connect() once for each of the ports.",
      },
      () =>
        lab.handshakes(socket, 1, {
          from: subscriber,
          what: `a connection to port ${port}, one of the two in its arguments,`,
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

check("sums", async ({ lab }) => {
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
});

check("live-stations", async ({ lab }) => {
  // The subscriber comes first: it waits for stations that are not there yet.
  const subscriber = await lab.start("subscriber");
  for (const port of ["5555", "5556"]) {
    await lab.start(`station-${port}`, { args: [port, "2"] });
    await lab.explain({ program: subscriber, tryNext: everyPort }, () =>
      expect(
        subscriber,
        `a measurement of the weather station on port ${port}`,
      ).toHavePrinted(new RegExp(`port\\W*${port}\\D.*count`, "i")),
    );
  }
  subscriber.interrupt();
  await lab.explain({ tryNext: closeOnInterrupt }, () =>
    expect(subscriber, "on Ctrl+C").toHaveExited(0),
  );
});

const closeOnInterrupt =
  "Close the socket in the SIGINT handler: that ends the `for await` loop, and the program ends by itself.";
const everyPort =
  "For each measurement, add to the totals of its port and print them: `port ${port}  count ${count}  sum ${sum}`.";

interface Station {
  port: string;
  /** XPUB sends as PUB does, and receives the subscriptions. */
  socket: XPublisher;
}

/** Starts the subscriber between two stations of the grader, on ports that no program knows beforehand. */
async function startAmongStations(
  lab: CheckLab,
): Promise<{ stations: Station[]; subscriber: Program }> {
  const first = lab.random.integer(6000, 6400);
  const ports = [first, first + lab.random.integer(1, 400)].map(String);
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
