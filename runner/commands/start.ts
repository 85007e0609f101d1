import { join } from "node:path";
import { pathToFileURL } from "node:url";
import open from "open";
import writeFileAtomic from "write-file-atomic";
import type { Catalog } from "../catalog/catalog.ts";
import { gradeSubmission } from "../grading/grade-submission.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { startServer } from "../server/server.ts";
import type { Home } from "../workspace/home.ts";
import { ensureSite, siteFolder } from "./build-site.ts";
import type { Output } from "./output.ts";

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

/** Signals that end the runner, and its exit code: Ctrl+C is the usual way to stop it, the others follow the shells' 128+n. */
const exitCodes = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const;

/** `labs start`: builds the site if need be, serves it, and runs the labs until a signal ends it. */
export async function runStart(
  options: StartOptions,
  output: Output,
): Promise<number> {
  const stopped = firstSignal();
  const building = new AbortController();
  const interrupted = stopped.then((signal) => {
    building.abort();
    return signal;
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
    log: (text) => output.note(text),
  });
  announce(server.link, server.port, options, output);
  if (options.open && canShowBrowser())
    await openBrowser(server.link, home, output);
  const signal = await stopped;
  output.note(
    signal === "SIGINT"
      ? "\nStopping the labs …"
      : `Stopping the labs: the runner got ${signal}.`,
  );
  await server.close();
  return exitCodes[signal];
}

function firstSignal(): Promise<keyof typeof exitCodes> {
  return new Promise((resolve) => {
    for (const signal of Object.keys(exitCodes) as (keyof typeof exitCodes)[])
      process.on(signal, () => resolve(signal));
  });
}

function announce(
  link: string,
  port: number,
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
  output.line();
  output.line(
    `  ${output.style("bold", "ZeroMQ Labs")} is ready. Open this link in a browser:`,
  );
  output.line();
  output.line(`  ${output.style(["cyan", "underline"], link)}`);
  output.line();
  output.line("  Ctrl+C stops it. Your files and your progress stay.");
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
  await writeFileAtomic(page, refresh, { mode: 0o600 });
  const child = await open(pathToFileURL(page).href);
  child.on("error", () =>
    output.note(
      "The browser could not be opened; the link above works by hand.",
    ),
  );
}
