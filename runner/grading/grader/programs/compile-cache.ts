import { spawn } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { programCommand } from "../../../sandbox/enter.ts";
import type { GradingPlan } from "../../channel/plan.ts";
import { nodeCommand } from "./node-command.ts";

/** Node's cache of compiled code in the folder of the programs, where their sandbox lets them write. */
const cacheName = ".node-compile-cache";

/** How long it may take to compile, in milliseconds. Without a cache programs start as well, only later. */
const compileLimit = 5000;

/**
 * Compiles the library and these files and runs none of them: modules are loaded before they are linked, and what is imported here
 * cannot be linked.
 */
const compile = `
import "zeromq";
for (const file of process.argv.slice(1)) {
  const url = new URL(file, "file://" + process.cwd() + "/").href;
  const module = "import " + JSON.stringify(url) + "; import { nothing } from 'node:os';";
  await import("data:text/javascript," + encodeURIComponent(module)).catch(() => {});
}`;

/** The submission for which the copy beside the grader was made. */
let made: GradingPlan["files"] | undefined;

/** The variables by which Node finds the cache. */
export function compileCacheEnvironment({
  sandbox,
}: Pick<GradingPlan, "sandbox">): Record<string, string> {
  return { NODE_COMPILE_CACHE: join(sandbox.folder, cacheName) };
}

/**
 * Puts the cache into the programs' folder: a program starts twice as fast with it, most of which is taking the types out of TypeScript.
 * It is compiled once for a submission, before any of it has run, and kept where no program of an isolated sandbox gets. So what one has
 * done to its own is gone with the check, as with the programs' files.
 */
export async function restoreCompileCache(plan: GradingPlan): Promise<void> {
  const used = join(plan.folder, cacheName);
  const kept = join(plan.graderFolder, "compiled-programs");
  if (made !== plan.files) {
    await rm(kept, { recursive: true, force: true });
    await compileAll(plan);
    await cp(used, kept, { recursive: true }).catch(ignoreMissing);
    made = plan.files;
    return;
  }
  await cp(kept, used, { recursive: true }).catch(ignoreMissing);
}

/** Whatever goes wrong here, each program says better when it is started. */
async function compileAll(plan: GradingPlan): Promise<void> {
  const files = plan.files.map(({ name }) => name);
  const { file, args, env, cwd } = programCommand(
    plan.sandbox,
    nodeCommand("--input-type=module", "-e", compile, "--", ...files),
    { env: compileCacheEnvironment(plan) },
  );
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: "ignore",
    timeout: compileLimit,
    killSignal: "SIGKILL",
  });
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
