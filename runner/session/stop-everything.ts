import { LabsError } from "#contract";
import { userNamespace, watchForEnds } from "../sandbox/members.ts";
import { endPrograms } from "./end-programs.ts";
import { listPrograms } from "./lab-programs.ts";
import type { LabSandbox } from "./lab-sandbox.ts";
import type { Terminal } from "./terminal.ts";

interface StopEverythingOptions {
  terminals: readonly Terminal[];
  sandbox: Pick<LabSandbox, "current" | "end">;
  /** Stops what runs, or is suspended, in one terminal. */
  stop(id: string): Promise<unknown>;
  reopen(id: string): Promise<void>;
}

/**
 * Ends everything of a lab: what its terminals can reach, and then what has left them, in the background, by `setsid` or
 * without its parents. A shell that does not let go, such as one that has become a program itself, goes too and is started
 * anew. What can still not be ended goes with the whole sandbox, and that the kernel does.
 */
export async function stopEverything(
  { terminals, sandbox, stop, reopen }: StopEverythingOptions,
  signal: AbortSignal,
): Promise<void> {
  const open = terminals.filter(({ state }) => state.is !== "closed");
  await Promise.all(
    terminals.map((terminal) =>
      stop(terminal.id).catch((error: unknown) => {
        if (!isBusy(error)) throw error;
        terminal.close("What ran here could not be stopped without its shell.");
      }),
    ),
  );
  try {
    const first = (await sandbox.current())?.pid ?? null;
    await endPrograms(
      async () => {
        const opened = await sandbox.current();
        return opened ? listPrograms(opened, terminals) : [];
      },
      signal,
      first === null ? undefined : watchBeside(first),
    );
  } catch (error) {
    if (!isBusy(error)) throw error;
    await sandbox.end(
      "A program of the lab could not be ended without the shells.",
    );
  }
  for (const { id, state } of open) if (state.is === "closed") await reopen(id);
}

/** Watches the processes of the sandbox with this first process. Where it has ended, so have they. */
function watchBeside(first: number): () => () => boolean {
  return () => {
    try {
      return watchForEnds(userNamespace(first));
    } catch {
      return () => false;
    }
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof LabsError && error.code === "busy";
}
