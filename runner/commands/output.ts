import { styleText } from "node:util";
import yoctoSpinner from "yocto-spinner";

/** A look that text can have on a terminal that shows colours. */
export type Style = Parameters<typeof styleText>[0];

/** Something that takes a while, shown as it goes. */
export interface Progress {
  /** What is being done now. */
  update(text: string): void;
  /** A part of it is done. Without a terminal that is a line of its own; on one, what was there is enough. */
  step(text: string): void;
  /** It is done; `text` stays on the screen. */
  succeed(text: string): void;
  /** It failed; `text` stays on the screen. */
  fail(text: string): void;
  /** It is over and nothing stays on the screen. */
  clear(): void;
}

/** Where commands write: results to standard output, everything else to standard error. */
export interface Output {
  /** Writes a line of the command's result. */
  line(text?: string): void;
  /** Writes a line about what is going on or went wrong. */
  note(text: string): void;
  /** `text` in this look where results go to a terminal with colours, else as it is. */
  style(style: Style, text: string): string;
  /** Begins to show progress: a spinner on a terminal, one plain line elsewhere. */
  progress(text: string): Progress;
}

/** The output of the `labs` command itself. Colours follow the terminal, `NO_COLOR` and `FORCE_COLOR`. */
export function createOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
): Output {
  return {
    line: (text = "") => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    style: (style, text) => styleText(style, text, { stream: stdout }),
    progress: (text) =>
      stderr.isTTY ? spin(text, stderr) : announce(text, stderr),
  };
}

function spin(text: string, stderr: NodeJS.WriteStream): Progress {
  const spinner = yoctoSpinner({ text, stream: stderr }).start();
  return {
    update: (next) => void (spinner.text = next),
    step: () => undefined,
    succeed: (end) => void spinner.success(end),
    fail: (end) => void spinner.error(end),
    clear: () => void spinner.stop(),
  };
}

function announce(text: string, stderr: NodeJS.WriteStream): Progress {
  const say = (line: string) => void stderr.write(`${line}\n`);
  say(text);
  return {
    update: () => undefined,
    step: say,
    succeed: say,
    fail: say,
    clear: () => undefined,
  };
}
