import { defineConfig } from "vitest/config";

/** What loads the whole machine, its disk too, or measures it: one file after the other. */
const alone = [
  "test/grading/waiting/{rest-in-time,stillness-under-load,waiting}.test.ts",
  "test/sandbox/{isolated,levels,ordinary-user}.test.ts",
  "test/server/limits.test.ts",
];

const common = {
  pool: "forks" as const,
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      ["json", { outputFile: "test/artifacts/unit.json" }],
    ],
    projects: [
      {
        test: {
          ...common,
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: [
            ...alone,
            "test/e2e/**",
            "test/abuse/**",
            "test/bench/**",
            "node_modules/**",
          ],
          // Real processes that wait most of the time, each file with sandboxes of its own.
          maxWorkers: 3,
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
