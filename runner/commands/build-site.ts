import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabsError } from "#contract";
import { courseFolder } from "../catalog/course.ts";
import type { Output } from "./output.ts";

/** Where the built site is. */
export const siteFolder = join(courseFolder, "site", "dist");

/** Holds the fingerprint of the sources that the build has seen. */
const stampFile = join(siteFolder, ".built-from");

/** What a lesson says of itself in the log, wherever in a line the build has been meanwhile. */
const lessonComplaint = /(?<=\[lesson\] ).*/g;

/** Everything that the built pages depend on. */
const sources = [
  "site/*.{ts,json}",
  "site/src/**/*",
  "site/public/**/*",
  // What is missing anywhere in a lab stands on its page.
  "labs/**/*",
  "runner/{catalog,contract}/*.ts",
  "package.json",
];

/** Builds the site when it is missing or older than its sources, and shows that it does. Throws `site-missing`. */
export async function ensureSite(
  output: Output,
  signal?: AbortSignal,
): Promise<void> {
  const fingerprint = await fingerprintSources();
  if ((await builtFrom()) === fingerprint) return;
  const progress = output.progress(
    "Building the course's pages: half a minute or so, only now and after a change …",
  );
  const started = performance.now();
  let complaints: string[];
  try {
    complaints = await build(signal);
    await writeFile(stampFile, fingerprint);
  } catch (error) {
    progress.fail("The pages could not be built.");
    throw error;
  }
  progress.succeed(
    `Built the pages in ${((performance.now() - started) / 1000).toFixed(0)} s.`,
  );
  for (const complaint of complaints) output.note(complaint);
}

/** Changes when a source is edited, added or removed. Times and sizes are enough: reading them takes a few milliseconds. */
async function fingerprintSources(): Promise<string> {
  const lines: string[] = [];
  for await (const file of glob(sources, { cwd: courseFolder })) {
    const { mtimeMs, size } = await stat(join(courseFolder, file));
    lines.push(`${file} ${mtimeMs} ${size}`);
  }
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

async function builtFrom(): Promise<string | null> {
  return readFile(stampFile, "utf8").catch(() => null);
}

/** Builds the site as authors need it: what is unfinished is shown and stops nothing. Resolves to what its lessons complain of. */
async function build(signal: AbortSignal | undefined): Promise<string[]> {
  const astro = join(courseFolder, "node_modules", "astro", "bin", "astro.mjs");
  const child = spawn(process.execPath, [astro, "build", "--root", "site"], {
    cwd: courseFolder,
    env: {
      ...process.env,
      ASTRO_TELEMETRY_DISABLED: "1",
      LABS_UNFINISHED: "show",
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return log.match(lessonComplaint) ?? [];
  throw new LabsError(
    "site-missing",
    `The pages could not be built (astro build ended with ${code}).`,
    {
      hint: `What it said:\n${log.trimEnd().split("\n").slice(-20).join("\n")}`,
    },
  );
}
