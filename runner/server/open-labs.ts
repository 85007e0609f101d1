import { LabsError } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import { openLab, type LabServices, type OpenLab } from "./open-lab.ts";

/** How long a lab's programs run on when no page shows it, in milliseconds: a break, a meeting, a laptop's sleep. */
export const idleAfterMs = 30 * 60 * 1000;

/** The labs that are open. A lab is opened by its first page and stays when pages leave, so that a reload finds everything. */
export interface OpenLabs {
  /** The lab, opened if need be. It stays open until `release` was called as often, and for the idle time after that. */
  acquire(lab: Lab): Promise<OpenLab>;
  release(lab: Lab): void;
  /** The lab if it is open, or being opened; it is not kept open by this. */
  opened(lab: Lab): Promise<OpenLab> | null;
  /**
   * Ends all. Nothing can be acquired afterwards.
   *
   * @throws LabsError `storage-failed` when all are ended, but something of them could not be kept.
   */
  close(reason: string): Promise<void>;
}

interface Entry {
  opening: Promise<OpenLab>;
  users: number;
  timer: NodeJS.Timeout | null;
}

interface OpenLabsOptions {
  services: LabServices;
  idleMs: number;
}

export function createOpenLabs({
  services,
  idleMs,
}: OpenLabsOptions): OpenLabs {
  const entries = new Map<string, Entry>();
  /** Labs that are being ended: they are opened anew only when the old programs are gone. */
  const closing = new Map<string, Promise<boolean>>();
  let closed = false;

  function open(lab: Lab): Entry {
    const opening = (closing.get(lab.id) ?? Promise.resolve()).then(() =>
      openLab(lab, services),
    );
    const entry: Entry = { opening, users: 0, timer: null };
    entries.set(lab.id, entry);
    // The next page tries again.
    opening.catch(
      () => entries.get(lab.id) === entry && entries.delete(lab.id),
    );
    return entry;
  }

  /** Answers whether all went well; what did not is in the log. */
  function end(id: string, entry: Entry, reason: string): Promise<boolean> {
    if (entry.timer) clearTimeout(entry.timer);
    if (entries.get(id) === entry) entries.delete(id);
    const ending = entry.opening
      .then(
        // A lab that could not be opened has nothing to end: its page was told.
        async (opened) => {
          await opened.close(reason);
          return true;
        },
        () => true,
      )
      .catch((error: unknown) => {
        services.log(`Lab ${id} was not ended cleanly: ${String(error)}`);
        return false;
      })
      .finally(() => closing.delete(id));
    closing.set(id, ending);
    return ending;
  }

  return {
    async acquire(lab) {
      if (closed)
        throw new LabsError("sandbox-ended", "The runner is stopping.", {
          learnerSafe: true,
        });
      const entry = entries.get(lab.id) ?? open(lab);
      if (entry.timer) clearTimeout(entry.timer);
      entry.timer = null;
      entry.users += 1;
      return entry.opening;
    },
    release({ id }) {
      const entry = entries.get(id);
      if (!entry) return;
      entry.users -= 1;
      if (entry.users > 0 || closed) return;
      const minutes = Math.round(idleMs / 60_000);
      const reason = `Ended after ${minutes} minutes without a page. Reload the page to start again.`;
      entry.timer = setTimeout(
        () => void end(id, entry, reason),
        idleMs,
      ).unref();
    },
    opened: ({ id }) => entries.get(id)?.opening ?? null,
    async close(reason) {
      closed = true;
      const ending = [...entries].map(([id, entry]) => end(id, entry, reason));
      const outcomes = await Promise.all([...ending, ...closing.values()]);
      if (outcomes.includes(false))
        throw new LabsError(
          "storage-failed",
          "The labs were ended, but not all of their terminals' output could be kept.",
          {
            hint: "Look at the space left on the disk. Your files are as they were last saved.",
          },
        );
    },
  };
}
