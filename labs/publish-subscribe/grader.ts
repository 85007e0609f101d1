import { checksOf, expect, sum, type CheckLab, type Program } from "#grading";
import { Subscriber, XPublisher } from "zeromq";
import publishSubscribe from "./lab.ts";

const check = checksOf(publishSubscribe);

/** The one subscription there should be: with its space, so that place 100012 stays out. */
const topic = "10001 ";

/** No station measures more, nor less than its negative. */
const hottest = 134;

check("both-ports", async ({ lab }) => {
  const { decoy, subscriber } = await startAmongStations(lab);
  await subscriber.rest();
  subscriber.require(
    !decoy.hasMessage,
    "The subscriber connected to a port that was not in its arguments.",
    connectsToEach,
  );
});

check("subscription", async ({ lab }) => {
  const { stations, subscriber } = await startAmongStations(lab);
  for (const { station } of stations)
    requireTopic(
      subscriber,
      await station.receive("a subscription", subscribes),
    );
  await subscriber.rest();
  subscriber.interrupt();
  for (const { station } of stations)
    for (const more of await station.rest()) requireTopic(subscriber, more);
});

check(
  "sums",
  async ({ lab }) => {
    const { stations, subscriber } = await startAmongStations(lab);
    const expected = [];
    for (const [index, { port, station }] of stations.entries()) {
      await station.receive("a subscription", subscribes);
      const heard: number[] = [];
      // Different counts for the ports, with frost, zero and repeated temperatures.
      const some = lab.random.numbers(2 + index, { most: hottest });
      for (const degrees of lab.random.shuffle([0, -80, 0, 17, 17, ...some])) {
        // What nobody has subscribed to comes first: when the last wanted one is counted, all of it has been seen.
        for (const place of ["9999", "100012", "1000", "10001x", "10001"])
          await station.send(`${place} ${degrees} ${port}`, "a measurement");
        heard.push(degrees);
        const [count, total] = [heard.length, sum(heard)];
        const average = { about: total / count, within: 1 };
        expected.push({
          after: `${degrees} degrees from port ${port}`,
          values: { port, count, sum: total, average },
        });
      }
    }
    await expect(subscriber, "A line for each measurement").toHavePrintedEach(
      expected,
      { decidedBy: "count", tryNext: printsEach },
    );
  },
  { after: ["subscription"] },
);

check(
  "live-stations",
  async ({ lab }) => {
    const { subscriber: alone } = await startAmongStations(lab);
    await alone.rest();
    await alone.stopsOnInterrupt("before it has heard anything");

    // The subscriber comes first: it waits for stations that are not there yet.
    const subscriber = await lab.start("subscriber");
    for (const port of ["5555", "5556"] as const) {
      const station = await lab.start(`station-${port}`, { args: [port, "2"] });
      const listener = new Subscriber();
      listener.subscribe(topic);
      const endpoint = `tcp://127.0.0.1:${port}`;
      const ear = await lab.connect(listener, endpoint, station);
      const hear = async () =>
        Number((await ear.text("a measurement")).split(" ")[1]);
      await requireHeard(subscriber, port, hear);
    }
    await subscriber.stopsOnInterrupt("while it listens to the stations");
  },
  { after: ["subscription", "sums"] },
);

/** Starts the subscriber among three stations, at a host and on ports that no program knows beforehand, and one beside them. */
async function startAmongStations(lab: CheckLab) {
  const host = `127.0.0.${lab.random.integer(2, 250)}`;
  const first = lab.random.integer(6000, 6060);
  const ports = [first, first + 11, first + lab.random.integer(20, 60)];
  // XPUB sends as PUB does, and receives the subscriptions.
  const bind = (port: number) =>
    lab.bind(new XPublisher({ sendHighWaterMark: 0 }), `tcp://${host}:${port}`);
  const stations = [];
  for (const port of ports) stations.push({ port, station: await bind(port) });
  const decoy = await bind(first + 5);
  const args = [host, ...ports.map(String)];
  const subscriber = await lab.start("subscriber", { args });
  for (const { station } of stations)
    await station.meet(subscriber, connectsToEach);
  return { stations, decoy, subscriber };
}

/** A subscription arrives as one byte, 1 for subscribe and 0 for unsubscribe, and the prefix. */
function requireTopic(subscriber: Program, [message]: Buffer[]): void {
  const prefix = message?.subarray(1).toString() ?? "";
  subscriber.require(
    message?.[0] !== 1 || prefix === topic,
    `The subscription should be "${topic}" and nothing else, but there is "${prefix}". An empty one receives everything, and without the space 10001 also matches the place 100012.`,
    "Let ZeroMQ do the filtering: subscribe to the place, up to and including the space behind it.",
  );
}

/**
 * What a station measures nobody knows beforehand. So all figures must be sums of measurements, one more in each, and those since a
 * listener has been there must be sums of what it heard.
 */
async function requireHeard(
  subscriber: Program,
  port: string,
  hear: () => Promise<number>,
): Promise<void> {
  const heard = [await hear()];
  // Each line has at most one measurement more than the one before: whatever was heard before is in fewer lines than these.
  const before = subscriber.lines.filter((line) => line.includes(port)).length;
  // A subscriber that is behind the listener is given more lines, until it has come to what the listener heard.
  for (const more of [16, 64, 256]) {
    const enough = before + more;
    const figures = await subscriber.figures(
      "port",
      ["count", "sum", "average"],
      {
        enough: (each) => (each.get(port)?.at(-1)?.count ?? 0) >= enough,
        what: `figures for the weather station on port ${port}`,
        tryNext: printsEach,
      },
    );
    const added = measurementsIn(subscriber, port, figures.get(port) ?? []);
    while (!continues(added, heard) && heard.length < added.length + 50)
      heard.push(await hear());
    if (continues(added, heard)) return;
  }
  subscriber.require(
    false,
    `The figures for port ${port} should be those of the weather station that runs there, but they grow by what it never sent.`,
    printsEach,
  );
}

/** The measurements that were added up, one for each count. */
function measurementsIn(
  subscriber: Program,
  port: string,
  rows: readonly Record<"count" | "sum" | "average", number>[],
): number[] {
  const added: number[] = [];
  let sum = 0;
  for (const row of rows) {
    // The line may be printed again, such as when the other station was heard.
    if (row.count === added.length && row.sum === sum) continue;
    const figures = `count ${row.count}  sum ${row.sum}  average ${row.average}`;
    const fits =
      row.count === added.length + 1 &&
      Math.abs(row.average - row.sum / row.count) <= 1;
    subscriber.require(
      fits && Math.abs(row.sum - sum) <= hottest,
      `The figures for port ${port} should be those of the weather station that runs there, but behind count ${added.length} and sum ${sum} come ${figures}.`,
      printsEach,
    );
    added.push(row.sum - sum);
    sum = row.sum;
  }
  return added;
}

/** Whether what was added up ends in what was heard meanwhile: six or more in a row, from the first one that both have. */
function continues(added: number[], heard: number[]): boolean {
  const shifts = added.map((_, index) => index);
  return [...shifts, ...heard.map((_, index) => -index)].some((shift) => {
    const ours = added.slice(Math.max(0, shift));
    const theirs = heard.slice(Math.max(0, -shift)).slice(0, ours.length);
    return (
      ours.length >= 6 &&
      theirs.length === ours.length &&
      ours.every((each, index) => each === theirs[index])
    );
  });
}

const connectsToEach =
  "The first argument is the host, and all others are ports: connect one SUB socket, `Subscriber`, to each of them and to nothing else.";
const subscribes =
  "Call subscribe(): a SUB socket receives nothing before that.";
const printsEach =
  "For each measurement, add to the totals of its port and print them: `` `port ${port}  count ${count}  sum ${sum}  average ${average}` ``.";
