import { readFileSync } from "node:fs";
import type { Home } from "../../runner/workspace/home.ts";
import { processesWhere } from "./processes.ts";

/** The grader processes that have their folders in this home. */
export function gradersOf({ root }: Home): number[] {
  return processesWhere(
    (pid) =>
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("grader/main.ts") &&
      readFileSync(`/proc/${pid}/environ`, "utf8").includes(root),
  );
}
