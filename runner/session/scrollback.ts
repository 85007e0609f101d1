import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Home } from "../workspace/home.ts";
import { readOrdinary } from "../workspace/read-ordinary.ts";
import { writeAtomic } from "../workspace/write-atomic.ts";
import { endNotice } from "./notice.ts";
import { ByteRing, ringBytes } from "./ring.ts";
import type { Terminal } from "./terminal.ts";

/** What was kept of a lab's terminals when they were last open. */
export interface EarlierOutput {
  /** The run that the sequence numbers belong to; null when it cannot be gone on with. */
  run: string | null;
  /** The output by terminal. */
  rings: ReadonlyMap<string, ByteRing>;
}

/** Where the output of a lab's terminals is kept while the lab is not open. */
export interface Scrollback {
  /** What was kept; null when there is nothing, or nothing that can be read: scrollback is not worth an error. */
  load(): Promise<EarlierOutput | null>;
  /** Keeps the output. `final`: every byte that any page was sent is in it. Rejects when it cannot be written. */
  save(
    run: string,
    terminals: readonly Terminal[],
    final: boolean,
  ): Promise<void>;
}

/** The first line of the file; the terminals' bytes follow in this order. */
const header = z.object({
  version: z.literal(1),
  run: z.string(),
  final: z.boolean(),
  terminals: z.array(
    z.object({
      id: z.string(),
      start: z.int().min(0),
      length: z.int().min(0).max(ringBytes),
    }),
  ),
});

/** The lab's file is `<home>/.labs/scrollback/<lab>`; what is printed may be private, as the folder is. */
export function openScrollback(home: Home, lab: string): Scrollback {
  const folder = join(home.state, "scrollback");
  const file = join(folder, lab);
  let last: Promise<void> = Promise.resolve();

  async function write(bytes: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeAtomic(file, bytes);
  }

  return {
    async load() {
      const bytes = await readOrdinary(file, (handle) =>
        handle.readFile(),
      ).catch(() => null);
      return bytes && parse(bytes);
    },
    save(run, terminals, final) {
      // In turn: an older state must not come to lie over a newer one.
      last = last
        .catch(() => undefined)
        .then(() => write(encode(run, terminals, final)));
      return last;
    },
  };
}

function encode(
  run: string,
  terminals: readonly Terminal[],
  final: boolean,
): Buffer {
  const kept = terminals.map(({ id, ring }) => {
    const start = ring.firstWhole();
    return { id, start, bytes: ring.read(start) };
  });
  const head: z.infer<typeof header> = {
    version: 1,
    run,
    final,
    terminals: kept.map(({ id, start, bytes }) => ({
      id,
      start,
      length: bytes.length,
    })),
  };
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...kept.map(({ bytes }) => bytes),
  ]);
}

function parse(bytes: Buffer): EarlierOutput | null {
  const line = bytes.indexOf("\n");
  const head = header.safeParse(parseJson(bytes.toString("utf8", 0, line)));
  if (!head.success) return null;
  const { run, final, terminals } = head.data;
  const rings = new Map<string, ByteRing>();
  let at = line + 1;
  for (const { id, start, length } of terminals) {
    const ring = new ByteRing(ringBytes, start);
    ring.push(bytes.subarray(at, at + length));
    if (!final && length > 0) ring.push(endNotice("The runner ended here."));
    rings.set(id, ring);
    at += length;
  }
  // A page may have been sent more than was kept before the runner ended unexpectedly: its numbers mean nothing now.
  return { run: final ? run : null, rings };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
