import { apiAddress } from "./base-path.ts";
import { fetchJson, type Form } from "./fetch-json.ts";
import { admission } from "./runner-token.ts";

/** How long the runner may take to answer, in milliseconds: its disk may be slow, and the recording of a day's work is a few megabytes. */
const patience = 15_000;

/** What the runner has at this path below `/api/`, when it has this form; null when it cannot be had. Never rejects. */
export async function fetchFromRunner<T>(
  path: string,
  form: Form<T>,
): Promise<T | null> {
  return fetchJson(apiAddress(path), form, {
    headers: await admission(),
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
}
