import { setTimeout as delay } from "node:timers/promises";
import {
  editableFiles,
  givenFiles,
  type ProgramTrouble,
  type ServerMessage,
} from "#contract";
import type { Lab } from "../catalog/lab.ts";
import { collectSubmission } from "../grading/run/collect-submission.ts";
import type { Progress } from "../progress/progress.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { watchTrouble } from "../session/program-trouble.ts";
import { openScrollback } from "../session/scrollback.ts";
import { openSession, type Session } from "../session/session.ts";
import type { Home } from "../workspace/home.ts";
import {
  openWorkspace,
  type Replaced,
  type Workspace,
} from "../workspace/workspace.ts";
import { createChecking, type Checking } from "./checking.ts";
import type { Grade, StandBy } from "./grade.ts";

/** How long a check may take to end when its lab is closed, in milliseconds. */
const cancelMs = 500;

/** A page that looks at an open lab. */
export interface Page {
  tell(message: ServerMessage): void;
}

/** A lab that at least one page has opened: files, terminals and checks, shared by all its pages. */
export interface OpenLab {
  readonly lab: Lab;
  readonly workspace: Workspace;
  readonly session: Session;
  readonly checking: Checking;
  readonly pages: ReadonlySet<Page>;
  /** What the last program of a terminal died of, by the terminal's id. */
  readonly troubles: ReadonlyMap<string, ProgramTrouble>;
  /** From here on the page hears of every change. */
  join(page: Page): void;
  leave(page: Page): void;
  /** The student does something in this page. */
  use(page: Page): void;
  /** Whether it is the page that was used last: of several, only its terminals answer what programs ask. */
  answers(page: Page): boolean;
  /** Tells all pages, or all but one. */
  tell(message: ServerMessage, except?: Page): void;
  /** Tells all pages what the student has done so far. */
  tellProgress(): void;
  /** Whether the files are others now than the last result is about, as far as is known. */
  readonly outdated: boolean;
  /** Compares the files with those of the last result, and tells all pages when the answer is another one. */
  compareWork(): Promise<void>;
  /** Tells all pages that the files were replaced. */
  tellFiles(replaced: Replaced): Promise<void>;
  /** Ends programs and checks, and leaves `reason` in the terminals. Idempotent. */
  close(reason: string): Promise<void>;
}

/** What every lab of a runner shares. */
export interface LabServices {
  home: Home;
  provider: SandboxProvider;
  progress: Progress;
  grade: Grade;
  /** Without it each check starts a grader. */
  standBy?: StandBy;
  log(text: string): void;
}

export async function openLab(
  lab: Lab,
  { home, provider, progress, grade, standBy, log }: LabServices,
): Promise<OpenLab> {
  const pages = new Set<Page>();
  let usedLast: Page | undefined;
  const tell = (message: ServerMessage, except?: Page) => {
    for (const page of pages) if (page !== except) page.tell(message);
  };
  const tellProgress = () =>
    tell({ type: "progress", progress: progress.labProgress(lab.id) });

  /** What the last result is about; null before the first. */
  let checked = progress.labProgress(lab.id).lastResult?.submission ?? null;
  let outdated = false;
  /** What cannot be handed in, and could not be when it was checked, is as it was. */
  async function compareWork(): Promise<void> {
    const compared = checked;
    const now = await collectSubmission(lab.manifest, folder);
    if (compared !== checked) return compareWork();
    const differs =
      checked !== null && checked.hash !== (now.gradable ? now.hash : null);
    if (differs === outdated) return;
    outdated = differs;
    tell({ type: "outdated", outdated });
  }

  const workspace = await openWorkspace({ home, lab });
  const { folder } = workspace;
  const session = await openSession({
    lab,
    folder,
    provider,
    scrollback: openScrollback(home, lab.id),
    onStarting: (terminal, problem) =>
      tell({ type: "starting", terminal, problem }),
  }).catch(async (error: unknown) => {
    await workspace.close();
    throw error;
  });
  const graders = standBy?.({ lab, provider, home });
  const checking = createChecking({
    grade,
    work: { lab, folder, provider, home, ...(graders && { graders }) },
    saved: () => workspace.files(),
    async record(result) {
      await progress.recordAttempt(lab, result);
      checked = result.submission;
      tellProgress();
      void compareWork().catch(() => undefined);
    },
    tell,
    log,
  });

  workspace.onChange((file) => {
    tell({ type: "file", file });
    void compareWork().catch(() => undefined);
  });
  const troubles = new Map<string, ProgramTrouble>();
  const names = [...editableFiles(lab.manifest), ...givenFiles(lab.manifest)];
  for (const terminal of session.terminals) {
    const { id, events } = terminal;
    events.on("state", (state) => tell({ type: "state", terminal: id, state }));
    events.on("notes", (notes) => tell({ type: "notes", terminal: id, notes }));
    watchTrouble(terminal, names, (trouble) => {
      if (trouble) troubles.set(id, trouble);
      else if (!troubles.delete(id)) return;
      tell({ type: "trouble", terminal: id, trouble });
    });
  }

  return {
    lab,
    workspace,
    session,
    checking,
    pages,
    troubles,
    join(page) {
      pages.add(page);
      usedLast = page;
      graders?.stir();
    },
    leave(page) {
      pages.delete(page);
      if (usedLast === page) usedLast = [...pages].at(-1);
    },
    use(page) {
      usedLast = page;
      graders?.stir();
    },
    answers: (page) => page === usedLast,
    tell,
    tellProgress,
    get outdated() {
      return outdated;
    },
    compareWork,
    async tellFiles(replaced) {
      tell({ type: "files", ...replaced });
      await compareWork();
    },
    async close(reason) {
      const outcomes = await Promise.allSettled([
        session.close(reason),
        workspace.close(),
        // A grader that does not heed its signal ends with this process.
        Promise.race([
          Promise.all([checking.cancel(), graders?.close()]),
          delay(cancelMs, undefined, { ref: false }),
        ]),
      ]);
      for (const outcome of outcomes)
        if (outcome.status === "rejected") throw outcome.reason;
    },
  };
}
