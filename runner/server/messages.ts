import { LabsError, type ClientMessage } from "#contract";
import type { Progress } from "../progress/progress.ts";
import type { Terminal } from "../session/terminal.ts";
import type { OpenLab, Page } from "./open-lab.ts";

/** What a page may ask for once it has said `hello`; acknowledgements are its connection's own business. */
export type Request = Exclude<ClientMessage, { type: "hello" | "acknowledge" }>;

/**
 * Does what a page asks for. Settles when it is done; what goes wrong is thrown. Nothing is awaited before a file is saved or a
 * check begins, so that these happen in the order of the messages.
 */
export async function handleRequest(
  request: Request,
  open: OpenLab,
  page: Page,
  progress: Progress,
): Promise<void> {
  const { lab, session, workspace, checking } = open;
  switch (request.type) {
    case "resize":
      session.terminal(request.terminal).resize(request);
      break;
    case "run":
      await session.start(request.terminal);
      break;
    case "stop":
      tellHow(await session.stop(request.terminal), request.terminal, open);
      break;
    case "run-all":
      await session.startAll();
      break;
    case "stop-all":
      await session.stopAll();
      break;
    case "restart":
      await session.restart(request.terminal);
      break;
    case "free":
      await session.free(request.terminal);
      break;
    case "type":
      typeText(session.terminal(request.terminal), Buffer.from(request.text));
      break;
    case "reopen":
      await session.reopen(request.terminal);
      break;
    case "save":
      await save(request, open, page);
      break;
    case "reset":
      await open.tellFiles(await workspace.reset());
      break;
    case "restore":
      await open.tellFiles(await workspace.restore(request.snapshot));
      break;
    case "check":
      await checking.start();
      break;
    case "cancel-check":
      await checking.cancel();
      break;
    case "answer":
      await progress.recordAnswer(lab.id, request.question, request.choice);
      open.tellProgress();
      break;
    case "step":
      await progress.recordStep(lab.id, request.step, request.done);
      open.tellProgress();
      break;
    case "hint":
      await progress.recordHint(
        lab.id,
        request.check,
        hintsOf(open, request.check),
      );
      open.tellProgress();
      break;
  }
}

/** Passes on what was typed. Throws `sandbox-ended` and `busy` when it cannot. */
export function typeText(terminal: Terminal, bytes: Uint8Array): void {
  if (terminal.state.is === "closed")
    throw new LabsError("sandbox-ended", "This terminal's shell has ended.", {
      hint: "Open it again to type into it.",
      learnerSafe: true,
    });
  if (terminal.write(bytes)) return;
  throw new LabsError(
    "busy",
    `The program in ${terminal.id} has stopped reading what is typed, so it was dropped.`,
    {
      hint: "Wait for the program, or stop it.",
      learnerSafe: true,
    },
  );
}

async function save(
  { name, text, base }: Extract<Request, { type: "save" }>,
  open: OpenLab,
  page: Page,
): Promise<void> {
  const outcome = await open.workspace.save(name, text, base);
  if ("conflict" in outcome) {
    page.tell({ type: "conflict", file: outcome.conflict });
    return;
  }
  page.tell({ type: "saved", name, version: outcome.saved.version });
  if (outcome.saved.version !== base)
    open.tell({ type: "file", file: outcome.saved }, page);
  await open.compareWork();
}

/** A program that did not heed Ctrl+C could not clean up: its student should know. */
function tellHow(
  how: string | null,
  terminal: string,
  { tell }: OpenLab,
): void {
  if (how !== "SIGTERM" && how !== "SIGKILL") return;
  tell({
    type: "error",
    code: "stopped-firmly",
    message: `The program in ${terminal} did not end after Ctrl+C, so it was ended with ${how}.`,
    hint: how === "SIGKILL" ? "Its clean-up code did not run." : null,
  });
}

function hintsOf({ lab }: OpenLab, check: string): number {
  const found = lab.manifest.checks.find((each) => each.id === check);
  if (found) return found.hints.length;
  throw new LabsError("check-unknown", `This lab has no check "${check}".`, {
    learnerSafe: true,
  });
}
