import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { editableFiles } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import type { Lab } from "../../runner/catalog/lab.ts";
import { createHome, startCourse } from "../helpers/course.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { descendantsOf } from "../helpers/processes.ts";
import { Inspector } from "./inspector.ts";

/**
 * `npm run soak -- --minutes 60`: uses a runner as a class does, without a pause: labs are opened, flooded, edited, checked and left. Each
 * minute the runner collects its garbage, and a line says what it still holds. What fills up once stays as it is from then on;
 * what is never given back grows from line to line.
 */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" } },
});
const minutes = Number(values.minutes);

/** What a terminal is flooded with: more than its scrollback keeps. */
const flood = "seq 1 300000; echo fl''ooded\r";

await using cleanup = new AsyncDisposableStack();
const { home, remove } = await createHome();
cleanup.defer(remove);
const course = await startCourse(home, {
  by: ["env", "NODE_OPTIONS=--inspect=127.0.0.1:0"],
});
cleanup.defer(async () => {
  await course.stop();
});
const [address = ""] = /ws:\/\/\S+/.exec(course.output()) ?? [];
const inspector = await Inspector.connect(address);
cleanup.defer(() => inspector.close());
const pid = course.process.pid ?? 0;
const { labs } = await loadCatalog();
/** Labs in turn: so few that all are open after the first minutes. */
const inTurn = labs
  .filter(({ manifest }) => editableFiles(manifest).length > 0)
  .slice(0, 6);

/** A student's quarter of an hour, in seconds. */
async function useLab({ id, manifest }: Lab): Promise<void> {
  const page = await LabClient.open(course, id);
  try {
    const [terminal = ""] = page.screens.keys();
    page.type(terminal, flood);
    await page.until(
      "flooded",
      () => /^flooded/m.test(page.text(terminal)),
      60_000,
    );
    await saveAll(page, editableFiles(manifest));
    const since = page.messages.length;
    page.send({ type: "check" });
    const over = () =>
      page.messages.slice(since).some(({ type }) => type === "graded");
    await page.until("checked", over, 120_000);
  } finally {
    await page.close();
  }
}

/** Saves each file with one more line, and as it was. */
async function saveAll(page: LabClient, names: string[]): Promise<void> {
  const welcome = await page.next("welcome");
  for (const { name, text, version } of welcome.files) {
    if (!names.includes(name)) continue;
    page.send({
      type: "save",
      name,
      text: `${text}\n// ${Date.now()}\n`,
      base: version,
    });
    const saved = await page.next("saved", (each) => each.name === name);
    page.send({ type: "save", name, text, base: saved.version });
    await page.next(
      "saved",
      (each) => each.name === name && each.version !== saved.version,
    );
  }
}

const heap = z.looseObject({ usedSize: z.number() });

/** What the runner holds when it has collected its garbage. */
async function holdings() {
  await inspector.call("HeapProfiler.collectGarbage");
  await inspector.call("HeapProfiler.collectGarbage");
  const { usedSize } = heap.parse(await inspector.call("Runtime.getHeapUsage"));
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const resident = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
  const below = async (folder: string) =>
    (await readdir(folder, { recursive: true })).length;
  return {
    "heap MiB": Number((usedSize / 2 ** 20).toFixed(1)),
    "resident MiB": Math.round(resident),
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
    watches: await watches(),
    processes: descendantsOf(pid).length,
    "files of the home":
      (await below(join(home, ".labs"))) +
      (await below(join(home, "workspace"))),
    "temporary files": (await readdir(tmpdir())).length,
  };
}

/** How many files and folders the kernel watches for the runner. */
async function watches(): Promise<number> {
  const folder = `/proc/${pid}/fdinfo`;
  const texts = (await readdir(folder)).map((name) =>
    readFile(`${folder}/${name}`, "utf8").catch(() => ""),
  );
  return (await Promise.all(texts)).join("").split("inotify wd:").length - 1;
}

const lines: Record<string, number>[] = [];
const began = performance.now();
const elapsed = () => (performance.now() - began) / 60_000;
let turns = 0;
for (let minute = 1; minute <= minutes; minute += 1) {
  while (elapsed() < minute) {
    const lab = inTurn[turns % inTurn.length];
    if (lab) await useLab(lab);
    turns += 1;
  }
  const line = { minute, turns, ...(await holdings()) };
  lines.push(line);
  console.log(
    Object.entries(line)
      .map(([what, much]) => `${what} ${much}`)
      .join("  "),
  );
}
console.table(lines);
