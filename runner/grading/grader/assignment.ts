import type {
  GraderSetting,
  GradingPlan,
  GradingWork,
} from "../channel/plan.ts";

/** What the process hears of the checks. */
export interface AssignmentListener {
  /** Called once for each submission, when the lab's grader is loaded and waits for it. */
  onWaiting(): void;
  /** A check begins: Vitest's number of it, and what it is. */
  onBegin(task: string, check: { id: string; deadline: number }): void;
}

/** What this process grades: one submission after the other, told when there is one. Graders are loaded before. */
interface Assignment {
  setting: GraderSetting;
  listener: AssignmentListener;
  waiting: boolean;
  work: PromiseWithResolvers<GradingWork>;
  plan: GradingPlan | null;
}

let assignment: Assignment | undefined;

/** Says where this process grades. Without it no check runs. */
export function openAssignment(
  setting: GraderSetting,
  listener: AssignmentListener,
): void {
  assignment = { setting, listener, ...nothingYet() };
}

/** Says that a check begins now. */
export const begin: AssignmentListener["onBegin"] = (task, check) =>
  assignment?.listener.onBegin(task, check);

/** Forgets the submission before: the next one is waited for. */
export function awaitNext(): void {
  if (assignment) Object.assign(assignment, nothingYet());
}

/** Gives the submission that is waited for. */
export function assign(work: GradingWork): void {
  if (!assignment) return;
  assignment.plan = { ...assignment.setting, ...work };
  assignment.work.resolve(work);
}

/** Resolves when there is a submission; at once where there never will be one. */
export async function assigned(): Promise<void> {
  if (!assignment) return;
  if (!assignment.waiting) {
    assignment.waiting = true;
    assignment.listener.onWaiting();
  }
  await assignment.work.promise;
}

/** What is graded now; null when this process is no grader's, or waits. */
export function currentPlan(): GradingPlan | null {
  return assignment?.plan ?? null;
}

/** Whether the run is about other checks of the manifest. */
export function isLeftOut(id: string): boolean {
  const plan = currentPlan();
  if (!plan || plan.checks.includes(id)) return false;
  return plan.manifest.checks.some((check) => check.id === id);
}

function nothingYet(): Pick<Assignment, "waiting" | "work" | "plan"> {
  return { waiting: false, work: Promise.withResolvers(), plan: null };
}
