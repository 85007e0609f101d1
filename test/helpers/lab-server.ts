import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { isolationLevel } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import { standingGraders } from "../../runner/grading/run/standing-graders.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import {
  startServer,
  type RunningServer,
  type ServerOptions,
} from "../../runner/server/server.ts";
import { openHome, type Home } from "../../runner/workspace/home.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** The folder of the small site that tests are served. */
export const siteFolder = join(fixtures, "site");

/** The catalog of the small labs that tests use. */
export const fixtureCatalog = () => loadCatalog(join(fixtures, "labs"));

/** The machine's strongest level, or the one that `LABS_TEST_LEVEL` names. */
export function testProvider(): Promise<SandboxProvider> {
  const level = isolationLevel.optional().parse(process.env["LABS_TEST_LEVEL"]);
  return chooseProvider(level ? { level } : {});
}

/** A home of its own for one test. */
export async function createHome(): Promise<
  Home & { remove(): Promise<void> }
> {
  const root = await mkdtemp(join(tmpdir(), "labs-home-"));
  return {
    ...(await openHome(root)),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** A runner in this process, with what it logged. */
export interface TestServer extends RunningServer {
  home: Home;
  logged: string[];
}

/** Starts a runner with the small labs at the machine's strongest level. */
export async function startTestServer(
  home: Home,
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const logged: string[] = [];
  const server = await startServer({
    home,
    catalog: await fixtureCatalog(),
    provider: await testProvider(),
    grade: gradeSubmission,
    standBy: standingGraders,
    siteFolder,
    port: 0,
    log: (text) => logged.push(text),
    ...options,
  });
  return { ...server, home, logged };
}

/** A runner in a process of its own. */
export interface ChildServer {
  url: string;
  link: string;
  pid: number;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
}

/** Starts a runner with the small labs in a process of its own. */
export async function serveInChild(root: string): Promise<ChildServer> {
  const child = spawn(
    process.execPath,
    [join(fixtures, "serve-relay.ts"), root],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const running = z
    .object({ url: z.string(), link: z.string() })
    .parse(JSON.parse(line.toString()));
  return {
    ...running,
    pid: child.pid ?? 0,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
