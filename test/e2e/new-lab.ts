import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

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
  const lessons = join(checkout, "site", "src", "content", "docs", "lessons");
  const lesson = join(lessons, "five.mdx");
  await cp(join(lessons, "pipeline.mdx"), lesson);
  await edit(lesson, "\nlab: pipeline\n", "\nlab: five\n");
}
