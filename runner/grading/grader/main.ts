import { flushCompileCache } from "node:module";
import { Socket } from "node:net";
import { graderSetting, gradingWork } from "../channel/plan.ts";
import {
  channelDescriptor,
  type GraderMessage,
} from "../channel/grader-message.ts";
import { assign, awaitNext, openAssignment } from "./assignment.ts";
import { linesOf } from "./lines.ts";
import { recordLoadedFiles } from "./vitest/loaded-files.ts";
import { createReporter } from "./vitest/create-reporter.ts";
import { endProcess } from "./programs/process-group.ts";
import { openVitest } from "./vitest/open-vitest.ts";

/**
 * The grader process. It stands in the sandbox's network, loads the lab's grader with Vitest and stands ready. For each submission that
 * comes over the channel it runs the checks. Programs of the submission see nothing of it.
 */
const channel = new Socket({ fd: channelDescriptor });
// The runner has gone: nobody waits for the result, nor ends what was started.
channel.once("close", endProcess);
process.once("SIGTERM", endProcess);

const send = (message: GraderMessage) =>
  void channel.write(`${JSON.stringify(message)}\n`);

const files = recordLoadedFiles();
const lines = linesOf(channel);
const setting = graderSetting.parse(JSON.parse(await nextLine()));
const reporter = createReporter(send);
openAssignment(setting, {
  onWaiting() {
    send({ type: "ready", files: files.list() });
    // It is killed in the end, so it must keep what it has compiled by itself.
    flushCompileCache();
    // It may stand ready for long: a fifth of its memory is what loading has left behind.
    gc?.();
  },
  onBegin: reporter.begin,
});
const vitest = await openVitest(setting, reporter);
void takeWork();
for (;;) {
  await vitest.run();
  awaitNext();
  send({ type: "end" });
}

async function takeWork(): Promise<never> {
  for (;;) assign(gradingWork.parse(JSON.parse(await nextLine())));
}

async function nextLine(): Promise<string> {
  const line = await lines.next();
  return line.done ? endProcess() : line.value;
}
