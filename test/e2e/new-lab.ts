import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const fixtures = join(import.meta.dirname, "..", "fixtures");

/** Where a checkout has its lessons. */
const lessonsOf = (checkout: string) =>
  join(checkout, "site", "src", "content", "docs", "lessons");

/** Replaces a piece of a file that must be there once. */
async function edit(file: string, piece: string, by: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const parts = text.split(piece);
  if (parts.length !== 2)
    throw new Error(`${file} has not one piece ${JSON.stringify(piece)}`);
  await writeFile(file, parts.join(by));
}

/** Adds the lab `five` to a checkout, as the README says: the pipeline with a third consumer, in five terminals. */
export async function addLabOfFive(checkout: string): Promise<void> {
  const lab = join(checkout, "labs", "five");
  await cp(join(checkout, "labs", "pipeline"), lab, { recursive: true });
  await edit(join(lab, "lab.ts"), 'id: "pipeline"', 'id: "five"');
  await edit(join(lab, "lab.ts"), "place: 1,", "place: 555,");
  const producer = '    {\n      id: "producer",';
  const third = `    {
      id: "consumer-3",
      title: { en: "Consumer 3" },
      program: "consumer",
      args: ["3"],
      ready: { when: "started" },
    },
`;
  await edit(join(lab, "lab.ts"), producer, third + producer);
  const lesson = join(lessonsOf(checkout), "five.mdx");
  await cp(join(lessonsOf(checkout), "pipeline.mdx"), lesson);
  await edit(lesson, "\nlab: pipeline\n", "\nlab: five\n");
}

/** Adds the fixtures' lab `relay` to a checkout: a folder and a page, and nothing else. */
export async function addRelay(checkout: string): Promise<void> {
  const lab = join(checkout, "labs", "relay");
  await cp(join(fixtures, "labs", "relay"), lab, { recursive: true });
  await addLesson(checkout, "relay");
}

/** Adds a lab that an author has only begun: an empty folder, and a page that uses everything a lesson can. */
export async function addBegun(checkout: string): Promise<void> {
  await mkdir(join(checkout, "labs", "begun"));
  await addLesson(checkout, "begun");
}

async function addLesson(checkout: string, lab: string): Promise<void> {
  const file = `${lab}.mdx`;
  await cp(join(fixtures, "lessons", file), join(lessonsOf(checkout), file));
}
