import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { IsolationLevel } from "#contract";
import { untilReady, type Contender } from "./contender.ts";
import { RunnerPage, type Known } from "./runner-page.ts";
import { startProcess } from "./server-process.ts";

/** Our own runner. */
export interface RunnerContender extends Contender {
  open(): Promise<RunnerPage>;
  /** Opens a page of the lab with this number without waiting for its shells. */
  visit(lab: number, known?: Known): RunnerPage;
}

/** How many labs a runner has: each page opens another one. */
const labs = 400;

const announcement = z.object({ url: z.string(), link: z.string() });

/**
 * Starts a runner at a level. `idleMs`: how long shells outlive their page, in milliseconds.
 */
export async function startRunner(
  level: IsolationLevel,
  idleMs = 100,
): Promise<RunnerContender> {
  const home = await mkdtemp(join(tmpdir(), "labs-bench-"));
  const script = join(import.meta.dirname, "serve-runner.ts");
  const server = await startProcess(
    process.execPath,
    ["--expose-gc", script, JSON.stringify({ home, labs, idleMs, level })],
    { channel: true },
  ).catch(async (error: unknown) => {
    await rm(home, { recursive: true, force: true });
    throw error;
  });
  const address = announcement.parse(JSON.parse(server.line));
  let opened = 0;
  const visit = (lab: number, known?: Known) =>
    new RunnerPage(address, `bench-${lab}`, known);
  return {
    name: `runner, ${level}`,
    visit,
    async open() {
      const page = visit((opened += 1));
      await page.welcomed;
      // The shells of those that are not needed start as well: what is measured comes after.
      await untilReady(page.panes);
      return page;
    },
    memory: () => server.memory(),
    async stop() {
      await server.stop();
      // What is killed with the runner may be writing for a moment.
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
