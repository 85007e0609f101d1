import { defineConfig } from "vitest/config";
import { projectsOf } from "./helpers/projects.ts";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      ["json", { outputFile: "test/artifacts/unit.json" }],
    ],
    projects: projectsOf({
      name: "unit",
      include: ["test/**/*.test.ts"],
      exclude: [
        "test/e2e/**",
        "test/abuse/**",
        "test/bench/**",
        "node_modules/**",
      ],
      alone: [
        "test/grading/waiting/{rest-in-time,stillness-under-load,waiting}.test.ts",
        "test/sandbox/{isolated,levels,ordinary-user}.test.ts",
        "test/server/limits.test.ts",
      ],
      // Real processes that wait most of the time, each file with sandboxes of its own.
      workers: 3,
      // They end what hangs. No test is to fail because the machine is busy.
      options: { testTimeout: 120_000, hookTimeout: 120_000 },
    }),
  },
});
