import {
  snapshotFiles,
  snapshotList,
  type Snapshot,
  type SnapshotFiles,
} from "#contract";
import { fetchFromRunner } from "./fetch-from-runner.ts";

/** The earlier versions of a lab's files, newest first; null when they cannot be had. Never rejects. */
export function fetchSnapshots(lab: string): Promise<Snapshot[] | null> {
  return fetchFromRunner(`labs/${lab}/snapshots`, snapshotList);
}

/** The texts of one; null when they cannot be had. Never rejects. */
export function fetchSnapshot(
  lab: string,
  id: string,
): Promise<SnapshotFiles | null> {
  return fetchFromRunner(
    `labs/${lab}/snapshots/${encodeURIComponent(id)}`,
    snapshotFiles,
  );
}
