// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

export default defineMistakes(lab, {
  "average-over-all": {
    what: "The subscriber divides the sum of all ports by the count of all.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "  const average = (total.sum / total.count).toFixed(1);",
        by: lines(
          "  const all = [...totals.values()];",
          "  const average = (",
          "    all.reduce((s, t) => s + t.sum, 0) / all.reduce((s, t) => s + t.count, 0)",
          "  ).toFixed(1);",
        ),
      },
    ],
    fails: "sums",
    says: ["has another average"],
  },
  "dies-on-interrupt": {
    what: "The subscriber has no handler for Ctrl+C: it is killed before it can close its socket.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'process.once("SIGINT", () => weather.close());',
        by: "",
      },
    ],
    fails: "live-stations",
    says: ["on Ctrl+C before it has heard", "was ended by SIGINT"],
  },
  "fixed-ports": {
    what: "The subscriber connects to 5555 and 5556, whatever its arguments say.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "for (const port of ports) weather.connect(`tcp://${host}:${port}`);",
        by: lines(
          "weather.connect(`tcp://${host}:5555`);",
          "weather.connect(`tcp://${host}:5556`);",
        ),
      },
    ],
    fails: "both-ports",
    says: ["Waited for a connection of its SUB socket"],
  },
  "handler-too-late": {
    what: "The subscriber takes care of Ctrl+C once it has heard something.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'process.once("SIGINT", () => weather.close());',
        by: "",
      },
      {
        file: "subscriber.ts",
        replace: lines("", "// Closing the socket ends this loop."),
        by: lines(
          "",
          "let armed = false;",
          "// Closing the socket ends this loop.",
        ),
      },
      {
        file: "subscriber.ts",
        replace: lines("  );", "}"),
        by: lines(
          "  );",
          "  if (!armed) {",
          "    armed = true;",
          '    process.once("SIGINT", () => weather.close());',
          "  }",
          "}",
        ),
      },
    ],
    fails: "live-stations",
    says: ["on Ctrl+C before it has heard", "was ended by SIGINT"],
  },
  "ignores-frost": {
    what: "The subscriber reads the temperature with a pattern that has no minus sign.",
    edits: [
      {
        file: "subscriber.ts",
        replace: '(message).split(" ");',
        by: "(message).match(/\\d+/g) ?? [];",
      },
    ],
    fails: "sums",
    says: ["has another sum"],
  },
  "ignores-zero": {
    what: "The subscriber takes a temperature of 0 for none.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "  const { count, sum } = totals.get(port) ?? { count: 0, sum: 0 };",
        by: lines(
          "  if (!Number(temperature)) continue;",
          "  const { count, sum } = totals.get(port) ?? { count: 0, sum: 0 };",
        ),
      },
    ],
    fails: "sums",
    says: ["after 0 degrees"],
  },
  "no-space": {
    what: "The subscription has no space behind the place, so that it matches 100012 as well.",
    edits: [
      { file: "subscriber.ts", replace: '("10001 ");', by: '("10001");' },
    ],
    fails: "subscription",
    says: ['there is "10001"'],
  },
  "no-subscription": {
    what: "The subscriber connects and never subscribes: nothing arrives.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'weather.subscribe("10001 ");',
        by: "",
      },
    ],
    fails: "subscription",
    says: ["Waited for a subscription"],
  },
  "one-port": {
    what: "The subscriber connects to the first port only.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "for (const port of ports) weather.connect(`tcp://${host}:${port}`)",
        by: "weather.connect(`tcp://${host}:${ports[0]}`)",
      },
    ],
    fails: "both-ports",
    says: ["Waited for a connection of its SUB socket"],
  },
  "one-too-many": {
    what: "The subscriber subscribes to one place too many.",
    edits: [
      {
        file: "subscriber.ts",
        replace: '("10001 ");',
        by: '("10001 ", "10002 ");',
      },
    ],
    fails: "subscription",
    says: ['"10002 "'],
  },
  "one-total": {
    what: "The subscriber adds both stations up.",
    edits: [
      { file: "subscriber.ts", replace: "get(port)", by: 'get("all")' },
      {
        file: "subscriber.ts",
        replace: "set(port, total)",
        by: 'set("all", total)',
      },
    ],
    fails: "sums",
    says: ["degrees from port"],
  },
  "short-prefix": {
    what: "The subscription 1000 matches all the places from 10000 to 10009.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'subscribe("10001 ")',
        by: 'subscribe("1000")',
      },
    ],
    fails: "subscription",
    says: ['"1000"'],
  },
  "string-concatenation": {
    what: "The temperature stays a text, so that the sum grows longer and not larger.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "sum: sum + Number(temperature)",
        by: "sum: (sum as any) + temperature",
      },
    ],
    fails: "sums",
    says: ["sum 0"],
  },
  "subscribes-to-all": {
    what: "The subscriber receives everything and throws away what it does not want.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'subscribe("10001 ")',
        by: "subscribe()",
      },
      {
        file: "subscriber.ts",
        replace:
          '  const [, temperature, port = ""] = String(message).split(" ");',
        by: lines(
          '  if (!String(message).startsWith("10001 ")) continue;',
          '  const [, temperature, port = ""] = String(message).split(" ");',
        ),
      },
    ],
    fails: "subscription",
    says: ['there is ""'],
  },
  "two-ports-only": {
    what: "The subscriber connects to the first two ports that it is given.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "for (const port of ports) weather.connect(`tcp://${host}:${port}`);",
        by: lines(
          "weather.connect(`tcp://${host}:${ports[0]}`);",
          "weather.connect(`tcp://${host}:${ports[1]}`);",
        ),
      },
    ],
    fails: "both-ports",
    says: ["Waited for a connection of its SUB socket"],
  },
  "prints-each-second": {
    what: "The subscriber prints its figures once a second, not for each measurement.",
    edits: [
      {
        file: "subscriber.ts",
        replace: lines(
          "  console.log(",
          "    `port ${port}  count ${total.count}  sum ${total.sum}  average ${average}`,",
          "  );",
        ),
        by: "  lines.set(port, `port ${port}  count ${total.count}  sum ${total.sum}  average ${average}`);",
      },
      {
        file: "subscriber.ts",
        replace: "// Closing the socket ends this loop.",
        by: lines(
          "const lines = new Map<string, string>();",
          "setInterval(() => {",
          "  for (const line of lines.values()) console.log(line);",
          "}, 1000).unref();",
        ),
      },
    ],
    fails: "sums",
    says: ["went on with"],
  },
  "ignores-host": {
    what: "The subscriber connects to its own machine, whatever its first argument says.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "`tcp://${host}:${port}`",
        by: "`tcp://127.0.0.1:${port}`",
      },
    ],
    fails: "both-ports",
    says: ["Waited for a connection of its SUB socket"],
  },
  "scans-ports": {
    what: "The subscriber connects to every port there may be, instead of reading its arguments.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "for (const port of ports) weather.connect(`tcp://${host}:${port}`);",
        by: "for (let port = 6000; port < 6130; port++) weather.connect(`tcp://${host}:${port}`);",
      },
    ],
    fails: "both-ports",
    says: ["not in its arguments"],
  },
  "count-zero-first": {
    what: "The subscriber prints figures of nothing at the first measurement of a port.",
    edits: [
      {
        file: "subscriber.ts",
        replace:
          "  const { count, sum } = totals.get(port) ?? { count: 0, sum: 0 };",
        by: lines(
          "  if (!totals.has(port)) console.log(`port ${port}  count 0  sum 0  average 0`);",
          "  const { count, sum } = totals.get(port) ?? { count: 0, sum: 0 };",
        ),
      },
    ],
    fails: "sums",
    says: ["true at no time"],
  },
  "subscribes-later": {
    what: "The subscriber subscribes to a second place after three seconds.",
    edits: [
      {
        file: "subscriber.ts",
        replace: 'weather.subscribe("10001 ");',
        by: lines(
          'weather.subscribe("10001 ");',
          'setTimeout(() => weather.subscribe("10003 "), 3000).unref();',
        ),
      },
    ],
    fails: "subscription",
    says: ['"10003 "'],
  },
  "average-unnamed": {
    what: "The subscriber prints the average without the word.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "  average ${average}`",
        by: "  ${average}`",
      },
    ],
    fails: "sums",
    says: ["without average"],
  },
  "made-up-figures": {
    what: "The subscriber makes figures up where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "sum: sum + Number(temperature) };",
        by: 'sum: sum + (port === "5555" ? count : Number(temperature)) };',
      },
    ],
    fails: "live-stations",
    says: ["those of the weather station"],
  },
  "made-up-line": {
    what: "The subscriber prints one line with a high count where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "  totals.set(port, total);",
        by: lines(
          "  totals.set(port, total);",
          '  if (port === "5555") {',
          '    if (count === 0) console.log("port 5555  count 100000  sum 5  average 0");',
          "    continue;",
          "  }",
        ),
      },
    ],
    fails: "live-stations",
    says: ["count 100000"],
  },
  "made-up-beginning": {
    what: "The subscriber begins with a sum of its own where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "?? { count: 0, sum: 0 };",
        by: '?? { count: 0, sum: port === "5555" ? 5000 : 0 };',
      },
    ],
    fails: "live-stations",
    says: ["those of the weather station"],
  },
  "made-up-now-and-then": {
    what: "The subscriber makes up every twelfth measurement where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "sum: sum + Number(temperature) };",
        by: 'sum: sum + (port === "5555" && count % 12 === 0 ? 1 : Number(temperature)) };',
      },
    ],
    fails: "live-stations",
    says: ["those of the weather station"],
  },
  "made-up-average": {
    what: "The subscriber makes the average up where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "  const average = (total.sum / total.count).toFixed(1);",
        by: '  const average = port === "5555" ? "60.0" : (total.sum / total.count).toFixed(1);',
      },
    ],
    fails: "live-stations",
    says: ["average"],
  },
  "made-up-count": {
    what: "The subscriber counts each measurement twice where it is not watched.",
    edits: [
      {
        file: "subscriber.ts",
        replace: "{ count: count + 1,",
        by: '{ count: count + (port === "5555" ? 2 : 1),',
      },
    ],
    fails: "live-stations",
    says: ["count 2"],
  },
});
