import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      ["json", { outputFile: "test/artifacts/unit.json" }],
    ],
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/e2e/**",
      "test/abuse/**",
      "test/bench/**",
      "node_modules/**",
    ],
    pool: "forks",
    // Real processes on a small machine: more workers only wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
