import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: ["default", ["json", { outputFile: "test/artifacts/e2e.json" }]],
    include: ["test/e2e/**/*.test.ts"],
    pool: "forks",
    // One browser and one runner at a time: a student has one machine.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
