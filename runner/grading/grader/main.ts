import { Socket } from "node:net";
import { basename, dirname } from "node:path";
import { startVitest } from "vitest/node";
import { gradingPlan, type GradingPlan } from "../channel/plan.ts";
import { createReporter } from "./create-reporter.ts";
import {
  channelDescriptor,
  type GraderMessage,
} from "../channel/grader-message.ts";

/**
 * The grader process. It stands in the sandbox's network, takes its plan from the channel and runs the lab's grader with
 * Vitest, which runs it in a process of its own. Programs of the submission see nothing of either.
 */
const channel = new Socket({ fd: channelDescriptor });
// The runner has gone: nobody waits for the result.
channel.once("close", () => process.exit(1));

const send = (message: GraderMessage) =>
  void channel.write(`${JSON.stringify(message)}\n`);

await runVitest(gradingPlan.parse(JSON.parse(await readLine())));

/** The one line that the runner writes. Only a newline ends it: for `readline`, U+2028 in a submission would end it too. */
function readLine(): Promise<string> {
  let text = "";
  return new Promise((resolve) => {
    channel.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      if (piece.endsWith("\n")) resolve(text);
    });
  });
}

async function runVitest(plan: GradingPlan): Promise<void> {
  await startVitest(
    [],
    {
      config: false,
      root: dirname(plan.graderFile),
      include: [basename(plan.graderFile)],
      exclude: [],
      watch: false,
      // One process for all checks: ZeroMQ and worker threads do not mix at exit.
      pool: "forks",
      maxWorkers: 1,
      isolate: false,
      fileParallelism: false,
      retry: 0,
      provide: { plan },
      reporters: [createReporter(send)],
      // The course's folder may be read-only, and students' gradings must leave nothing behind.
      cache: false,
      fsModuleCache: false,
      disableConsoleIntercept: true,
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
    {
      logLevel: "silent",
      cacheDir: plan.graderFolder,
      server: { watch: null, ws: false },
    },
  );
}
