import { textIn, type Locale } from "#contract";
import type { LabState } from "../lab-state.svelte.ts";
import type { TerminalModel } from "../terminal-model.svelte.ts";
import { stateWords } from "../terminals/state-words.ts";

/** The quiet line beside "Go to the lab": where the lab is not on the screen, it says what became of a press in the prose. */
export interface LessonStatus {
  /** From now on the line is about what this button does. */
  follow(button: DOMStringMap): void;
  /** Shows how that stands. Reads the state's runes. */
  show(): void;
}

/** What was pressed last: a terminal's button, one for all of them, or the check. */
type Followed = TerminalModel | "all" | "check" | null;

export function lessonStatus(
  page: Document,
  lab: LabState,
  locale: Locale,
): LessonStatus {
  const line = page.querySelector<HTMLElement>("[data-lab-status]");
  let followed: Followed = null;
  /** What the panel told before the press is not about it. */
  let before = lab.notice;

  return {
    follow({ labRun, labStop, labType, terminal, labRunAll, labCheck }) {
      before = lab.notice;
      const id = labRun ?? labStop ?? (labType === undefined ? "" : terminal);
      followed = lab.terminals.get(id ?? "") ?? null;
      if (labRunAll !== undefined) followed = "all";
      if (labCheck !== undefined) followed = "check";
      this.show();
    },
    show() {
      const { notice } = lab;
      const words =
        followed !== null && notice !== null && notice !== before
          ? notice.message
          : wordsFor(followed, lab, locale);
      // A screen reader says it again when it is written again.
      if (line && line.textContent !== words) line.textContent = words;
    },
  };
}

function wordsFor(followed: Followed, lab: LabState, locale: Locale): string {
  const { say, terminals } = lab;
  const titleOf = ({ manifest }: TerminalModel) =>
    textIn(manifest.title, locale);
  if (followed === null) return "";
  if (followed === "check") return checkWords(lab);
  if (followed !== "all")
    return `${titleOf(followed)}: ${stateWords(followed.shown, say)}`;
  const next = terminals.get(terminals.starting ?? "");
  if (next) return say("startingTerminal", { title: titleOf(next) });
  const running = terminals.all.filter((each) => each.running).length;
  return say("runningCount", { running, all: terminals.all.length });
}

function checkWords({ say, grading, manifest }: LabState): string {
  if (grading.active) return say("checkingNow");
  if (grading.cancelled) return say("checkCancelled");
  const results = Object.values(grading.results);
  if (results.length === 0) return "";
  const passed = results.filter(({ status }) => status === "pass").length;
  const count = manifest.checks.length;
  return say(passed === count ? "allPassed" : "somePassed", { passed, count });
}
