import {
  snapshotFiles,
  snapshotList,
  type Snapshot,
  type SnapshotFiles,
} from "#contract";
import { apiAddress } from "./base-path.ts";
import { fetchJson, type Form } from "./fetch-json.ts";
import { admission } from "./runner-token.ts";

/** How long the runner may take to answer, in milliseconds: its disk may be slow. */
const patience = 15_000;

/** The earlier versions of a lab's files, newest first; null when they cannot be had. Never rejects. */
export function fetchSnapshots(lab: string): Promise<Snapshot[] | null> {
  return ask(`labs/${lab}/snapshots`, snapshotList);
}

/** The texts of one; null when they cannot be had. Never rejects. */
export function fetchSnapshot(
  lab: string,
  id: string,
): Promise<SnapshotFiles | null> {
  return ask(`labs/${lab}/snapshots/${encodeURIComponent(id)}`, snapshotFiles);
}

async function ask<T>(path: string, form: Form<T>): Promise<T | null> {
  return fetchJson(apiAddress(path), form, {
    headers: await admission(),
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
}
