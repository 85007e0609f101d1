import { recording, type Recording } from "#contract";
import { recordedRunAddress } from "./base-path.ts";
import { fetchFromRunner } from "./fetch-from-runner.ts";
import { fetchJson } from "./fetch-json.ts";

/** How long the pages' own server may take, in milliseconds: a recorded run is a few hundred kilobytes. */
const patience = 15_000;

/** What happened in a lab's terminals, as the runner has recorded it; null when it cannot be had. Never rejects. */
export function fetchRecording(lab: string): Promise<Recording | null> {
  return fetchFromRunner(`labs/${lab}/recording`, recording);
}

/** The run of a lab's solution that lies beside the pages; null when it cannot be had. Never rejects. */
export function fetchRecordedRun(lab: string): Promise<Recording | null> {
  return fetchJson(recordedRunAddress(lab), recording, {
    signal: AbortSignal.timeout(patience),
  });
}
