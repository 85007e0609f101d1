import { defineConfig } from "vitest/config";

/** What measures, or needs a browser that draws in time: one browser and one runner, as a student has them. */
const alone = ["test/e2e/{floods,playback}.test.ts"];

const common = {
  globalSetup: "test/helpers/build-site.ts",
  pool: "forks" as const,
  // As patient as all other waits: a busy machine shows things late.
  expect: { poll: { timeout: 15_000 } },
  testTimeout: 180_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: ["default", ["json", { outputFile: "test/artifacts/e2e.json" }]],
    projects: [
      {
        test: {
          ...common,
          name: "pages",
          include: ["test/e2e/**/*.test.ts"],
          exclude: alone,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...common,
          name: "alone",
          include: alone,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
