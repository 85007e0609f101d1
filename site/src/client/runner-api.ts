import type { CourseOverview } from "#contract";
// Not from the whole contract: its schemas are 100 KB, and every page loads this.
import { protocolVersion } from "#contract/admission";
import { apiAddress } from "./base-path.ts";
import { admission } from "./runner-token.ts";

/** How long the runner may take to answer, in milliseconds: it is on this machine or in the same cluster. */
const answerTimeout = 5_000;

/** What `GET api/course` tells about the runner. */
export type CourseAnswer =
  | { is: "course"; course: CourseOverview }
  /** Nothing answers, or something that is not a runner. */
  | { is: "away" }
  /** The runner does not know this browser's token. */
  | { is: "unauthorised" }
  /** The runner speaks another version of the protocol than this page. */
  | { is: "outdated" };

/** Asks the runner for the course. Never rejects. */
export async function fetchCourse(): Promise<CourseAnswer> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(apiAddress("course"), {
      headers: await admission(),
      signal: AbortSignal.timeout(answerTimeout),
      cache: "no-store",
    });
    if (response.status === 401 || response.status === 403)
      return { is: "unauthorised" };
    if (!response.ok) return { is: "away" };
    body = await response.json();
  } catch {
    // No connection, too late, or a static host that answers with a page: in each case there is no runner.
    return { is: "away" };
  }
  return isCourse(body) ? { is: "course", course: body } : { is: "outdated" };
}

/** A runner of the same protocol gives what its schema says. */
function isCourse(body: unknown): body is CourseOverview {
  return (
    typeof body === "object" &&
    body !== null &&
    "protocol" in body &&
    body.protocol === protocolVersion
  );
}
