import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Home } from "../../workspace/home.ts";
import { writeAtomic } from "../../workspace/write-atomic.ts";
import { describeTrial, type Trial } from "./trial.ts";
import { createTrialKeys, type KeyedTrial } from "./trial-keys.ts";
import type { IsolationLevel } from "#contract";

const proof = z.object({
  /** Hash of all that the outcome follows from. */
  key: z.string(),
  note: z.string().nullable(),
  told: z.record(z.string(), z.string()),
  seconds: z.number(),
});

const memoryFile = z.object({
  version: z.literal(1),
  /** How long each trial took last, by its words. */
  seconds: z.record(z.string(), z.number()),
  /** The trials that came as they must, by their words. */
  proven: z.record(z.string(), proof),
});

type Proof = z.infer<typeof proof>;
type About = Pick<Trial, "lab" | "kind" | "name">;

/** What verifications on this machine have shown. */
export interface TrialMemory {
  /** Hash of everything that a trial's outcome follows from, besides chance. */
  keyOf(trial: KeyedTrial, folder: string): Promise<string | undefined>;
  /** What came of the trial, when it came as it must under this very key. */
  recall(about: About, key: string): Omit<Proof, "key"> | null;
  /** Notes that the trial came as it must. */
  remember(about: About, key: string, proof: Omit<Proof, "key">): void;
}

/** How long trials took, and what is proven, in a small file of the home's state. */
export interface VerifyHistory {
  memory: TrialMemory;
  /** How long the trial took last, in seconds; null when that is not known. */
  secondsOf(about: About): number | null;
  noteSeconds(about: About, seconds: number): void;
  /** Writes what is new, beside what other commands have written meanwhile. */
  save(): Promise<void>;
}

/** Reads the history of verifications. One that cannot be read is as good as none: everything runs again. */
export async function openHistory(
  home: Home,
  isolation: IsolationLevel,
): Promise<VerifyHistory> {
  const path = join(home.state, "verify.json");
  const read = async () => {
    const text = await readFile(path, "utf8").catch(() => "{}");
    return memoryFile.safeParse(parseJson(text)).data ?? empty();
  };
  const past = await read();
  const fresh = empty();
  const keys = createTrialKeys(isolation);
  return {
    memory: {
      keyOf: (trial, folder) => keys.keyOf(trial, folder),
      recall(about, key) {
        const known = past.proven[describeTrial(about)];
        return known?.key === key ? known : null;
      },
      remember: (about, key, outcome) =>
        void (fresh.proven[describeTrial(about)] = { key, ...outcome }),
    },
    secondsOf: (about) => past.seconds[describeTrial(about)] ?? null,
    noteSeconds: (about, seconds) =>
      void (fresh.seconds[describeTrial(about)] = seconds),
    async save() {
      const { seconds, proven } = await read();
      const all = {
        version: 1,
        seconds: { ...seconds, ...fresh.seconds },
        proven: { ...proven, ...fresh.proven },
      };
      await writeAtomic(path, Buffer.from(JSON.stringify(all)));
    },
  };
}

function empty(): z.infer<typeof memoryFile> {
  return { version: 1, seconds: {}, proven: {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half of a file, or none of ours: the schema refuses it.
    return undefined;
  }
}
