import type { LabManifest, OutputFrame, ServerMessage } from "#contract";
import { TerminalModel } from "./terminal-model.svelte.ts";

type Welcome = Extract<ServerMessage, { type: "welcome" }>;

/** The lab's terminals, and which of them are looked at. */
export class LabTerminals {
  readonly all: readonly TerminalModel[];
  /** The terminal that fills the panel. */
  maximised = $state<string | null>(null);
  /** The terminal that a narrow screen shows. */
  selected = $state("");
  /** The terminal that "Run all" waits for. */
  starting = $state<string | null>(null);
  /** The run that the bytes here belong to; null before the first welcome. */
  #run: string | null = null;

  /** @param acknowledge - tells the runner how much of a terminal has been drawn */
  constructor(
    manifest: LabManifest,
    acknowledge: (terminal: string, sequence: number) => void,
  ) {
    this.all = manifest.terminals.map((terminal) => {
      const file =
        manifest.programs[terminal.program]?.file ?? terminal.program;
      return new TerminalModel(terminal, file, (sequence) =>
        acknowledge(terminal.id, sequence),
      );
    });
    this.selected = this.all[0]?.id ?? "";
  }

  get(id: string): TerminalModel | undefined {
    return this.all.find((terminal) => terminal.id === id);
  }

  /** Brings a terminal to where it can be seen. */
  show(id: string): void {
    this.selected = id;
    if (this.maximised !== null) this.maximised = id;
  }

  /** What this page has of the terminals, as `hello` says it. */
  known(): {
    run: string | null;
    terminals: { terminal: string; sequence: number }[];
  } {
    const shown = this.#run === null ? [] : this.all;
    const terminals = shown.map(({ id, stream }) => ({
      terminal: id,
      sequence: stream.received,
    }));
    return { run: this.#run, terminals };
  }

  welcome({ run, terminals }: Welcome): void {
    const restarted = this.#run !== null && this.#run !== run;
    this.#run = run;
    for (const { id, number, state, notes } of terminals) {
      const terminal = this.get(id);
      if (!terminal) continue;
      terminal.number = number;
      if (restarted) terminal.stream.restart();
      terminal.begin(state);
      terminal.notes = notes;
    }
  }

  /** Takes a frame; false when bytes before it are missing. */
  take({ terminal: number, sequence, bytes }: OutputFrame): boolean {
    const terminal = this.all.find((each) => each.number === number);
    return terminal?.stream.take(sequence, bytes) ?? true;
  }

  whenConnected(connected: boolean): void {
    if (!connected) this.starting = null;
    for (const terminal of this.all) {
      if (connected) terminal.refit?.();
      else terminal.ask(null);
    }
  }
}
