import { beforeAll, test } from "vitest";
import type { CheckLab } from "../../author/lab.ts";
import { openLab, type OpenLab } from "../create-lab.ts";
import { GraderMisuse } from "../outcome/failures.ts";
import { slowestClock } from "../../channel/check-time.ts";
import type { CheckOutcome } from "../../channel/check-outcome.ts";
import type { GradingPlan } from "../../channel/plan.ts";
import { assigned, begin, currentPlan, isLeftOut } from "../assignment.ts";
import { limitMemory } from "./memory-limit.ts";
import { reportOutcome } from "../outcome/report-outcome.ts";
import { findUnfounded, recordPass } from "./prerequisites.ts";
import { cleanUp, prepare } from "./between-checks.ts";

declare module "vitest" {
  interface TaskMeta {
    /** The check behind a test. */
    check?: { id: string; deadline: number };
    /** What came of it. */
    outcome?: CheckOutcome;
  }
}

/** How long a check may go on after its deadline, when all its waits have been ended, in milliseconds. */
const afterDeadline = 2000;

/** Vitest's own limit must never be the first: ours says what was waited for. In milliseconds. */
const vitestMargin = 120_000;

/** Makes a Vitest test of a check. */
export function registerCheck(
  id: string,
  decide: (context: { lab: CheckLab }) => Promise<void>,
  { deadline, after }: { deadline: number; after: readonly string[] },
): void {
  // However long it takes: the grader stands ready with all checks before it knows which ones are wanted.
  beforeAll(assigned, Infinity);
  const about = { id, deadline };
  const options = {
    timeout: slowestClock * deadline * 1000 + vitestMargin,
    meta: { check: about },
  };
  test(id, options, async ({ task, skip }) => {
    const plan = requirePlan();
    if (isLeftOut(id)) return skip();
    begin(task.id, about);
    const unfounded = findUnfounded(after, plan);
    if (unfounded) {
      const end = { passed: false, error: unfounded } as const;
      task.meta.outcome = reportOutcome(id, end, [], 0);
      throw unfounded;
    }
    await prepare(plan);
    const began = performance.now();
    const open = openLab(plan, id, deadline);
    const end = await runToEnd(decide, open);
    const seconds = (performance.now() - began) / 1000;
    const outcome = reportOutcome(id, end, open.programs, seconds);
    await open.close();
    await cleanUp(plan, open);
    task.meta.outcome = outcome;
    if (!end.passed) throw end.error;
    recordPass(id, plan);
  });
}

function requirePlan(): GradingPlan {
  const plan = currentPlan();
  if (plan) return plan;
  throw new GraderMisuse(
    "graders run in a lab's sandbox: use `npx labs check <lab>` or `npx labs verify <lab>`",
  );
}

type End = { passed: true } | { passed: false; error: unknown };

async function runToEnd(
  decide: (context: { lab: CheckLab }) => Promise<void>,
  open: OpenLab,
): Promise<End> {
  const decided = (async () => decide({ lab: open.lab }))();
  using memory = limitMemory();
  try {
    await Promise.race([decided, afterTimeIsUp(open), memory.exceeded]);
  } catch (error) {
    return { passed: false, error };
  }
  const [pending] = open.pending;
  if (pending === undefined) return { passed: true };
  return {
    passed: false,
    error: new GraderMisuse(
      `the check ended while it ${pending}: an await is missing`,
    ),
  };
}

/** A check that goes on after its deadline waits for something that the fixture knows nothing of. */
async function afterTimeIsUp(open: OpenLab): Promise<never> {
  await open.timeIsUp;
  await new Promise((resolve) => setTimeout(resolve, afterDeadline));
  throw new GraderMisuse(
    "the check went on after its deadline: wait only through `lab`",
  );
}
