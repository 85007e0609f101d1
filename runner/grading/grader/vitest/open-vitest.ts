import { dirname } from "node:path";
import { createVitest, type Reporter } from "vitest/node";
import type { GraderSetting } from "../../channel/plan.ts";
import { createThisProcess } from "./this-process.ts";

/** Vitest with a lab's grader. */
export interface GraderVitest {
  /** Loads the grader anew and runs it; it waits for a submission before its first check. Settles when all checks have ended. */
  run(): Promise<void>;
}

/** Boots Vitest for one grader file, with as little around it as it lets us. */
export async function openVitest(
  { graderFile, graderFolder }: GraderSetting,
  reporter: Reporter,
): Promise<GraderVitest> {
  const vitest = await createVitest(
    {
      config: false,
      root: dirname(graderFile),
      include: [],
      watch: false,
      // One process for all: ZeroMQ and worker threads do not mix at exit.
      pool: createThisProcess(),
      maxWorkers: 1,
      isolate: false,
      fileParallelism: false,
      retry: 0,
      reporters: [reporter],
      // The course's folder may be read-only, and students' gradings must leave nothing behind.
      cache: false,
      fsModuleCache: false,
      disableConsoleIntercept: true,
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
    {
      logLevel: "silent",
      cacheDir: graderFolder,
      server: { watch: null, ws: false },
    },
  );
  // Its own takes what nobody handles for a defect of Vitest and ends the process: here it is one of the grader, to be reported.
  process.removeAllListeners("unhandledRejection");
  await vitest.standalone();
  const file = vitest.getRootProject().createSpecification(graderFile);
  return {
    async run() {
      await vitest.runTestSpecifications([file]);
    },
  };
}
