import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editableFiles, type ServerMessage } from "#contract";
import { loadCatalog } from "../../../runner/catalog/catalog.ts";
import type { Lab } from "../../../runner/catalog/lab.ts";
import { gradeSubmission } from "../../../runner/grading/run/grade-submission.ts";
import {
  openGrader,
  type Grader,
} from "../../../runner/grading/run/open-grader.ts";
import type { SandboxProvider } from "../../../runner/sandbox/sandbox.ts";
import { openHome } from "../../../runner/workspace/home.ts";
import { LabClient } from "../../helpers/lab-client.ts";
import { startTestServer, testProvider } from "../../helpers/lab-server.ts";

/** How long a check may take on a busy machine, in milliseconds. */
const checkMs = 90_000;

/** What one check took, in milliseconds. */
export interface Timing {
  /** From the click until the page is told that the first check has begun. */
  firstLine: number;
  /** From the click until the page is told the verdict. */
  verdict: number;
  /** The time inside the checks, added up: what the lab's programs need, and the grader for talking to them. */
  inside: number;
}

/** A runner that serves the course, with an open page for each lab. */
export interface BenchCourse extends AsyncDisposable {
  labs: readonly Lab[];
  provider: SandboxProvider;
  /** Clicks "Check my work" on the lab's solution. `warm`: when a grader stands ready. */
  check(lab: Lab, warm: boolean): Promise<Timing>;
}

export async function openCourse(): Promise<BenchCourse> {
  await using cleanup = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), "labs-bench-"));
  cleanup.defer(() => rm(root, { recursive: true, force: true }));
  const home = await openHome(root);
  const catalog = await loadCatalog();
  const provider = await testProvider();
  /** The bench decides when a grader stands ready; a new one is not made beside a measurement. */
  let standing: Grader | null = null;
  const server = await startTestServer(home, {
    catalog,
    provider,
    grade: gradeSubmission,
    standBy: (options) => ({
      stir: () => undefined,
      async take(signal) {
        const grader = standing;
        standing = null;
        // The runner asks that, too.
        if (grader && (await grader.isCurrent())) return grader;
        return openGrader(options, signal);
      },
      giveBack: (grader) => grader.close(),
      close: () => Promise.resolve(),
    }),
  });
  cleanup.defer(() => server.close());
  const pages = new Map<string, LabClient>();
  for (const lab of catalog.labs) {
    for (const name of editableFiles(lab.manifest))
      await cp(
        join(lab.solutionFolder, name),
        join(home.workspace, lab.id, name),
      );
    const page = await LabClient.open(server, lab.id);
    cleanup.defer(() => page.close());
    pages.set(lab.id, page);
  }
  const owned = cleanup.move();

  return {
    labs: catalog.labs,
    provider,
    async check(lab, warm) {
      const page = pages.get(lab.id);
      if (!page) throw new Error(`no page of ${lab.id} is open`);
      if (warm) {
        standing = await openGrader({ lab, home, provider });
        await standing.ready;
      }
      const since = page.messages.length;
      const clicked = performance.now();
      page.send({ type: "check" });
      await heard(page, "checking", since);
      const firstLine = performance.now() - clicked;
      const { result } = await heard(page, "graded", since);
      const verdict = performance.now() - clicked;
      const failed = result?.checks.find(({ status }) => status !== "pass");
      if (!result || failed)
        throw new Error(`its solution did not pass: ${failed?.message ?? ""}`);
      const inside = result.checks.reduce(
        (sum, { seconds }) => sum + seconds,
        0,
      );
      return { firstLine, verdict, inside: inside * 1000 };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The first message of this type behind the first `since`. */
async function heard<T extends "checking" | "graded">(
  page: LabClient,
  type: T,
  since: number,
): Promise<Extract<ServerMessage, { type: T }>> {
  const find = () =>
    page.messages
      .slice(since)
      .find(
        (each): each is Extract<ServerMessage, { type: T }> =>
          each.type === type,
      );
  await page.until(`${type} comes`, () => find() !== undefined, checkMs);
  const found = find();
  if (!found) throw new Error(`${type} went away`);
  return found;
}
