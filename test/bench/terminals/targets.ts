import type { Results } from "./results.ts";

/** What a figure is compared with: a limit on a ratio of medians of the same run, or on a median. */
export interface Target {
  promise: string;
  value(results: Results): number;
  atMost?: number;
  atLeast?: number;
}

/** What became of a target. `value` is NaN when something of it was not measured. */
export interface Verdict {
  promise: string;
  value: number;
  limit: string;
  verdict: "met" | "missed" | "not measured";
}

/** The promises of the guide's page on speed. `runner` is the name of the runner at the level that students get. */
export function targetsOf(runner: string): Target[] {
  const against =
    (figure: string, other: string, ours = runner) =>
    (results: Results) =>
      results.median(figure, ours) / results.median(figure, other);
  const bare = "bare node-pty + ws";
  return [
    ...[
      { other: "C reader of a pty", atLeast: 0.85 },
      { other: "wetty", atLeast: 0.95 },
      { other: "terminado", atLeast: 0.95 },
    ].map(({ other, atLeast }) => ({
      promise: `throughput, only what the page got, of ${other}`,
      value: (results: Results) =>
        results.median("throughput, what the page got", runner) /
        results.median("throughput", other),
      atLeast,
    })),
    {
      promise: "echo p50, of bare node-pty + ws",
      value: against("echo p50", bare),
      atMost: 1.2,
    },
    {
      promise: "echo p50, of wetty",
      value: against("echo p50", "wetty"),
      atMost: 0.15,
    },
    {
      promise: "echo p99 beside three floods, of bare node-pty + ws",
      value: against("echo p99, three floods", bare),
      atMost: 1.2,
    },
    {
      promise:
        "a program's longest timer gap beside a stalled viewer, of that without",
      value: (results) =>
        results.median("longest timer gap, stalled viewer", runner) /
        results.median("longest timer gap", runner),
      atMost: 2,
    },
    {
      promise: "memory beside a stalled viewer, of that before",
      value: (results) => results.median("memory, stalled viewer", runner),
      atMost: 1.05,
    },
    {
      promise: "memory of an idle terminal with its ring full, KB",
      value: (results) => results.median("memory of an idle terminal", runner),
      atMost: 350,
    },
    {
      promise: "reconnect with 256 KiB missed, of tmux attach",
      value: against("reconnect, 256 KiB missed", "tmux attach"),
      atMost: 2.5,
    },
    {
      promise: "first byte at the level namespaced, of a bare spawn",
      value: against("first byte", bare, "runner, namespaced"),
      atMost: 1.1,
    },
    {
      promise: "echo p99 with 200 terminals, of that with one",
      value: (results) =>
        results.median("echo p99, 200 terminals", runner) /
        results.median("echo p99, 1 terminals", runner),
      atMost: 2,
    },
  ];
}

export function judge(target: Target, results: Results): Verdict {
  const { promise, atMost, atLeast } = target;
  const value = target.value(results);
  const met = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
  return {
    promise,
    value,
    limit: atMost === undefined ? `≥\u00a0${atLeast ?? 0}` : `≤\u00a0${atMost}`,
    verdict: Number.isNaN(value) ? "not measured" : met ? "met" : "missed",
  };
}
