import { join } from "node:path";
import { LabsError } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { Sandbox, SandboxProvider } from "../../sandbox/sandbox.ts";
import type { Home } from "../../workspace/home.ts";
import { slowestClock } from "../channel/check-time.ts";
import type { CheckMessage, GraderMessage } from "../channel/grader-message.ts";
import type { GradingWork } from "../channel/plan.ts";
import { rememberFiles } from "./fingerprint.ts";
import { startGraderProcess, type GraderProcess } from "./grader-process.ts";
import type { MessageListener } from "./read-messages.ts";
import { openPlace } from "./grading-place.ts";
import { createWatchdog } from "./watchdog.ts";

/** How long the grader may be silent, in milliseconds. Ten times and more of what a busy machine needs. */
const patience = {
  /** Until it is ready, and until its first check begins. */
  start: 60_000,
  /** Beyond a check's own deadline, for ending its programs and waiting for its ports. */
  check: 20_000,
  /** Between checks and after the last. */
  pause: 30_000,
} as const;

/** What a run reports. */
export interface GraderListener {
  onMessage(message: CheckMessage): void;
  /** Something that the author must know. The run goes on, or is about to end. */
  onTrouble(text: string): void;
}

/** How a run ended. */
export interface GraderEnd {
  /** Why the sandbox ended under the grader, in words fit for a student; null when it did not. */
  sandboxEnded: string | null;
}

/** A grader process in a sandbox of its own, which grades one submission after the other. */
export interface Grader {
  /** Settles when it stands ready, or never will. Never rejects. */
  readonly ready: Promise<void>;
  /** Settles when it can grade nothing any more: it was closed, or it or its sandbox has ended. Never rejects. */
  readonly over: Promise<void>;
  /** Whether it can take a submission. False while it has one, and for good once it or its sandbox has ended. */
  readonly usable: boolean;
  /** Whether the lab's files are still those that it has loaded. Ask it when it is ready. */
  isCurrent(): Promise<boolean>;
  /**
   * Runs the checks. Whatever the grader does, this resolves: one that hangs is ended after its time, one that exits or says
   * nonsense is reported as trouble. An abort ends it at once, and the grader with it.
   */
  grade(
    work: GradingWork,
    listener: GraderListener,
    signal?: AbortSignal,
  ): Promise<GraderEnd>;
  /** Ends process and sandbox, and removes their folders. Idempotent. */
  close(): Promise<void>;
}

/** What graders are made for. */
export interface GraderOptions {
  lab: Lab;
  provider: SandboxProvider;
  home: Home;
}

/**
 * Makes a fresh sandbox and starts the lab's grader beside it. It needs no submission to get ready: what is secret, and
 * what is graded, is told to it by `grade`.
 *
 * @throws LabsError when the machine does not let it.
 */
export async function openGrader(
  { lab, provider, home }: GraderOptions,
  signal?: AbortSignal,
): Promise<Grader> {
  signal?.throwIfAborted();
  // Taken before anything is loaded: what changes from now on is seen.
  const isUnchanged = await rememberFiles([
    lab.graderFile,
    join(lab.folder, "lab.ts"),
  ]);
  await using cleanup = new AsyncDisposableStack();
  const { level } = provider.isolation;
  const folder = cleanup.use(await openPlace(lab, home, level));
  // The label can be seen from inside, and must not tell a program that it is graded.
  const sandbox = await provider.open({
    files: folder.programs,
    inMemory: folder.inMemory,
    label: lab.id,
  });
  cleanup.defer(() => sandbox.close());
  signal?.throwIfAborted();
  const setting = {
    manifest: lab.manifest,
    graderFile: lab.graderFile,
    folder: sandbox.files,
    graderFolder: folder.grader,
    sandbox: handleOf(sandbox),
  };
  return createGrader(sandbox, cleanup.move(), isUnchanged, (listener) =>
    startGraderProcess(
      sandbox,
      setting,
      // Below the home: at the level "isolated" no program can write there.
      join(home.state, "compile-cache"),
      listener,
    ),
  );
}

function createGrader(
  sandbox: Sandbox,
  folders: AsyncDisposableStack,
  isUnchanged: (loaded: readonly string[]) => Promise<boolean>,
  start: (listener: MessageListener) => GraderProcess,
): Grader {
  /** `over`: what comes from now on does not count, and nothing more can be graded. */
  let state: "loading" | "ready" | "over" = "loading";
  let run: { listener: GraderListener; over(): void } | null = null;
  let sandboxEnded: string | null = null;
  let loaded: readonly string[] = [];
  const ready = Promise.withResolvers<undefined>();
  const over = Promise.withResolvers<undefined>();
  /** What came while it stood ready: whoever grades with it next has to know. */
  const unheard: ((listener: GraderListener) => void)[] = [];
  const tell = (what: (listener: GraderListener) => void) => {
    if (run) what(run.listener);
    else unheard.push(what);
  };

  const end = () => {
    state = "over";
    watchdog.close();
    grader.kill();
    // Whoever closes the grader hears how that went.
    sandbox.close().catch(() => undefined);
    ready.resolve(undefined);
    over.resolve(undefined);
  };
  const endWith = (trouble: string) => {
    if (state === "over") return;
    tell((listener) => listener.onTrouble(trouble));
    end();
  };
  const watchdog = createWatchdog((during) =>
    endWith(`The grader hung ${during} and was ended.`),
  );
  const take = (message: GraderMessage) => {
    // Behind its end, or behind nonsense, nothing counts.
    if (state === "over") return;
    if (message.type === "ready") {
      state = "ready";
      loaded = message.files;
      if (run) watchdog.expect(patience.start, "before its first check");
      else watchdog.close();
      ready.resolve(undefined);
    } else if (message.type === "end") {
      const ended = run;
      // What comes behind it, be it in the same breath, is not heard by whoever gave it this work.
      run = null;
      if (!ended) end();
      else {
        state = "loading";
        watchdog.expect(patience.start, "before it was ready again");
        ended.over();
      }
    } else if (!run && message.type !== "trouble") {
      endWith("The grader spoke of checks while it had nothing to grade.");
    } else {
      if (message.type === "start")
        watchdog.expect(
          slowestClock * message.deadline * 1000 + patience.check,
          `in check "${message.id}"`,
        );
      else watchdog.expect(patience.pause, "between checks");
      tell((listener) => listener.onMessage(message));
    }
  };

  watchdog.expect(patience.start, "before it was ready");
  const grader = start({ onMessage: take, onTrouble: endWith });
  void sandbox.ended.then((reason) => {
    if (state === "over") return;
    sandboxEnded = reason;
    end();
  });
  const ended = grader.ended.then((how) => {
    endWith(
      `The grader process ${how} before its end.\n${grader.printed}`.trimEnd(),
    );
    run?.over();
  });

  return {
    ready: ready.promise,
    over: over.promise,
    get usable() {
      return state !== "over" && run === null;
    },
    isCurrent: () => isUnchanged(loaded),
    async grade(work, listener, signal) {
      if (run) throw new LabsError("internal", "The grader is at work.");
      const done = Promise.withResolvers<undefined>();
      const mine = { listener, over: () => done.resolve(undefined) };
      run = mine;
      signal?.addEventListener("abort", end, { once: true });
      try {
        for (const what of unheard.splice(0)) what(listener);
        if (signal?.aborted) end();
        if (state === "over") await ended;
        else {
          if (state === "ready")
            watchdog.expect(patience.start, "before its first check");
          grader.tell(work);
          await done.promise;
        }
        return { sandboxEnded };
      } finally {
        signal?.removeEventListener("abort", end);
        if (run === mine) run = null;
      }
    },
    async close() {
      end();
      await ended;
      await folders.disposeAsync();
    },
  };
}

function handleOf({
  level,
  id,
  pid,
  cgroup,
  folder,
  shellFolder,
  nodeFolder,
}: Sandbox) {
  return { level, id, pid, cgroup, folder, shellFolder, nodeFolder };
}
