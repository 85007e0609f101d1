import { recording, type Recording } from "#contract";
import { apiAddress, recordedRunAddress } from "./base-path.ts";
import { admission } from "./runner-token.ts";

/** How long a recording may take to come, in milliseconds: those of a day's work are a few megabytes. */
const patience = 15_000;

/** What happened in a lab's terminals, as the runner has recorded it; null when it cannot be had. Never rejects. */
export async function fetchRecording(lab: string): Promise<Recording | null> {
  return load(apiAddress(`labs/${lab}/recording`), {
    headers: await admission(),
    cache: "no-store",
  });
}

/** The run of a lab's solution that lies beside the pages; null when it cannot be had. Never rejects. */
export function fetchRecordedRun(lab: string): Promise<Recording | null> {
  return load(recordedRunAddress(lab), {});
}

async function load(
  address: URL,
  options: RequestInit,
): Promise<Recording | null> {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(address, { ...options, signal });
    if (!response.ok) return null;
    return recording.safeParse(await response.json()).data ?? null;
  } catch {
    // No connection, too late, or no JSON: whoever asked says that there is none.
    return null;
  }
}
