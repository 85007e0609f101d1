import { chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../../workspace/remove-tree.ts";
import type { OpenLab } from "../create-lab.ts";
import { GraderMisuse } from "../outcome/failures.ts";
import type { GradingPlan } from "../../channel/plan.ts";
import { isGone, recordResidents, sweepSandbox } from "./sweep-sandbox.ts";
import { topologyPorts } from "#contract";
import { restoreCompileCache } from "../programs/compile-cache.ts";
import { portsAreFree } from "../programs/listening.ts";

/** How long ports may stay taken after everything that held them was closed, in milliseconds: it takes a few. */
const portGrace = 5000;

/** Makes the sandbox as it was at first: the submission's files as they were handed in, and the lab's ports free. */
export async function prepare(plan: GradingPlan): Promise<void> {
  try {
    await recordResidents(plan.sandbox);
    await restoreFiles(plan);
    await restoreCompileCache(plan);
    await requireFreePorts(topologyPorts(plan.manifest), plan);
  } catch (error) {
    // Whatever broke, it broke because there is no sandbox any more.
    await waitIfGone(plan);
    throw error;
  }
}

/** Ends what the check's programs have left behind, in whatever session or group, and waits until the ports are free. */
export async function cleanUp(
  plan: GradingPlan,
  { programs, boundPorts }: Pick<OpenLab, "programs" | "boundPorts">,
): Promise<void> {
  for (const program of programs) program.expectEnd();
  await waitIfGone(plan);
  await sweepSandbox(plan.sandbox);
  await Promise.all(programs.map((program) => program.stop()));
  await requireFreePorts(
    [...topologyPorts(plan.manifest), ...boundPorts],
    plan,
  );
}

/** Where the sandbox has ended, the check ends with it: the runner ends this process, and knows what to say. */
async function waitIfGone({ sandbox }: GradingPlan): Promise<void> {
  if (isGone(sandbox)) await new Promise(() => undefined);
}

/** Written anew, never over what is there: a program may have put links to other files of this machine in their place. */
async function restoreFiles({ folder, files }: GradingPlan): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder))
    await removeTree(join(folder, entry));
  for (const { name, text } of files)
    await writeFile(join(folder, name), text, { flag: "wx" });
}

async function requireFreePorts(
  ports: number[],
  { sandbox }: GradingPlan,
): Promise<void> {
  if (await portsAreFree(ports, portGrace)) return;
  const where =
    sandbox.level === "none"
      ? "another program on this machine holds one: without a sandbox the lab's ports are the machine's"
      : "something in the sandbox holds one";
  throw new GraderMisuse(
    `The ports ${ports.join(", ")} are not free: ${where}`,
  );
}
