import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      "json",
      new URL("attack-table.ts", import.meta.url).pathname,
    ],
    outputFile: { json: "test/artifacts/abuse.json" },
    globalSetup: "test/helpers/build-site.ts",
    include: ["test/abuse/**/*.test.ts"],
    pool: "forks",
    // Attacks exhaust what the machine has: one after another, so that each figure is its own.
    maxWorkers: 1,
    fileParallelism: false,
    // Those that say so wait for each other no more than for a sandbox of their own.
    maxConcurrency: 12,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
