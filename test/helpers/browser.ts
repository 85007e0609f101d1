import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sparticuz, { inflate } from "@sparticuz/chromium";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { courseFolder } from "../../runner/catalog/course.ts";

/** Where Linux distributions and macOS put Chromium and Chrome. */
const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** No sandbox of its own (tests also run as root), no GPU, and no connection that a page did not ask for. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real headless browser: `CHROMIUM_PATH`, else the system's, else the one that comes as an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const path = process.env["CHROMIUM_PATH"] ?? (await firstInstalled());
  const found =
    path === undefined ? await unpackBrowser() : { executablePath: path };
  return chromium.launch({ ...found, args: flags });
}

async function firstInstalled(): Promise<string | undefined> {
  for (const path of installed) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Unpacks the packaged browser with the libraries that a bare machine lacks. The package unpacks to the temporary
 * folder; ours is a cache of this user's own, because another user's copy cannot be run.
 */
async function unpackBrowser(): Promise<LaunchOptions> {
  const cache = join(courseFolder, "node_modules", ".cache", "browser");
  await mkdir(cache, { recursive: true });
  const temporary = process.env["TMPDIR"];
  process.env["TMPDIR"] = cache;
  try {
    const executablePath = await sparticuz.executablePath();
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const libraries = await inflate(
      join(dirname(entry), "..", "bin", "al2023.tar.br"),
    );
    const env = {
      LD_LIBRARY_PATH: join(libraries, "lib"),
      FONTCONFIG_PATH: join(cache, "fonts"),
    };
    return {
      executablePath,
      env: { ...process.env, ...env, TMPDIR: temporary },
    };
  } finally {
    if (temporary === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = temporary;
  }
}
