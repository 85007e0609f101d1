import { defineConfig } from "vitest/config";
import { projectsOf } from "../helpers/projects.ts";

/** The attacks of one length. Those that exhaust what the machine has run one after another, so that each figure is its own. */
const attacks = (name: string, include: string, alone: string) =>
  projectsOf({
    name,
    include: [include],
    alone: [alone],
    workers: 2,
    options: {
      globalSetup: "test/helpers/build-site.ts",
      // As patient as all other waits: a busy machine shows things late.
      expect: { poll: { timeout: 15_000 } },
      // Those that say so wait for each other no more than for a sandbox of their own.
      maxConcurrency: 12,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  });

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    reporters: [
      "default",
      "json",
      new URL("attack-table.ts", import.meta.url).pathname,
    ],
    outputFile: { json: "test/artifacts/abuse.json" },
    projects: [
      ...attacks(
        "quick",
        "test/abuse/!(*.long).test.ts",
        "test/abuse/{life-cycle,memory-cap,server-doors,server-floods,starvation}.test.ts",
      ),
      ...attacks(
        "long",
        "test/abuse/*.long.test.ts",
        "test/abuse/{life-cycle,resources}.long.test.ts",
      ),
    ],
  },
});
