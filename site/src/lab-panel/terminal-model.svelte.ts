import {
  noNotes,
  type ProgramTrouble,
  type TerminalManifest,
  type TerminalNotes,
  type TerminalState,
} from "#contract";
import {
  createTerminalStream,
  type TerminalStream,
} from "../client/terminal-stream.ts";

/** Something that happened to a terminal's program while this page was open. */
export interface TerminalEvent {
  /** In milliseconds since the epoch. */
  at: number;
  state: TerminalState;
}

/** How many events a terminal remembers: enough for a day's work. */
const keptEvents = 500;

/** How long a terminal says that it does what was asked for, in milliseconds: it may have been so already. */
const askedTime = 6_000;

/** One terminal of the lab as the panel knows it. */
export class TerminalModel {
  readonly manifest: TerminalManifest;
  readonly stream: TerminalStream;
  /** Its number in frames; null before the runner has told. */
  number: number | null = null;
  state = $state.raw<TerminalState>({ is: "idle" });
  /** What is to be known beside its state. */
  notes = $state.raw<TerminalNotes>(noNotes);
  /** What it is doing in a recording that is played in its place; null while none is. */
  played = $state.raw<TerminalState | null>(null);
  /** Whether the runner has told its state. */
  known = $state(false);
  /** What the student asked for and the runner has not done yet, so that a button answers at once. */
  asked = $state<"run" | "stop" | null>(null);
  #patience: ReturnType<typeof setTimeout> | undefined;
  /** Whether its program has been started since the lab was opened. */
  ran = $state(false);
  /** What its last program died of; null when it did not, and when the student has put the remark away. */
  trouble = $state.raw<ProgramTrouble | null>(null);
  /** Counts what asked for attention. */
  bells = $state(0);
  readonly events: TerminalEvent[] = [];
  /** All the text that its pane shows, scrollback included; null while nothing is open. */
  text: (() => string) | null = null;
  /** Counts how often its pane drew something. */
  drawn = $state(0);
  /** Fits the terminal into its pane and tells the runner its size; null while nothing is open. */
  refit: (() => void) | null = null;
  readonly #file: string;

  constructor(
    manifest: TerminalManifest,
    file: string,
    acknowledge: (sequence: number) => void,
  ) {
    this.manifest = manifest;
    this.#file = file;
    this.stream = createTerminalStream(acknowledge);
  }

  get id(): string {
    return this.manifest.id;
  }

  /** What its pane shows: the state of a recording that is played, else its own. */
  get shown(): TerminalState {
    return this.played ?? this.state;
  }

  get running(): boolean {
    return this.shown.is === "running";
  }

  /** Whether there is something to stop in it. */
  get stoppable(): boolean {
    if (this.played) return this.running;
    const { is } = this.state;
    const suspended = this.notes.suspended.length > 0;
    return is === "running" || is === "suspended" || suspended;
  }

  /** Something was asked for, or (null) there is nothing to wait for any more. */
  ask(what: "run" | "stop" | null): void {
    clearTimeout(this.#patience);
    this.asked = what;
    if (what !== null)
      this.#patience = setTimeout(() => (this.asked = null), askedTime);
  }

  /** How it was when this page connected: when that came about is not known. */
  begin(state: TerminalState): void {
    this.ask(null);
    this.known = true;
    if (state.is === "running") this.trouble = null;
    this.state = state;
    this.#noteRun();
  }

  /** Its state changed now. */
  become(state: TerminalState): void {
    this.begin(state);
    if (state.is === "idle") return;
    this.events.push({ at: Date.now(), state });
    if (this.events.length > keptEvents) this.events.shift();
  }

  /** The runner says what its last program died of. */
  meet(trouble: ProgramTrouble | null): void {
    this.trouble = trouble;
  }

  #noteRun(): void {
    const { state } = this;
    if (
      state.is !== "idle" &&
      state.is !== "closed" &&
      state.command.includes(this.#file)
    )
      this.ran = true;
  }
}
