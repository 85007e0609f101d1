import { recording, type Recording } from "#contract";
import { apiAddress, recordedRunAddress } from "./base-path.ts";
import { fetchJson } from "./fetch-json.ts";
import { admission } from "./runner-token.ts";

/** How long a recording may take to come, in milliseconds: those of a day's work are a few megabytes. */
const patience = 15_000;

/** What happened in a lab's terminals, as the runner has recorded it; null when it cannot be had. Never rejects. */
export async function fetchRecording(lab: string): Promise<Recording | null> {
  return fetchJson(apiAddress(`labs/${lab}/recording`), recording, {
    headers: await admission(),
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
}

/** The run of a lab's solution that lies beside the pages; null when it cannot be had. Never rejects. */
export function fetchRecordedRun(lab: string): Promise<Recording | null> {
  return fetchJson(recordedRunAddress(lab), recording, {
    signal: AbortSignal.timeout(patience),
  });
}
