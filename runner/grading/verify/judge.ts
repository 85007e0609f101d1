import type { CheckResult, GradingResult } from "#contract";

/** What a result is, seen from what it must be. */
export interface Judgement {
  /** Why it is not what it must be; null when it is. */
  deviation: string | null;
  /** What the author should know of it all the same. */
  note: string | null;
}

/** The starter must fail, and say what is to be done. */
export function judgeStarter(result: GradingResult, todos: number): Judgement {
  const first = result.checks.find(isFailed);
  if (result.status !== "fail" || !first)
    return deviates("the starter must fail, but it passed");
  if (todos === 0)
    return deviates(
      "the starter has no TODO: leave one for each idea, so that a student knows where to begin",
    );
  const [message = ""] = first.message.split("\n");
  return {
    deviation: null,
    note: `${todos} ${todos === 1 ? "TODO" : "TODOs"}, fails "${first.id}" first: ${message}`,
  };
}

/** The solution and what else is right must pass. */
export function judgeRight(
  result: GradingResult,
  what: "solution" | "alternative",
): Judgement {
  if (result.status === "pass") return asItMust;
  const failed = result.checks.filter(({ status }) => status !== "pass");
  return deviates(
    `the ${what} must pass, but it did not`,
    ...failed.map(describeCheck),
  );
}

/** A mistake must first fail the check it names, and its student must be told what is wrong. */
export function judgeMistake(
  result: GradingResult,
  {
    fails,
    alsoFails = [],
    says,
  }: { fails: string; alsoFails?: readonly string[]; says: readonly string[] },
): Judgement {
  const check = result.checks.find(({ id }) => id === fails);
  const ran = result.checks.filter(({ status }) => status !== "skipped");
  const failed = ran.filter(isFailed).map(({ id }) => id);
  const early = failed.filter((id) => id !== fails && !alsoFails.includes(id));
  if (early.length > 0)
    return deviates(
      `it fails ${quote(early)} before "${fails}", which says: ${check?.status ?? "nothing"}. Name the first check it fails, or add what it fails for the same reason to alsoFails`,
      ...ran.map(describeCheck),
    );
  if (!check || !isFailed(check))
    return deviates(
      `it must fail "${fails}", which says: ${check?.status ?? "nothing"}`,
      ...ran.map(describeCheck),
    );
  const passed = alsoFails.filter((id) => !failed.includes(id));
  if (passed.length > 0)
    return deviates(
      `it does not fail ${quote(passed)}, which alsoFails names: take it out`,
    );
  const told = whatIsTold(check);
  const missing = says.filter((piece) => !told.includes(piece));
  if (missing.length === 0) return asItMust;
  return deviates(
    `the message of "${fails}" lacks ${quote(missing)}`,
    describeCheck(check),
  );
}

/** What the student is told by the checks that did not pass, by check. */
export function toldByCheck(result: GradingResult): Record<string, string> {
  return Object.fromEntries(
    result.checks
      .filter(isFailed)
      .map((check) => [check.id, whatIsTold(check)]),
  );
}

const asItMust: Judgement = { deviation: null, note: null };

function deviates(...lines: string[]): Judgement {
  return { deviation: lines.join("\n"), note: null };
}

function isFailed({ status }: CheckResult): boolean {
  return status === "fail" || status === "timeout";
}

/** All that a student reads of a check besides transcripts and hints. */
function whatIsTold({ message, expected, seen, tryNext }: CheckResult): string {
  return [message, expected, seen, tryNext]
    .filter((text) => text !== null)
    .join("\n");
}

function describeCheck(check: CheckResult): string {
  return `  ${check.id}: ${check.status}${check.message ? `: ${whatIsTold(check).replaceAll("\n", "\n    ")}` : ""}`;
}

function quote(pieces: readonly string[]): string {
  return pieces.map((piece) => JSON.stringify(piece)).join(" and ");
}
