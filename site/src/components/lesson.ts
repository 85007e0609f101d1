import {
  textIn,
  type LabManifest,
  type Locale,
  type TerminalManifest,
} from "#contract";
import { labs, problems, tolerant } from "virtual:labs";
import type { PageLab, PageProblem } from "../integrations/labs.ts";

/** The page that a component stands on, as far as our components need it: `Astro.locals`. */
type Locals = App.Locals;

/** The lab of the lesson; undefined on pages that are not lessons, and where the lab is unfinished. */
export function labOf({ starlightRoute }: Locals): PageLab | undefined {
  const { lab } = starlightRoute.entry.data;
  return labs.find(({ manifest }) => manifest.id === lab);
}

/** What is wrong with the lab of the lesson. */
export function problemsOf({ starlightRoute }: Locals): PageProblem[] {
  const id = starlightRoute.entry.data.lab;
  return problems.filter(({ lab }) => lab === id);
}

/**
 * The lab of a lesson, for components that make sense in lessons only; undefined where the lab is unfinished, so that the
 * lesson can be read.
 */
export function requireLab(
  locals: Locals,
  component: string,
): PageLab | undefined {
  const { data, filePath } = locals.starlightRoute.entry;
  if (data.lab === undefined)
    throw new Error(
      `${filePath}: <${component}> needs "lab:" in the page's front matter.`,
    );
  return labOf(locals);
}

/** A terminal as a component shows it. */
type ShownTerminal = Pick<TerminalManifest, "id" | "title">;

/** The terminal that a component names. Complains, naming the page, when the lab has no such terminal. */
export function terminalOf(
  locals: Locals,
  component: string,
  id: string,
): ShownTerminal {
  const lab = requireLab(locals, component);
  const terminals = lab?.manifest.terminals ?? [];
  const terminal = terminals.find((each) => each.id === id);
  if (lab && !terminal) {
    const known = terminals.map((each) => each.id).join(", ");
    complain(
      locals,
      `<${component}>: the lab "${lab.manifest.id}" has no terminal "${id}". It has: ${known}.`,
    );
  }
  return terminal ?? { id, title: { en: id } };
}

/** Says what is wrong with a page: a build for students ends with it, an author reads it and goes on. */
export function complain({ starlightRoute }: Locals, problem: string): void {
  const message = `${starlightRoute.entry.filePath}: ${problem}`;
  if (!tolerant) throw new Error(message);
  // `labs start` looks for this mark in the log of its build.
  console.warn(`[lesson] ${message}`);
}

/** The language of the page. */
export function localeOf({ starlightRoute }: Locals): Locale {
  return starlightRoute.locale === "zh-cn" ? "zh-cn" : "en";
}

/** The title of a terminal in the page's language, as it stands within a sentence: "client A" for "Client A". */
export function terminalTitle(locals: Locals, terminal: ShownTerminal): string {
  const title = textIn(terminal.title, localeOf(locals));
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** All labs, in course order. */
export const courseLabs: LabManifest[] = labs.map(({ manifest }) => manifest);
