import { checksOf, type CheckLab, type Program } from "#grading";
import { XPublisher } from "zeromq";
import prefixes from "./lab.ts";

const check = checksOf(prefixes);

check("given-prefixes", async ({ lab }) => {
  const [a, b] = [lab.random.nonce(), lab.random.nonce()];
  // One is the beginning of another, one ends with a blank, and one is not ASCII.
  const given = lab.random.shuffle([a, `${a}1-`, `0${b} `, `°${b}`]);
  const some = await startAt(lab, 5555, given);
  await some.requireWanted(given, "With these arguments");
  const texts = [a, `${a}-1 `, `${a}1-2`, `0${b} 3`, `°${b}`].map(
    (start) => `${start} ${lab.random.nonce()}`,
  );
  await some.publish(texts);
  // Two that are the same, and one more: when that is there, they have been, too.
  const again = [...texts.slice(0, 2), `${a} ${lab.random.nonce()}`];
  await some.publish(again);
  await some.subscriber.stopsOnInterrupt("while it listens", bothClosed);
  requireAll(some.subscriber, [...texts, ...again]);

  const none = await startAt(lab, 6001, []);
  await none.requireWanted([], "Without a prefix in its arguments");
  const all = await startAt(lab, 6002, [""]);
  await all.requireWanted([""], "With an empty prefix");
  await all.publish([`${b} is for everybody`]);
});

check(
  "typed-prefixes",
  async ({ lab }) => {
    const [a, b] = [lab.random.nonce(), `B${lab.random.nonce()}`];
    const { subscriber, ...it } = await startAt(lab, 5555, [a]);
    const steps: [string, string[], string[]][] = [
      [`+${b} `, [a, `${b} `], [`${b} 1`, `${a}, as before, 2`]],
      [`+${a}1`, [a, `${a}1`, `${b} `], [`${a}1, by two prefixes, 3`]],
      // The longer prefix stays when the shorter one goes.
      [`-${a}`, [`${a}1`, `${b} `], [`${a}1 4`, `${b} 5`]],
      // What nobody asked for, and everything.
      [`-a${b}\n+`, ["", `${a}1`, `${b} `], [`everything: ${b} 6`]],
      [`-\n-${b} \n-${a}1`, [], []],
      // It has been without a subscription, and hears again.
      [`+-${a}`, [`-${a}`], [`-${a} 7`]],
    ];
    await it.requireWanted([a], "At the start");
    for (const [line, wanted, texts] of steps) {
      subscriber.type(`${line}\n`);
      const when = `After "${line.replaceAll("\n", '", "')}" was typed`;
      await it.requireWanted(wanted, when);
      await it.publish(texts);
    }
    await subscriber.stopsOnInterrupt("after all that was typed", bothClosed);
    for (const [, , texts] of steps) requireAll(subscriber, texts);
  },
  { after: ["given-prefixes"] },
);

check(
  "with-publisher",
  async ({ lab }) => {
    const endpoint = "tcp://127.0.0.1:5555";
    const alone = await lab.start("subscriber-1");
    await alone.rest();
    await alone.stopsOnInterrupt("before it has heard anything", bothClosed);

    const publisher = await lab.start("publisher", { args: ["5555", "200"] });
    const one = await lab.start("subscriber-1", { args: [endpoint, "2"] });
    const all = await lab.start("subscriber-2");
    for (const each of [one, all]) await each.printed(/2-Update \d+/);
    one.type("+1\n-2\n");
    await publisher.printed('hears: unsubscribe "2"', {
      tryNext: "`unsubscribe(prefix)` takes the prefix that was typed.",
    });
    // In the rounds after that one, only the other one still gets topic 2.
    const now = publisher.lines.filter((line) => line.startsWith("round"));
    const later = `2-Update ${now.length + 2}`;
    const end = `10-Update ${now.length + 3}`;
    for (const each of [one, all]) await each.printed(end);
    all.require(all.transcript.includes(later), `should print ${later}`);
    one.require(
      !one.transcript.includes(later),
      `should not print ${later}: it had unsubscribed before`,
    );
    for (const each of [one, all, publisher])
      await each.stopsOnInterrupt("in the middle of a round", bothClosed);
  },
  { after: ["given-prefixes", "typed-prefixes"] },
);

/** Starts the subscriber with these prefixes and a publisher of the grader: it hears the subscriptions, and sends only what was asked for. */
async function startAt(lab: CheckLab, port: number, given: string[]) {
  const host = `127.0.0.${lab.random.integer(2, 250)}`;
  const endpoint = `tcp://${host}:${port}`;
  const publisher = await lab.bind(new XPublisher(), endpoint);
  const args = [endpoint, ...given];
  const subscriber = await lab.start("subscriber-1", { args });
  await publisher.meet(subscriber, connects);
  const wanted = new Set<string>();
  return {
    subscriber,
    async requireWanted(expected: string[], when: string): Promise<void> {
      await subscriber.rest();
      while (publisher.hasMessage) {
        const [message] = await publisher.receive("a subscription");
        const prefix = message?.subarray(1).toString() ?? "";
        if (message?.[0] === 1) wanted.add(prefix);
        else wanted.delete(prefix);
      }
      subscriber.require(
        listed(wanted) === listed(expected),
        `${when} it should be subscribed to ${listed(expected)}, but the publisher knows of ${listed(wanted)}.`,
        asItIs,
      );
    },
    async publish(texts: string[]): Promise<void> {
      for (const text of texts) {
        await publisher.send(text, "an update");
        await subscriber.printed(text, {
          what: `the update "${text}"`,
          tryNext: "Print every message that arrives, whatever it begins with.",
        });
      }
    },
  };
}

/** One message is one line, however many prefixes it matches, and whatever the others are. */
function requireAll(subscriber: Program, texts: string[]): void {
  for (const text of texts) {
    const sent = texts.filter((each) => each === text).length;
    const times = subscriber.lines.filter((line) => line.includes(text)).length;
    subscriber.require(
      times === sent,
      `Updates "${text}" that were sent: ${sent}. Each should be printed once, but ${times} were printed.`,
      times < sent
        ? "Print every message. Two that are the same are two updates."
        : "Subscribe with one socket: it receives a message once, however many of its prefixes match.",
    );
  }
}

const listed = (all: Iterable<string>) =>
  [...all]
    .toSorted()
    .map((each) => JSON.stringify(each))
    .join(", ") || "nothing";

const connects = "Connect the SUB socket to the endpoint, its first argument.";
const asItIs =
  "Give each prefix to `subscribe` or `unsubscribe` as it is, blanks too, and never call them without one.";
const bothClosed =
  "The SIGINT handler closes the socket, and the keyboard too: an open keyboard keeps the program.";
