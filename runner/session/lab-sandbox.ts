import { LabsError } from "#contract";
import type { Sandbox, SandboxProvider } from "../sandbox/sandbox.ts";

/** The one sandbox of an open lab: opened when it is needed, and again when it has gone. */
export interface LabSandbox {
  /** Throws what the provider throws, and `sandbox-ended` after `close`. */
  get(): Promise<Sandbox>;
  /** The one that is open; null when there is none. */
  current(): Promise<Sandbox | null>;
  /** Ends everything inside, whatever it does; the next `get` opens another. */
  end(reason: string): Promise<void>;
  /** Ends everything inside and opens no other. Idempotent. */
  close(): Promise<void>;
}

interface LabSandboxOptions {
  provider: SandboxProvider;
  /** The folder of the student's files. */
  folder: string;
  label: string;
  /** Called when it could not be opened or has gone, with the reason in words for a student. */
  onGone(reason: string): void;
}

export function createLabSandbox(options: LabSandboxOptions): LabSandbox {
  let present: Promise<Sandbox> | null = null;
  let closed = false;

  function open(): Promise<Sandbox> {
    const opening = options.provider.open({
      files: options.folder,
      label: options.label,
    });
    const gone = (reason: string) => {
      if (present !== opening) return;
      present = null;
      options.onGone(reason);
    };
    const follow = async (sandbox: Sandbox) => {
      gone(await sandbox.ended);
      // Its programs are gone; what it had outside does not concern the student.
      await sandbox.close().catch(() => undefined);
    };
    opening.then(follow, (error: unknown) => gone(inWords(error)));
    return opening;
  }

  return {
    async get() {
      if (closed)
        throw new LabsError("sandbox-ended", "The lab has been closed.", {
          learnerSafe: true,
        });
      present ??= open();
      return present;
    },
    current: async () => (await present?.catch(() => null)) ?? null,
    async end(reason) {
      const last = present;
      if (!last) return;
      present = null;
      options.onGone(reason);
      const sandbox = await last.catch(() => null);
      await sandbox?.close();
    },
    async close() {
      closed = true;
      const last = present;
      present = null;
      // Whoever asked for a sandbox that could not be opened was told so.
      const sandbox = await last?.catch(() => null);
      await sandbox?.close();
    },
  };
}

function inWords(error: unknown): string {
  if (error instanceof LabsError && error.learnerSafe) return error.message;
  return "The lab's sandbox could not be started.";
}
