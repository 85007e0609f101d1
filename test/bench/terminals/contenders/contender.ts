import type { Screen } from "../screen.ts";

/** One terminal with a shell, as a page shows it. */
export interface Pane {
  readonly screen: Screen;
  type(text: string): void;
}

/** A page with terminals. */
export interface Page {
  readonly panes: readonly Pane[];
  /** Reads nothing any more, as a frozen tab does; `resume` goes on. */
  stall(): void;
  resume(): void;
  /** Goes away, and so do the shells. Idempotent. */
  close(): Promise<void>;
}

/** A server of terminals that is measured. */
export interface Contender {
  readonly name: string;
  /** Opens a page with so many new terminals, up to five, each at its prompt. */
  open(panes: number): Promise<Page>;
  /** The server's resident memory in bytes, after a garbage collection where it can be asked for one. */
  memory(): Promise<number>;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** Why something is not measured here. */
export interface Absence {
  name: string;
  reason: string;
}

/** Waits until each terminal's shell runs commands. */
export async function untilReady(panes: readonly Pane[]): Promise<void> {
  await Promise.all(
    panes.map(({ screen, type }) => {
      const shown = screen.shows("rea-dy");
      // As typed it does not hold the text that is waited for.
      type("echo rea''-dy\r");
      return shown;
    }),
  );
}

/** The first of a terminal's output that is waited for after typing a command. */
export function submit(
  { screen, type }: Pane,
  command: string,
  until: string,
): Promise<number> {
  const shown = screen.shows(until);
  type(`${command}\r`);
  return shown;
}
