import { defineConfig } from "vitest/config";
import { projectsOf } from "../helpers/projects.ts";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: ["default", ["json", { outputFile: "test/artifacts/e2e.json" }]],
    projects: projectsOf({
      name: "pages",
      include: ["test/e2e/**/*.test.ts"],
      // What needs a browser that draws in time: one browser and one runner, as a student has them.
      alone: ["test/e2e/{floods,playback}.test.ts"],
      workers: 2,
      options: {
        globalSetup: "test/helpers/build-site.ts",
        // As patient as all other waits: a busy machine shows things late.
        expect: { poll: { timeout: 15_000 } },
        maxConcurrency: 3,
        testTimeout: 180_000,
        hookTimeout: 120_000,
      },
    }),
  },
});
