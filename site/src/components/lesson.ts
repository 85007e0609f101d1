import {
  textIn,
  type LabManifest,
  type Locale,
  type TerminalManifest,
} from "#contract";
import { labs } from "virtual:labs";
import type { PageLab } from "../integrations/labs.ts";

/** The page that a component stands on, as far as our components need it: `Astro.locals`. */
type Locals = App.Locals;

/** The lab of the lesson; undefined on pages that are not lessons. Throws when the front matter names no lab. */
export function labOf({ starlightRoute }: Locals): PageLab | undefined {
  const { data, filePath } = starlightRoute.entry;
  if (data.lab === undefined) return undefined;
  const lab = labs.find(({ manifest }) => manifest.id === data.lab);
  if (lab) return lab;
  const known = labs.map(({ manifest }) => manifest.id).join(", ");
  throw new Error(
    `${filePath}: lab: there is no lab "${data.lab}". The labs are: ${known}.`,
  );
}

/** The lab of a lesson, for components that make sense in lessons only. */
export function requireLab(locals: Locals, component: string): PageLab {
  const lab = labOf(locals);
  if (lab) return lab;
  throw new Error(
    `${locals.starlightRoute.entry.filePath}: <${component}> needs "lab:" in the page's front matter.`,
  );
}

/** The terminal that a component names. Throws, naming the page, when the lab has no such terminal. */
export function terminalOf(
  locals: Locals,
  component: string,
  id: string,
): TerminalManifest {
  const { manifest } = requireLab(locals, component);
  const terminal = manifest.terminals.find((each) => each.id === id);
  if (terminal) return terminal;
  const known = manifest.terminals.map((each) => each.id).join(", ");
  const page = locals.starlightRoute.entry.filePath;
  throw new Error(
    `${page}: <${component}>: the lab "${manifest.id}" has no terminal "${id}". It has: ${known}.`,
  );
}

/** The language of the page. */
export function localeOf({ starlightRoute }: Locals): Locale {
  return starlightRoute.locale === "zh-cn" ? "zh-cn" : "en";
}

/** The title of a terminal in the page's language, as it stands within a sentence: "client A" for "Client A". */
export function terminalTitle(
  locals: Locals,
  terminal: TerminalManifest,
): string {
  const title = textIn(terminal.title, localeOf(locals));
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** All labs, in course order. */
export const courseLabs: LabManifest[] = labs.map(({ manifest }) => manifest);
