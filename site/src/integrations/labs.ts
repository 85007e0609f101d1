import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import {
  editableFiles,
  givenFiles,
  LabsError,
  type LabManifest,
} from "#contract";
import { loadCatalog } from "../../../runner/catalog/catalog.ts";
import type { Lab } from "../../../runner/catalog/lab.ts";

/** A lab as the pages need it. */
export interface PageLab {
  manifest: LabManifest;
  /** The files of a new student, those to edit first. */
  files: { name: string; text: string; editable: boolean }[];
  /** Whether there is a recorded run, which `labs record` makes. */
  recorded: boolean;
}

const moduleName = "virtual:labs";

/**
 * Gives the pages the course's labs as `virtual:labs`. The build ends with one error, naming file and field, when a
 * lab does not fit the contract or its lesson lacks a step that a check ticks.
 */
export function labs(): AstroIntegration {
  return {
    name: "labs",
    hooks: {
      "astro:config:setup": async ({ config, updateConfig, addWatchFile }) => {
        const catalog = await loadCatalog().catch(explain);
        const recordings = fileURLToPath(
          new URL("recordings/", config.publicDir),
        );
        const pageLabs = await Promise.all(
          catalog.labs.map((lab) => readPageLab(lab, recordings)),
        );
        await checkSteps(
          pageLabs,
          fileURLToPath(new URL("content/docs/lessons/", config.srcDir)),
        ).catch(explain);
        for (const lab of catalog.labs)
          addWatchFile(join(lab.folder, "lab.ts"));
        updateConfig({ vite: { plugins: [labsModule(pageLabs)] } });
      },
    },
  };
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

async function readPageLab(
  { id, manifest, starterFolder, programsFolder }: Lab,
  recordings: string,
): Promise<PageLab> {
  const read = (folder: string, editable: boolean) => async (name: string) => ({
    name,
    text: await readFile(join(folder, name), "utf8"),
    editable,
  });
  const files = await Promise.all([
    ...editableFiles(manifest).map(read(starterFolder, true)),
    ...givenFiles(manifest).map(read(programsFolder, false)),
  ]);
  const recorded = existsSync(join(recordings, `${id}.json`));
  return { manifest, files, recorded };
}

/** A check ticks a step of its lesson: a step that is not there would stay open for ever, and nobody would notice. */
async function checkSteps(pageLabs: PageLab[], lessons: string): Promise<void> {
  for (const { manifest } of pageLabs) {
    const lesson = await readFile(
      join(lessons, `${manifest.id}.mdx`),
      "utf8",
    ).catch(() => null);
    if (lesson === null) continue;
    const steps = new Set(
      [...lesson.matchAll(/<Step\s[^>]*\bid="([^"]+)"/g)].map(
        (match) => match[1],
      ),
    );
    for (const [index, check] of manifest.checks.entries())
      if (!steps.has(check.step))
        throw new LabsError(
          "manifest-invalid",
          `labs/${manifest.id}/lab.ts: checks[${index}].step names "${check.step}", which lessons/${manifest.id}.mdx does not have`,
          { hint: `Its steps are: ${[...steps].join(", ")}.` },
        );
  }
}

function labsModule(pageLabs: PageLab[]) {
  const resolved = `\0${moduleName}`;
  return {
    name: "labs",
    resolveId: (id: string) => (id === moduleName ? resolved : null),
    load: (id: string) =>
      id === resolved
        ? `export const labs = ${JSON.stringify(pageLabs)};`
        : null,
  };
}
