import { defineConfig } from "vitest/config";

/** Attacks that exhaust what the machine has, or measure it: one after another, so that each figure is its own. */
const alone = {
  quick: ["life-cycle", "memory-cap", "server-doors", "server-floods"],
  long: ["life-cycle.long", "resources.long"],
};

const common = {
  globalSetup: "test/helpers/build-site.ts",
  pool: "forks" as const,
  // As patient as all other waits: a busy machine shows things late.
  expect: { poll: { timeout: 15_000 } },
  // Those that say so wait for each other no more than for a sandbox of their own.
  maxConcurrency: 12,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** The attacks of one length: those that may run beside others, two files at a time, and then the others. */
function attacksOf(length: "quick" | "long") {
  const files = alone[length].map((name) => `test/abuse/${name}.test.ts`);
  const all =
    length === "long"
      ? ["test/abuse/*.long.test.ts"]
      : ["test/abuse/!(*.long).test.ts"];
  return [
    {
      test: {
        ...common,
        name: length,
        include: all,
        exclude: files,
        maxWorkers: 2,
      },
    },
    {
      test: {
        ...common,
        name: `${length}, alone`,
        include: files,
        maxWorkers: 1,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      },
    },
  ];
}

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      "json",
      new URL("attack-table.ts", import.meta.url).pathname,
    ],
    outputFile: { json: "test/artifacts/abuse.json" },
    projects: [...attacksOf("quick"), ...attacksOf("long")],
  },
});
