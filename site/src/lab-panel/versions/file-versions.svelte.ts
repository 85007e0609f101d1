import type { Snapshot, SnapshotFiles } from "#contract";
import { fetchSnapshot, fetchSnapshots } from "../../client/snapshots.ts";

/** The earlier versions of a lab's files, and the one that is looked at. */
export class FileVersions {
  /** Whether they are shown. */
  open = $state(false);
  /** Newest first; null until they have come. */
  all = $state.raw<Snapshot[] | null>(null);
  /** The one that is looked at. */
  chosen = $state.raw<Snapshot | null>(null);
  /** Its texts; null until they have come. */
  files = $state.raw<SnapshotFiles | null>(null);
  /** Whether something could not be had. */
  failed = $state(false);
  readonly #lab: string;

  constructor(lab: string) {
    this.#lab = lab;
  }

  /** Shows which there are now, and looks at the newest. */
  async show(): Promise<void> {
    this.open = true;
    this.all = this.chosen = this.files = null;
    this.failed = false;
    const all = await fetchSnapshots(this.#lab);
    this.all = all;
    this.failed = all === null;
    const [newest] = all ?? [];
    if (newest) await this.look(newest);
  }

  /** Looks at one. */
  async look(version: Snapshot): Promise<void> {
    this.chosen = version;
    this.files = null;
    this.failed = false;
    const files = await fetchSnapshot(this.#lab, version.id);
    // Another one may have been chosen meanwhile.
    if (this.chosen !== version) return;
    this.files = files;
    this.failed = files === null;
  }
}
