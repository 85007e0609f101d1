/**
 * Opens and closes again and again, and prints as JSON what this process had before and after. Arguments: what, and how often; the
 * temporary folder must be of its own.
 */
import { once } from "node:events";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { startTestServer } from "../helpers/lab-server.ts";

/** What a process holds. */
export interface Holdings {
  descriptors: number;
  processes: number;
  timers: number;
  folders: number;
  /** Bytes of memory. */
  memory: number;
}

const [what = "", times = ""] = process.argv.slice(2);
const home = await openHome(join(tmpdir(), "home"));
const files = join(home.workspace, "trial");
await mkdir(files, { recursive: true });
const provider = await chooseProvider();

/** A sandbox in which nothing is started. */
async function sandbox(): Promise<void> {
  const opened = await provider.open({ files, label: "trial" });
  await opened.close();
}

/** A runner with a page on a lab, a command in a terminal, and the end of all. */
async function session(): Promise<void> {
  const server = await startTestServer(home);
  const page = await LabClient.open(server, "relay");
  await page.shows("talker-1", "lab$");
  page.type("talker-1", "true\r");
  await page.is("talker-1", "exited");
  await page.close();
  await server.close();
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function holdings(): Promise<Holdings> {
  // What was closed is gone only when its last callbacks have run.
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    collectGarbage();
  }
  const children = await readFile(
    "/proc/self/task/self/children",
    "utf8",
  ).catch(() => readFile(`/proc/self/task/${process.pid}/children`, "utf8"));
  const resources = process.getActiveResourcesInfo();
  return {
    descriptors: (await readdir("/proc/self/fd")).length,
    processes: children.trim().split(" ").filter(Boolean).length,
    timers: resources.filter((name) => name === "Timeout").length,
    folders: (await readdir(tmpdir(), { recursive: true })).length,
    memory: process.memoryUsage.rss(),
  };
}

/** Runs it so many times, several at once if they do not mind. */
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

const [work, atOnce] = what === "sandbox" ? [sandbox, 4] : [session, 1];
// Caches and pools fill up at first.
await repeat(work, Math.max(20, Number(times) / 10), atOnce);
const before = await holdings();
await repeat(work, Number(times), atOnce);
const after = await holdings();
process.stdout.write(`${JSON.stringify({ before, after })}\n`);
process.stdout.end();
await once(process.stdout, "close").catch(() => undefined);
