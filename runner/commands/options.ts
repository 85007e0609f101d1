import { InvalidArgumentError, Option, type Command } from "commander";
import { isolationLevel, seed, type IsolationLevel } from "#contract";
import { courseFolder } from "../catalog/course.ts";
import { loadCatalog, type Catalog } from "../catalog/catalog.ts";
import { chooseProvider } from "../sandbox/choose-provider.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { openHome, type Home } from "../workspace/home.ts";

/** Options that every command understands. */
export interface CommonOptions {
  home: string;
  isolation?: IsolationLevel;
}

/** What most commands need: the labs, the student's folders, and a way to run programs. */
export async function prepare(
  options: CommonOptions,
): Promise<{ catalog: Catalog; home: Home; provider: SandboxProvider }> {
  // To try a level takes as long as all the rest.
  const [catalog, home, provider] = await Promise.all([
    loadCatalog(),
    openHome(options.home),
    chooseProvider(levelOf(options)),
  ]);
  return { catalog, home, provider };
}

/** The level that was asked for, in the form that `chooseProvider` takes. */
export function levelOf({ isolation }: CommonOptions): {
  level?: IsolationLevel;
} {
  return isolation === undefined ? {} : { level: isolation };
}

/** A seed, as results carry it. */
export function parseSeed(text: string): number {
  return wholeNumber(text, 0, seed.maxValue ?? Number.MAX_SAFE_INTEGER);
}

/** A TCP port. */
export function parsePort(text: string): number {
  return wholeNumber(text, 1, 65_535);
}

/** How often to do something. */
export function parseTimes(text: string): number {
  return wholeNumber(text, 1, 1000);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(
    `It must be a whole number from ${least} to ${most}.`,
  );
}

/** Adds a command with the options that all of them have. */
export function addCommand(
  program: Command,
  name: string,
  description: string,
): Command {
  const level = new Option(
    "--isolation <level>",
    "run programs at exactly this level",
  ).choices(isolationLevel.options);
  return program
    .command(name)
    .description(description)
    .option(
      "--home <folder>",
      "where your files and progress are kept",
      courseFolder,
    )
    .addOption(level);
}

/** The examples below a help text. */
export function examples(...commands: string[]): string {
  return `\nExamples:\n${commands.map((command) => `  npx ${command}`).join("\n")}`;
}
