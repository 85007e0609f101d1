import { advised } from "../outcome/advised.ts";
import { CheckTimeout } from "../outcome/failures.ts";
import type { ObservedProgram } from "./observed-program.ts";

/** How a program ends on Ctrl+C that does not close anything: by the signal, or by what a shell makes of it. */
const byInterrupt = 130;

/** Presses Ctrl+C and waits for the end with code 0. A program that had ended before is told that, and not how to handle Ctrl+C. */
export async function stopOnInterrupt(
  program: ObservedProgram,
  when: string,
  tryNext = closes,
): Promise<void> {
  const { terminal } = program;
  // An end that has happened and was not noticed yet.
  await Promise.race([program.exit, new Promise(setImmediate)]);
  if (!program.running)
    throw program.failure(
      `${terminal} should have gone on ${when}, until Ctrl+C, but it ${program.ending} before that`,
    );
  const should = `${terminal} should end with code 0 on Ctrl+C ${when}`;
  const expected = "exits with code 0 on Ctrl+C";
  await advised({ program, tryNext }, async () => {
    program.interrupt();
    const { code, signal } = await program.awaitEnd(
      (end) =>
        new CheckTimeout(
          `${should}, but it had not ended${end}. ${program.howItStands()}`,
          { program: terminal, expected, seen: "still running" },
        ),
      patience,
    );
    if (code === 0) return;
    const failure = program.failure(`${should}, but it ${program.ending}`);
    const dies = signal === "SIGINT" || code === byInterrupt;
    failure.explanation = {
      ...failure.explanation,
      program: terminal,
      expected,
      seen: program.ending,
      ...(dies && { tryNext: ownHandler }),
    };
    throw failure;
  });
}

/** How long a program may go on after Ctrl+C, in seconds: to finish its work, and to send what is left. */
const patience = 8;

const closes =
  "Close the socket in the SIGINT handler, and let the error pass that this causes where something was waiting: the program then ends by itself.";
const ownHandler =
  'That is how Node ends a program without a handler, and what process.exit(130) looks like. Register process.once("SIGINT", …) before the first wait, close the socket in it, and let the program end by itself.';
