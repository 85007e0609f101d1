/**
 * Opens and closes again and again, and prints as JSON what this process had before and after. Arguments: `sandbox` or `session`,
 * and how often; the temporary folder must be of its own.
 */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { startTestServer } from "../helpers/lab-server.ts";

const [what = "", times = ""] = process.argv.slice(2);
const home = await openHome(join(tmpdir(), "home"));

/** A sandbox in which nothing is started. */
async function createSandboxes(): Promise<() => Promise<void>> {
  const files = join(home.workspace, "trial");
  await mkdir(files, { recursive: true });
  const provider = await chooseProvider();
  return async () => {
    const sandbox = await provider.open({ files, label: "trial" });
    await sandbox.close();
  };
}

/** A page on a lab, a command in a terminal, and the end of both. */
async function createSessions(): Promise<() => Promise<void>> {
  const server = await startTestServer(home, { idleMs: 1 });
  return async () => {
    const page = await LabClient.open(server, "relay");
    await page.shows("talker-1", "lab$");
    page.type("talker-1", "true\r");
    await page.is("talker-1", "exited");
    await page.close();
    while ((await listChildren()).length > 0) await delay(5);
  };
}

async function listChildren(): Promise<string[]> {
  const file = `/proc/self/task/${process.pid}/children`;
  return (await readFile(file, "utf8")).trim().split(" ").filter(Boolean);
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function holdings(): Promise<Record<string, number>> {
  // What was closed is gone only when its last callbacks have run.
  for (let round = 0; round < 5; round += 1) {
    await delay(100);
    collectGarbage();
  }
  const resources = process.getActiveResourcesInfo();
  return {
    descriptors: (await readdir("/proc/self/fd")).length,
    processes: (await listChildren()).length,
    timers: resources.filter((name) => name === "Timeout").length,
    folders: (
      await Promise.all([
        readdir(tmpdir()),
        ...[home.state, home.workspace].map((folder) =>
          readdir(folder, { recursive: true }),
        ),
      ])
    ).flat().length,
    memory: process.memoryUsage.rss(),
  };
}

/** Does it so many times, several at once. */
async function repeat(
  work: () => Promise<void>,
  total: number,
  atOnce: number,
): Promise<void> {
  let left = total;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const isSandbox = what === "sandbox";
const work = isSandbox ? await createSandboxes() : await createSessions();
const atOnce = isSandbox ? 4 : 1;
// Caches and pools fill up at first.
await repeat(work, 100, atOnce);
const before = await holdings();
await repeat(work, Number(times), atOnce);
const after = await holdings();
process.stdout.write(`${JSON.stringify({ before, after })}\n`, () =>
  process.exit(),
);
