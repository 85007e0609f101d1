// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

export default defineMistakes(lab, {
  "collector-ignores-zero": {
    what: "The collector takes the number 0 for no number.",
    edits: [
      {
        file: "collector.ts",
        replace:
          "  const { count, sum } = totals.get(consumer) ?? { count: 0, sum: 0 };",
        by: lines(
          "  if (!number) continue;",
          "  const { count, sum } = totals.get(consumer) ?? { count: 0, sum: 0 };",
        ),
      },
    ],
    fails: "collector-sums",
    says: ["after the number 0"],
  },
  "collector-skips-repeats": {
    what: "The collector skips a result that equals the one before.",
    edits: [
      {
        file: "collector.ts",
        replace: "const results = new Pull();",
        by: lines('let last = "";', "const results = new Pull();"),
      },
      {
        file: "collector.ts",
        replace:
          "  const { consumer, number } = JSON.parse(String(message)) as Result;",
        by: lines(
          "  if (String(message) === last) continue;",
          "  last = String(message);",
          "  const { consumer, number } = JSON.parse(String(message)) as Result;",
        ),
      },
    ],
    fails: "collector-sums",
    says: ["but the last it printed of consumer"],
  },
  "consumer-drops-zero": {
    what: "The consumer takes the number 0 for no number and does not pass it on.",
    edits: [
      {
        file: "consumer.ts",
        replace:
          "  await results.send(JSON.stringify({ consumer: name, id, number }));",
        by: lines(
          "  if (number) {",
          "    await results.send(JSON.stringify({ consumer: name, id, number }));",
          "  }",
        ),
      },
    ],
    fails: "consumer-forwards",
    says: ["result of number 0"],
  },
  "counts-accepts": {
    what: "The producer counts accepted connections, not the handshakes of consumers.",
    edits: [
      {
        file: "producer.ts",
        replace: 'type !== "handshake"',
        by: 'type !== "accept"',
      },
    ],
    fails: "start-barrier",
    says: ["only one consumer"],
  },
  "exit-after-send": {
    what: "The producer calls process.exit() after its last send: what is still unsent is gone.",
    edits: [
      {
        file: "producer.ts",
        replace: '  console.log("producer closed");',
        by: lines('  console.log("producer closed");', "  process.exit(0);"),
      },
    ],
    fails: "nothing-lost",
    says: ["process.exit", "lost"],
  },
  "exits-after-a-second": {
    what: "The producer gives its numbers one second, and then exits.",
    edits: [
      {
        file: "producer.ts",
        replace: "  work.close();",
        by: lines(
          "  await new Promise((resolve) => setTimeout(resolve, 1000));",
          "  work.close();",
        ),
      },
      {
        file: "producer.ts",
        replace: 'console.log("producer closed")',
        by: "process.exit()",
      },
    ],
    fails: "nothing-lost",
    says: ["lost", "process.exit"],
  },
  "half-each": {
    what: "The collector takes it that each of two consumers does half of the work, and halves what comes.",
    edits: [
      {
        file: "collector.ts",
        replace: "sum: sum + number };",
        by: "sum: sum + number / 2 };",
      },
    ],
    fails: "collector-sums",
    says: ["has another sum"],
  },
  "hard-coded-totals": {
    what: "The collector prints the figures of the worked example.",
    edits: [
      {
        file: "collector.ts",
        replace: lines(
          "  const { count, sum } = totals.get(consumer) ?? { count: 0, sum: 0 };",
          "  const total = { count: count + 1, sum: sum + number };",
          "  totals.set(consumer, total);",
          "  console.log(`consumer ${consumer}  count ${total.count}  sum ${total.sum}`);",
        ),
        by: lines(
          '  console.log("consumer 1  count 2  sum 6");',
          '  console.log("consumer 2  count 3  sum 9");',
          "  totals.set(consumer, { count: 5, sum: 15 + number * 0 });",
        ),
      },
    ],
    fails: "collector-sums",
    says: ["went on with"],
  },
  "linger-zero": {
    what: "The producer throws away what is still unsent when it closes its socket.",
    edits: [{ file: "producer.ts", replace: "linger: 5_000", by: "linger: 0" }],
    fails: "nothing-lost",
    says: ["linger", "lost"],
  },
  "no-barrier": {
    what: "The producer sends as soon as the first consumer is connected: it gets everything.",
    edits: [{ file: "producer.ts", replace: "await ready;", by: "" }],
    fails: "start-barrier",
    says: ["only one consumer"],
  },
  "one-handshake": {
    what: "The producer waits for one handshake, not for both.",
    edits: [
      {
        file: "producer.ts",
        replace: "handshakes(consumers)",
        by: "handshakes(1)",
      },
    ],
    fails: "start-barrier",
    says: ["only one consumer"],
  },
  "one-total": {
    what: "The collector adds up everything and keeps no sums of its own for each consumer.",
    edits: [
      { file: "collector.ts", replace: "get(consumer)", by: 'get("all")' },
      {
        file: "collector.ts",
        replace: "set(consumer, total)",
        by: 'set("all", total)',
      },
    ],
    fails: "collector-sums",
    says: ["went on with"],
  },
  "prints-when-quiet": {
    what: "The collector prints its sums only when no result has come for a while.",
    edits: [
      {
        file: "collector.ts",
        replace: "const results = new Pull();",
        by: lines(
          "let timer: NodeJS.Timeout | undefined;",
          "const results = new Pull();",
        ),
      },
      {
        file: "collector.ts",
        replace:
          "  console.log(`consumer ${consumer}  count ${total.count}  sum ${total.sum}`);",
        by: lines(
          "  clearTimeout(timer);",
          "  timer = setTimeout(() => {",
          "    for (const [consumer, total] of totals)",
          "      console.log(",
          "        `consumer ${consumer}  count ${total.count}  sum ${total.sum}`,",
          "      );",
          "  }, 200);",
        ),
      },
    ],
    fails: "collector-sums",
    says: ["went on with"],
  },
  "publisher-for-push": {
    what: "The producer publishes and the consumers subscribe: each of them gets every number.",
    edits: [
      {
        file: "consumer.ts",
        replace: "import { Pull, Push }",
        by: "import { Push, Subscriber }",
      },
      { file: "consumer.ts", replace: "new Pull", by: "new Subscriber" },
      {
        file: "consumer.ts",
        replace: "results.connect(sink);",
        by: lines("work.subscribe();", "results.connect(sink);"),
      },
      {
        file: "producer.ts",
        replace: "import { Push }",
        by: "import { Publisher }",
      },
      { file: "producer.ts", replace: "new Push", by: "new Publisher" },
    ],
    fails: "start-barrier",
    alsoFails: ["consumer-forwards"],
    says: ["PUSH socket on port 5555"],
  },
  "replies-upstream": {
    what: "The consumer sends its results back to the producer instead of on to the collector.",
    edits: [
      { file: "consumer.ts", replace: "connect(sink)", by: "connect(source)" },
    ],
    fails: "consumer-forwards",
    says: ["PUSH socket", "port 5556"],
  },
  "same-name": {
    what: "Every consumer calls itself 1, whatever its argument says.",
    edits: [
      { file: "consumer.ts", replace: "consumer: name", by: 'consumer: "1"' },
    ],
    fails: "consumer-forwards",
    says: ["should have consumer"],
  },
  "sends-on-pull": {
    what: "The consumer sends its results on the socket it receives from: a send on a PULL socket waits forever.",
    edits: [
      { file: "consumer.ts", replace: "await results", by: "await work" },
    ],
    fails: "consumer-forwards",
    says: ["nothing moves any more"],
  },
  "short-linger": {
    what: "The producer gives what is unsent half a second.",
    edits: [
      { file: "producer.ts", replace: "linger: 5_000", by: "linger: 500" },
    ],
    fails: "nothing-lost",
    says: ["lost", "linger"],
  },
  "skips-equal-numbers": {
    what: "The consumer skips a number that equals the one before.",
    edits: [
      {
        file: "consumer.ts",
        replace: lines("", "// Closing the socket ends this loop."),
        by: lines(
          "",
          "let last: number | null = null;",
          "// Closing the socket ends this loop.",
        ),
      },
      {
        file: "consumer.ts",
        replace:
          "  await results.send(JSON.stringify({ consumer: name, id, number }));",
        by: lines(
          "  if (number === last) continue;",
          "  last = number;",
          "  await results.send(JSON.stringify({ consumer: name, id, number }));",
        ),
      },
    ],
    fails: "consumer-forwards",
    says: ["should have number 17"],
  },
  "skips-repeats": {
    what: "The consumer remembers ids and passes each one on only once: it decides that a message is not work.",
    edits: [
      {
        file: "consumer.ts",
        replace: lines("", "// Closing the socket ends this loop."),
        by: lines(
          "",
          "const seen = new Set<number>();",
          "",
          "// Closing the socket ends this loop.",
        ),
      },
      {
        file: "consumer.ts",
        replace: "  console.log(`consumer ${name} received number ${number}`);",
        by: lines(
          "  if (seen.has(id)) continue;",
          "  seen.add(id);",
          "  console.log(`consumer ${name} received number ${number}`);",
        ),
      },
    ],
    fails: "consumer-forwards",
    says: ["once more"],
  },
  "sleeps-first": {
    what: "The producer sleeps for three seconds instead of waiting for both consumers.",
    edits: [
      {
        file: "producer.ts",
        replace: "await ready;",
        by: "await new Promise((resolve) => setTimeout(resolve, 3_000));",
      },
    ],
    fails: "start-barrier",
    says: ["only one consumer"],
  },
  "starts-over": {
    what: "The collector takes the number with the id 1 for the beginning of everything, and forgets its sums when the producer runs again.",
    edits: [
      {
        file: "collector.ts",
        replace:
          "  const { consumer, number } = JSON.parse(String(message)) as Result;",
        by: lines(
          "  const { consumer, id, number } = JSON.parse(String(message)) as Result;",
          "  // A new run of the producer begins.",
          "  if (id === 1) totals.clear();",
        ),
      },
    ],
    fails: "whole-pipeline",
    says: ["together, but the last are", "only grow"],
  },
  "string-concatenation": {
    what: "The collector starts its sum as a text, so that numbers are appended and not added.",
    edits: [
      { file: "collector.ts", replace: "sum: number", by: "sum: any" },
      { file: "collector.ts", replace: "sum: 0", by: 'sum: ""' },
    ],
    fails: "collector-sums",
    says: ["but the last it printed of consumer"],
  },
  "sum-by-arrival": {
    what: "The collector gives every other result to the other consumer instead of looking whose it is.",
    edits: [
      {
        file: "collector.ts",
        replace:
          "const totals = new Map<string, { count: number; sum: number }>();",
        by: lines(
          "const totals = new Map<string, { count: number; sum: number }>();",
          "let turn = 0;",
        ),
      },
      {
        file: "collector.ts",
        replace:
          "  const { consumer, number } = JSON.parse(String(message)) as Result;",
        by: lines(
          "  const { number } = JSON.parse(String(message)) as Result;",
          "  turn += 1;",
          '  const consumer = turn % 2 === 1 ? "1" : "2";',
        ),
      },
    ],
    fails: "collector-sums",
    says: ["has another"],
  },
  "two-consumers-only": {
    what: "The collector knows the consumers 1 and 2 and no other.",
    edits: [
      {
        file: "collector.ts",
        replace:
          "const totals = new Map<string, { count: number; sum: number }>();",
        by: lines(
          "const totals = new Map([",
          '  ["1", { count: 0, sum: 0 }],',
          '  ["2", { count: 0, sum: 0 }],',
          "]);",
        ),
      },
      {
        file: "collector.ts",
        replace: lines(
          "  const { count, sum } = totals.get(consumer) ?? { count: 0, sum: 0 };",
          "  const total = { count: count + 1, sum: sum + number };",
          "  totals.set(consumer, total);",
        ),
        by: lines(
          "  const total = totals.get(consumer);",
          "  if (!total) continue;",
          "  total.count += 1;",
          "  total.sum += number;",
        ),
      },
    ],
    fails: "collector-sums",
    says: ["it printed no line for consumer"],
  },
  "sleeps-long": {
    what: "The producer sleeps for six and a half seconds instead of waiting for both consumers.",
    edits: [
      {
        file: "producer.ts",
        replace: "  await ready;",
        by: "  await new Promise((resolve) => setTimeout(resolve, 6_500));",
      },
    ],
    fails: "start-barrier",
    says: ["only one consumer"],
  },
  "counts-after-bind": {
    what: "The producer begins to count handshakes when it has bound its port: the first may have been before.",
    edits: [
      {
        file: "producer.ts",
        replace: lines(
          "const ready = handshakes(consumers);",
          "await work.bind(endpoint);",
        ),
        by: "await work.bind(endpoint);",
      },
      {
        file: "producer.ts",
        replace: "  await ready;",
        by: "  await handshakes(consumers);",
      },
    ],
    fails: "start-barrier",
    says: ["before bind()"],
  },
});
