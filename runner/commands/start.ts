import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import open from "open";
import type { Catalog } from "../catalog/catalog.ts";
import { gradeSubmission } from "../grading/run/grade-submission.ts";
import { standingGraders } from "../grading/run/standing-graders.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { startServer } from "../server/server.ts";
import type { Home } from "../workspace/home.ts";
import { ensureSite, siteFolder } from "./build-site.ts";
import type { Output } from "./output.ts";
import { reportFailure } from "./report-failure.ts";
import { reportProblems } from "./report/problems-report.ts";

/** Where the course is served unless `--port` says otherwise. */
export const defaultPort = 4321;

/** What `labs start` needs. */
export interface StartOptions {
  home: Home;
  catalog: Catalog;
  provider: SandboxProvider;
  /** The first port to try; the next free one is taken. */
  port: number;
  /** Whether to open the browser: never in CI, nor where there is no display. */
  open: boolean;
}

/**
 * What ends the runner, and its exit code: Ctrl+C is the usual way to stop it, other signals follow the shells' 128+n, and a
 * failure of its own is what `labs --help` says.
 */
const exitCodes = {
  SIGINT: 0,
  SIGTERM: 143,
  SIGHUP: 129,
  failure: 3,
} as const;

/** Labs are ended within a second. After this time, in milliseconds, the kernel ends what is left of them with the runner. */
const stopDeadline = 5000;

/**
 * `labs start`: builds the site if need be, serves it, and runs the labs until a signal or a failure ends it. It then ends the
 * labs and says why.
 */
export async function runStart(
  options: StartOptions,
  output: Output,
): Promise<number> {
  output.note(
    "This serves the course to a browser on this machine, and runs its labs.",
  );
  const stopped = firstReason();
  const building = new AbortController();
  const interrupted = stopped.then(({ why }) => {
    building.abort();
    return why;
  });
  try {
    await ensureSite(output, building.signal);
  } catch (error) {
    if (building.signal.aborted) return exitCodes[await interrupted];
    throw error;
  }
  const { home, catalog, provider } = options;
  const server = await startServer({
    home,
    catalog,
    provider,
    siteFolder,
    port: options.port,
    grade: gradeSubmission,
    standBy: standingGraders,
    log: (text) => output.note(text),
  });
  reportProblems(catalog, output);
  const opens = options.open && canShowBrowser();
  announce(server.link, server.port, opens, options, output);
  if (opens) await openBrowser(server.link, home, output);
  const { why, error } = await stopped;
  setTimeout(() => process.exit(exitCodes[why]), stopDeadline).unref();
  sayWhy(why, error, output);
  await server.close();
  return exitCodes[why];
}

interface Reason {
  why: keyof typeof exitCodes;
  error?: unknown;
}

function firstReason(): Promise<Reason> {
  return new Promise((resolve) => {
    for (const why of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(why, () => resolve({ why }));
    // A rejection that nobody handles arrives here, too.
    process.on("uncaughtException", (error) =>
      resolve({ why: "failure", error }),
    );
  });
}

function sayWhy(why: Reason["why"], error: unknown, output: Output): void {
  if (why === "failure") {
    output.note("Stopping the labs: the runner itself failed.");
    reportFailure(error, output);
  } else if (why === "SIGINT") {
    output.note("\nStopping the labs …");
  } else {
    output.note(`Stopping the labs: the runner got ${why}.`);
  }
}

function announce(
  link: string,
  port: number,
  opens: boolean,
  { port: wanted, provider }: StartOptions,
  output: Output,
): void {
  const { isolation } = provider;
  if (port !== wanted)
    output.note(
      `Port ${wanted} is taken; the course is on port ${port} instead.`,
    );
  if (isolation.reason)
    output.note(`Isolation is "${isolation.level}" only: ${isolation.reason}`);
  if (isolation.remedy) output.note(`For more: ${isolation.remedy}`);
  const name = output.style("bold", "ZeroMQ Labs");
  output.line();
  output.line(
    opens
      ? `  ${name} is ready, and opens in your browser. If it does not, open this link:`
      : `  ${name} is ready. Open this link in a browser (Ctrl+click it, or copy it):`,
  );
  output.line();
  output.line(`  ${output.style(["cyan", "underline"], link)}`);
  output.line();
  output.line(
    "  There, press “Start with the first lesson”, or later “Continue”.",
  );
  output.line(
    "  Leave this window open. Ctrl+C stops it. Your files and your progress stay.",
  );
}

function canShowBrowser(): boolean {
  if (process.env["CI"] || process.env["SSH_CONNECTION"]) return false;
  if (process.platform === "linux")
    return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
  return true;
}

/**
 * Opens the browser by way of a file that only this user can read: a link in the browser's arguments would show the
 * token in the process list. The link stands on the screen, so a browser that does not open is worth a word and no more.
 */
async function openBrowser(
  link: string,
  home: Home,
  output: Output,
): Promise<void> {
  const page = join(home.state, "open.html");
  const refresh = `<!doctype html><title>ZeroMQ Labs</title><meta http-equiv="refresh" content="0; url=${link}">\n`;
  await rm(page, { force: true });
  await writeFile(page, refresh, { mode: 0o600 });
  const child = await open(pathToFileURL(page).href);
  child.on("error", () =>
    output.note(
      "The browser could not be opened; the link above works by hand.",
    ),
  );
}
