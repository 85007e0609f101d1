import type { Locale } from "#contract";
import { showStanding } from "../../client/show-standing.ts";
import type { LabState } from "../lab-state.svelte.ts";
import { lessonStatus } from "./lesson-status.ts";

/** What `lab:answer` of a question carries. */
interface Answer {
  question: string;
  choice: number;
}

/**
 * Brings the lesson's prose to life: its buttons drive the lab, its steps and questions show the student's progress. The
 * prose names what it means in `data-lab-*` attributes and knows nothing else of the panel.
 */
export interface LessonDom {
  /** Shows the lab's state in the prose. Reads the state's runes, so it belongs into an effect. */
  show(): void;
  /** Lets go of the page. Idempotent. */
  close(): void;
}

export function enhanceLesson(
  page: Document,
  lab: LabState,
  locale: Locale,
): LessonDom {
  const stop = new AbortController();
  const restored = new Map<string, number>();
  const ticked = new Set<string>();
  const unsent = new Map<string, Answer>();
  const status = lessonStatus(page, lab, locale);
  const act = ({ target }: Event): void => {
    const button =
      target instanceof Element ? target.closest<HTMLElement>(buttons) : null;
    if (!button) return;
    status.follow(button.dataset);
    void press(button.dataset, lab);
  };
  page.addEventListener("click", act, { signal: stop.signal });
  page.addEventListener("lab:answer", (event) => answer(event, lab, unsent), {
    signal: stop.signal,
  });

  return {
    show() {
      showButtons(page, lab);
      showDiagram(page, lab);
      showSteps(page, lab, ticked);
      status.show();
      if (lab.connected) sendAnswers(lab, unsent);
      showAnswers(page, lab, restored, unsent);
      if (lab.course) showStanding(page, lab.course);
    },
    close: () => stop.abort(),
  };
}

const buttons = [
  "[data-lab-run]",
  "[data-lab-stop]",
  "[data-lab-run-all]",
  "[data-lab-type]",
  "[data-lab-check]",
  "[data-lab-open]",
].join();

async function press(data: DOMStringMap, lab: LabState): Promise<void> {
  const { labRun, labStop, labRunAll, labType, terminal, labCheck, labOpen } =
    data;
  if (labRun !== undefined) return lab.run(labRun);
  if (labStop !== undefined) return lab.stop(labStop);
  if (labRunAll !== undefined) return lab.runAll();
  if (labCheck !== undefined) return lab.check();
  if (labOpen !== undefined) return openFile(labOpen, lab);
  if (labType !== undefined && terminal !== undefined)
    return lab.typeText(terminal, labType);
}

/** On a narrow screen the editor may be far below. */
function openFile(name: string, lab: LabState): void {
  lab.openFile(name);
  document.getElementById("lab-file")?.scrollIntoView({ block: "nearest" });
}

function showButtons(page: Document, lab: LabState): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>(buttons)) {
    const { labRun, labStop, labCheck, labOpen } = button.dataset;
    // A file can be looked at without a runner.
    button.disabled = !lab.connected && labOpen === undefined;
    const running =
      labCheck === undefined
        ? lab.terminals.get(labRun ?? labStop ?? "")?.running === true
        : lab.grading.active;
    setState(button, running ? "running" : null);
  }
}

function showDiagram(page: Document, lab: LabState): void {
  for (const node of page.querySelectorAll<SVGElement>("[data-lab-node]"))
    setState(
      node,
      lab.terminals.get(node.dataset["labNode"] ?? "")?.running
        ? "running"
        : null,
    );
}

/** @param ticked - the steps that the runner was told of since it was connected */
function showSteps(page: Document, lab: LabState, ticked: Set<string>): void {
  if (!lab.connected) ticked.clear();
  for (const step of page.querySelectorAll<HTMLElement>("[data-lab-step]")) {
    const { labStep = "", stepRuns } = step.dataset;
    const done = lab.progress.steps.includes(labStep);
    step.toggleAttribute("data-done", done);
    const terminals = stepRuns?.split(" ") ?? [];
    const ran =
      terminals.length > 0 &&
      terminals.every((id) => lab.terminals.get(id)?.ran);
    if (!ran || done || ticked.has(labStep)) continue;
    if (lab.send({ type: "step", step: labStep, done: true }))
      ticked.add(labStep);
  }
}

/** @param unsent - answers given while the runner was away, by question */
function answer(
  event: Event,
  lab: LabState,
  unsent: Map<string, Answer>,
): void {
  if (!(event instanceof CustomEvent)) return;
  const given = event.detail as Answer;
  unsent.set(given.question, given);
  sendAnswers(lab, unsent);
}

function sendAnswers(lab: LabState, unsent: Map<string, Answer>): void {
  for (const [question, given] of unsent)
    if (lab.send({ type: "answer", ...given })) unsent.delete(question);
}

function showAnswers(
  page: Document,
  lab: LabState,
  restored: Map<string, number>,
  unsent: Map<string, Answer>,
): void {
  for (const quiz of page.querySelectorAll<HTMLElement>("[data-lab-quiz]")) {
    const { labQuiz: question = "" } = quiz.dataset;
    const choice = lab.progress.answers[question];
    if (
      choice === undefined ||
      restored.get(question) === choice ||
      unsent.has(question)
    )
      continue;
    restored.set(question, choice);
    quiz.dispatchEvent(
      new CustomEvent("lab:restore-answer", { detail: { choice } }),
    );
  }
}

function setState(
  element: HTMLElement | SVGElement,
  state: string | null,
): void {
  if (state === null) delete element.dataset["state"];
  else element.dataset["state"] = state;
}
