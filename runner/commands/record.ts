import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { editableFiles, type Recording } from "#contract";
import { courseFolder } from "../catalog/course.ts";
import type { Lab } from "../catalog/lab.ts";
import { prepareFolder } from "../grading/run/grading-place.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { recordRun, type RecordStep } from "../session/record-run.ts";
import type { Home } from "../workspace/home.ts";
import { writeAtomic } from "../workspace/write-atomic.ts";
import type { Output } from "./output.ts";

/** The folder of the recordings that lessons play when no runner is there. */
const recordingsFolder = join(courseFolder, "site", "public", "recordings");

/** What `labs record` needs. */
export interface RecordCommandOptions {
  lab: Lab;
  home: Home;
  provider: SandboxProvider;
  /** The file to write; without it the one that the lab's lesson plays. */
  out?: string;
}

/** `labs record`: records a run of a lab's solution. 0 when it is written, 1 when the run went wrong and nothing was. */
export async function runRecord(
  options: RecordCommandOptions,
  output: Output,
): Promise<0 | 1> {
  const { lab, home, provider } = options;
  const file = options.out ?? join(recordingsFolder, `${lab.id}.json`);
  const progress = output.progress(`Recording ${lab.id} …`);
  try {
    await using folder = await prepareFolder(
      lab,
      home,
      await readSolution(lab),
    );
    const { recording, problems } = await recordRun({
      lab,
      folder: folder.programs,
      provider,
      onStep: (step) =>
        progress.update(`Recording ${lab.id}: ${inWords(step)} …`),
    });
    if (problems.length > 0) {
      progress.fail(`${lab.id} was not recorded, because its solution failed:`);
      for (const problem of problems) output.note(`  ${problem}`);
      return 1;
    }
    const bytes = await write(recording, file);
    progress.succeed(`Recorded ${lab.id}.`);
    output.line(`${file}  ${(bytes / 1000).toFixed(1)} kB`);
    return 0;
  } catch (error) {
    progress.fail(`${lab.id} was not recorded.`);
    throw error;
  }
}

function readSolution(lab: Lab): Promise<{ name: string; text: string }[]> {
  const read = async (name: string) => ({
    name,
    text: await readFile(join(lab.solutionFolder, name), "utf8"),
  });
  return Promise.all(editableFiles(lab.manifest).map(read));
}

async function write(recording: Recording, file: string): Promise<number> {
  const bytes = Buffer.from(`${JSON.stringify(recording, null, 2)}\n`);
  await mkdir(dirname(file), { recursive: true });
  await writeAtomic(file, bytes);
  return bytes.length;
}

function inWords(step: RecordStep): string {
  return step.is === "running"
    ? "all programs run"
    : `${step.is} ${step.terminal}`;
}
