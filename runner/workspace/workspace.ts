import { lstat, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  editableFiles,
  givenFiles,
  LabsError,
  maxFileBytes,
  missingVersion,
  unreadableVersion,
  type LabFile,
  type Snapshot,
  type SnapshotFiles,
} from "#contract";
import { givenFile } from "../catalog/given-file.ts";
import type { Lab } from "../catalog/lab.ts";
import { readFileState, versionOf, type FileState } from "./file-state.ts";
import type { Home } from "./home.ts";
import { openSnapshots } from "./snapshots.ts";
import {
  explainStorage,
  notReplaceable,
  tooLarge,
  unknownFile,
} from "./workspace-errors.ts";
import { watchFiles } from "./watch.ts";
import { removeHalfWritten, writeAtomic } from "./write-atomic.ts";

/** What a reset or a restore did. */
export interface Replaced {
  /** All files as they are now. */
  files: LabFile[];
  /** The snapshot of what was there before. */
  kept: Snapshot;
}

/** The student's files of one lab. Files are addressed by the manifest's names only. */
export interface Workspace {
  /** The folder in which the lab's programs run. */
  readonly folder: string;
  /**
   * All files, those that the student edits first. A file that was deleted meanwhile has an empty text and the version
   * `missing`: saving it brings it back. What is no ordinary text file is shown as a note that cannot be edited.
   */
  files(): Promise<LabFile[]>;
  /**
   * Replaces a file that was edited starting from the version `base`. When another version is on disk, nothing is
   * written and that version is the answer. Throws `file-unknown`, `too-large`, `conflict` (not a text file) and `storage-failed`.
   */
  save(
    name: string,
    text: string,
    base: string,
  ): Promise<{ saved: LabFile } | { conflict: LabFile }>;
  /** Newest first. */
  snapshots(): Promise<Snapshot[]>;
  /** The texts of a snapshot. Throws `file-unknown`. */
  snapshot(id: string): Promise<SnapshotFiles>;
  /** Brings back the starter files, after a snapshot of what was there. */
  reset(): Promise<Replaced>;
  /** Brings back the files of a snapshot, after another snapshot of what was there. Throws `file-unknown`. */
  restore(id: string): Promise<Replaced>;
  /** What stood in the way of the lab's files and was set aside since this was last asked. */
  takeSetAside(): SetAside[];
  /** Calls `listener` with each file that something else than this workspace changes on disk. */
  onChange(listener: (file: LabFile) => void): void;
  /** Stops watching. Idempotent. */
  close(): Promise<void>;
}

/** A folder that stood where a file of the lab belongs. */
export interface SetAside {
  /** The file. */
  name: string;
  /** What the folder is called now. */
  folder: string;
}

/**
 * Opens a lab's files at `<home>/workspace/<lab>`: what is missing is made from the starter, what is given is brought up
 * to date, and what the student edited is left alone.
 */
export async function openWorkspace({
  home,
  lab,
}: {
  home: Home;
  lab: Lab;
}): Promise<Workspace> {
  const folder = join(home.workspace, lab.id);
  const editable = editableFiles(lab.manifest);
  const given = givenFiles(lab.manifest);
  const names = [...editable, ...given];
  const snapshots = openSnapshots({ home, lab });
  const listeners = new Set<(file: LabFile) => void>();
  const known = new Map<string, string>();
  const setAside: SetAside[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time: a save must not slip between the snapshot and the files of a reset. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work).catch(explainStorage);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Reads a file; a version that this workspace did not write itself is told to the listeners. */
  async function load(name: string): Promise<LabFile> {
    const file = shown(
      name,
      await readFileState(join(folder, name)),
      editable.includes(name),
    );
    const before = known.get(name);
    known.set(name, file.version);
    if (before !== undefined && before !== file.version)
      for (const listener of listeners) listener(file);
    return file;
  }

  async function write(name: string, bytes: Uint8Array): Promise<void> {
    known.set(name, versionOf(bytes));
    const aside = await writeAtomic(join(folder, name), bytes);
    if (aside !== null) setAside.push({ name, folder: basename(aside) });
  }

  async function bringUpToDate(): Promise<void> {
    await removeHalfWritten(folder);
    for (const name of editable)
      if ((await readFileState(join(folder, name))).is === "missing")
        await write(name, await readFile(join(lab.starterFolder, name)));
    for (const name of given) {
      const wanted = await readFile(givenFile(lab, name));
      const state = await readFileState(join(folder, name));
      if (state.is !== "text" || state.version !== versionOf(wanted))
        await write(name, wanted);
    }
  }

  async function textsOf(id: string): Promise<SnapshotFiles> {
    const texts = await snapshots.read(id);
    if (texts) return texts;
    throw unknownFile("This earlier version of the files is not there.");
  }

  const files = () => Promise.all(names.map(load));

  await makeFolder(folder);
  await inTurn(bringUpToDate);
  await files();
  // A file that cannot be read now is reported when it is next opened or saved.
  const stopWatching = watchFiles(
    folder,
    names,
    (name) => void inTurn(() => load(name)).catch(() => undefined),
  );

  return {
    folder,
    files: () => inTurn(files),
    save(name, text, base) {
      return inTurn(async () => {
        if (!editable.includes(name))
          throw unknownFile(`The lab has no file "${name}" to edit.`);
        const bytes = Buffer.from(text);
        if (bytes.length > maxFileBytes) throw tooLarge(name);
        const current = await readFileState(join(folder, name));
        const disk = shown(name, current, true);
        if (current.is === "unreadable")
          throw notReplaceable(name, current.why);
        if (disk.version !== base && disk.version !== versionOf(bytes))
          return { conflict: disk };
        if (disk.version !== versionOf(bytes)) await write(name, bytes);
        return { saved: { ...disk, text, version: versionOf(bytes) } };
      });
    },
    // One that is being kept is not whole yet.
    snapshots: () => inTurn(snapshots.list),
    snapshot: (id) => inTurn(() => textsOf(id)),
    reset() {
      return inTurn(async () => {
        const kept = await snapshots.keep("reset");
        for (const name of editable)
          await write(name, await readFile(join(lab.starterFolder, name)));
        await bringUpToDate();
        return { files: await files(), kept };
      });
    },
    restore(id) {
      return inTurn(async () => {
        const texts = await textsOf(id);
        const kept = await snapshots.keep("restore");
        for (const { name, text } of texts)
          await write(name, Buffer.from(text));
        return { files: await files(), kept };
      });
    },
    takeSetAside: () => setAside.splice(0),
    onChange: (listener) => void listeners.add(listener),
    async close() {
      stopWatching();
      listeners.clear();
      await last;
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(explainStorage);
  const stats = await lstat(folder);
  if (stats.isDirectory()) return;
  throw new LabsError(
    "storage-failed",
    `${folder} is not an ordinary folder, so the lab's files are not opened.`,
    {
      hint: "Move it away and open the lab again.",
      learnerSafe: true,
    },
  );
}

function shown(name: string, state: FileState, editable: boolean): LabFile {
  if (state.is === "text")
    return { name, text: state.text, version: state.version, editable };
  if (state.is === "missing")
    return { name, text: "", version: missingVersion, editable };
  const text = `// ${name} on disk ${state.why}, so it is not shown here.\n// Replace it there, or reset the lab: it is then kept in a snapshot.\n`;
  return { name, text, version: unreadableVersion, editable: false };
}
