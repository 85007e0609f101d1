import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { editableFiles, type Snapshot, type SnapshotFiles } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import { readFileState } from "./file-state.ts";
import type { Home } from "./home.ts";
import { writeAtomic } from "./write-atomic.ts";

/** Copies of one lab's files, kept before they are replaced. */
export interface Snapshots {
  /** Newest first. */
  list(): Promise<Snapshot[]>;
  /** Keeps the files as they are now. What is not a readable text is moved there as it is. */
  keep(reason: Snapshot["reason"]): Promise<Snapshot>;
  /** The texts of a snapshot; null when there is no such snapshot. */
  read(id: string): Promise<SnapshotFiles | null>;
}

/** How many snapshots are kept for a lab; the oldest go first. */
const maxSnapshots = 100;

/** The snapshots of one lab's files in `home`. Nothing is made before one is kept. */
export function openSnapshots({
  home,
  lab,
}: {
  home: Home;
  lab: Lab;
}): Snapshots {
  const folder = join(home.state, "snapshots", lab.id);
  const files = join(home.workspace, lab.id);
  const names = editableFiles(lab.manifest);

  async function list(): Promise<Snapshot[]> {
    const entries = await readdir(folder).catch(() => []);
    return entries
      .map(parseId)
      .filter((each) => each !== null)
      .sort((a, b) => b.id.localeCompare(a.id));
  }

  async function keep(reason: Snapshot["reason"]): Promise<Snapshot> {
    const kept = await makeFolder(folder, reason);
    for (const name of names) {
      const state = await readFileState(join(files, name));
      const target = join(folder, kept.id, name);
      if (state.is === "text")
        await writeAtomic(target, Buffer.from(state.text));
      else if (state.is === "unreadable")
        await rename(join(files, name), target);
    }
    for (const old of (await list()).slice(maxSnapshots))
      await rm(join(folder, old.id), { recursive: true, force: true });
    return kept;
  }

  async function read(id: string): Promise<SnapshotFiles | null> {
    const known = (await list()).some((each) => each.id === id);
    if (!known) return null;
    const texts: SnapshotFiles = [];
    for (const name of names) {
      const state = await readFileState(join(folder, id, name));
      if (state.is === "text") texts.push({ name, text: state.text });
    }
    return texts;
  }

  return { list, keep, read };
}

/** Two snapshots in one millisecond get different names. */
async function makeFolder(
  folder: string,
  reason: Snapshot["reason"],
): Promise<Snapshot> {
  await mkdir(folder, { recursive: true });
  for (let time = Date.now(); ; time += 1) {
    const at = new Date(time).toISOString();
    const id = `${at.replaceAll(/[:.]/g, "-")}-${reason}`;
    try {
      await mkdir(join(folder, id));
      return { id, reason, at };
    } catch (error) {
      if (!(
        error instanceof Error &&
        "code" in error &&
        error.code === "EEXIST"
      ))
        throw error;
    }
  }
}

/** `2026-03-01T09-30-00-123Z-reset` and its meaning; null for anything else that lies in the folder. */
function parseId(id: string): Snapshot | null {
  const match =
    /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-(reset|restore)$/.exec(
      id,
    );
  if (!match) return null;
  const [, date, hours, minutes, seconds, milliseconds, reason] = match;
  const at = `${date}T${hours}:${minutes}:${seconds}.${milliseconds}Z`;
  return { id, reason: reason === "reset" ? "reset" : "restore", at };
}
