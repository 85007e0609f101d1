import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import {
  editableFiles,
  givenFiles,
  LabsError,
  type LabManifest,
} from "#contract";
import {
  loadCatalog,
  requireWhole,
  type Catalog,
} from "../../../runner/catalog/catalog.ts";
import { labsFolder } from "../../../runner/catalog/course.ts";
import { givenFile } from "../../../runner/catalog/given-file.ts";
import type { Lab } from "../../../runner/catalog/lab.ts";
import { filesInOrder } from "../components/program-order.ts";

/** A lab as the pages need it. */
export interface PageLab {
  manifest: LabManifest;
  /** The files of a new student, in the order of the lab's terminals. */
  files: { name: string; text: string; editable: boolean }[];
  /** Whether there is a recorded run, which `labs record` makes. */
  recorded: boolean;
}

/** What is wrong with a lab or its lesson, as a page says it. */
export interface PageProblem {
  /** The lab that is to be mended. */
  lab: string;
  /** File, field and what is wrong with it. */
  message: string;
  /** What to do. */
  hint: string;
}

const moduleName = "virtual:labs";

/**
 * Gives the pages the course's labs as `virtual:labs`. A build ends with one error, naming files and fields, when a lab or
 * its lesson is unfinished. Where authors work, in `astro dev` and in the build of `labs start`, pages say it instead.
 */
export function labs(): AstroIntegration {
  return {
    name: "labs",
    hooks: {
      "astro:config:setup": async ({
        command,
        config,
        updateConfig,
        addWatchFile,
        logger,
      }) => {
        const catalog = await loadCatalog();
        const tolerant =
          command === "dev" || process.env["LABS_UNFINISHED"] === "show";
        if (!tolerant) whole(catalog);
        const recordings = fileURLToPath(
          new URL("recordings/", config.publicDir),
        );
        const pageLabs = await Promise.all(
          catalog.labs.map((lab) => readPageLab(lab, recordings)),
        );
        const problems = catalog.problems.map(
          ({ lab, error: { message, hint = "" } }): PageProblem => ({
            lab,
            message,
            hint,
          }),
        );
        for (const { message, hint } of problems)
          logger.warn(`${message}\n${hint}`);
        await watchLabs(addWatchFile);
        const texts = { labs: pageLabs, problems, tolerant };
        updateConfig({ vite: { plugins: [labsModule(texts)] } });
      },
      // The labs lie beside the folder that Vite watches.
      "astro:server:setup": ({ server }) => void server.watcher.add(labsFolder),
    },
  };
}

/** What makes a lab whole or unfinished: a change to it starts `astro dev` anew. */
async function watchLabs(watch: (file: string) => void): Promise<void> {
  for (const lab of await readdir(labsFolder))
    for (const file of ["lab.ts", "grader.ts"])
      watch(join(labsFolder, lab, file));
}

function whole(catalog: Catalog): void {
  try {
    requireWhole(catalog);
  } catch (error) {
    explain(error);
  }
}

/** Astro prints an error's message and its stack; a stack says nothing to an author whose manifest is wrong. */
function explain(error: unknown): never {
  if (!(error instanceof LabsError)) throw error;
  const explained = new Error(
    [error.message, error.hint].filter(Boolean).join("\n"),
  );
  explained.name = "Lab";
  explained.stack = "";
  throw explained;
}

async function readPageLab(lab: Lab, recordings: string): Promise<PageLab> {
  const { id, manifest, starterFolder } = lab;
  const read = async (name: string, path: string, editable: boolean) => ({
    name,
    text: await readFile(path, "utf8"),
    editable,
  });
  const files = await Promise.all([
    ...editableFiles(manifest).map((name) =>
      read(name, join(starterFolder, name), true),
    ),
    ...givenFiles(manifest).map((name) =>
      read(name, givenFile(lab, name), false),
    ),
  ]);
  const recorded = existsSync(join(recordings, `${id}.json`));
  return { manifest, files: filesInOrder(files, manifest), recorded };
}

function labsModule(exported: Record<string, unknown>) {
  const resolved = `\0${moduleName}`;
  const source = Object.entries(exported)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join("\n");
  return {
    name: "labs",
    resolveId: (id: string) => (id === moduleName ? resolved : null),
    load: (id: string) => (id === resolved ? source : null),
  };
}
