import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { LabClient } from "../helpers/lab-client.ts";
import type { LabRunner } from "./scene.ts";

/** The terminals of the labs that `startRunner` serves. */
export const terminals = ["listener", "talker-1", "talker-2"];

/** Opens a page on a lab and waits until its shells are ready. */
export async function openPage(
  runner: LabRunner,
  lab: string,
): Promise<LabClient> {
  const page = await LabClient.open(runner, lab);
  for (const terminal of terminals) await page.shows(terminal, "lab$");
  return page;
}

/** Puts one of the attacking programs into a lab's folder. */
export async function putProgram(
  runner: LabRunner,
  lab: string,
  name: string,
): Promise<void> {
  const source = await readFile(join(import.meta.dirname, "programs", name));
  await writeFile(join(runner.home, "workspace", lab, name), source);
}

/**
 * Runs an attacking program in a lab, in its first terminal, until it has said what it `tried`. The lines it said, that one
 * last; null where there is no Perl.
 */
export async function attackFrom(
  runner: LabRunner,
  page: LabClient,
  lab: string,
  name: string,
  args: string,
): Promise<string[] | null> {
  await putProgram(runner, lab, name);
  const file = join(runner.home, "workspace", lab, "said.txt");
  page.type(
    "listener",
    `{ command -v perl >/dev/null && perl ${name} ${args} || echo no perl; } >said.txt 2>&1\r`,
  );
  const read = () => readFile(file, "utf8").catch(() => "");
  await expect.poll(read).toMatch(/^(tried \d+ .*|no perl)\n/m);
  const said = (await read()).trim().split("\n");
  return said.includes("no perl") ? null : said;
}
