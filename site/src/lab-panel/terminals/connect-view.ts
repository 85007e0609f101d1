import { isTerminalAnswer } from "#contract";
import { createPacedSink } from "../../client/paced-sink.ts";
import type { LabState } from "../lab-state.svelte.ts";
import type { TerminalModel } from "../terminal-model.svelte.ts";
import type { TerminalKeyActions } from "./terminal-keys.ts";
import type { TerminalView } from "./terminal-view.ts";

/** How long a pane keeps its size before the program in it is told, in milliseconds: not at every step of a drag. */
const resizeDelay = 120;

export interface ConnectViewOptions {
  lab: LabState;
  terminal: TerminalModel;
  host: HTMLElement;
  label: string;
  settings: { fontSize: number; screenReader: boolean };
  keys: TerminalKeyActions;
  onOpen: (view: TerminalView | null) => void;
  onMatches: (matches: { index: number; count: number }) => void;
  onFailure: () => void;
}

/** Loads xterm, opens it in its pane and joins it to the terminal's stream. Returns how to end it. */
export function connectView(options: ConnectViewOptions): () => void {
  const { lab, terminal, host } = options;
  let view: TerminalView | null = null;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typed: number[] = [];
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(fit, resizeDelay);
  });
  open().catch(options.onFailure);

  return () => {
    ended = true;
    clearTimeout(timer);
    observer.disconnect();
    terminal.refit = null;
    view?.close();
    options.onOpen(null);
  };

  async function open(): Promise<void> {
    const { openTerminalView } = await import("./terminal-view.ts");
    if (ended) return;
    const opened = await openTerminalView(host, {
      ...options.settings,
      label: options.label,
      keys: options.keys,
      onMatches: options.onMatches,
      onBell: () => (terminal.bells += 1),
      onDrawn: () => (terminal.drawn += 1),
      onInput(bytes) {
        // While old output is drawn again, xterm answers questions that a program asked long ago.
        if (terminal.stream.replaying && isTerminalAnswer(bytes)) return;
        type(bytes);
      },
    });
    if (ended) return opened.close();
    view = opened;
    fit();
    terminal.stream.attach(createPacedSink(opened.sink));
    terminal.refit = fit;
    observer.observe(host);
    options.onOpen(opened);
  }

  /** Sends what is typed. A program can have xterm answer thousands of questions in one go: they are one message. */
  function type(bytes: Uint8Array): void {
    if (typed.length === 0)
      queueMicrotask(() => {
        lab.type(terminal, Uint8Array.from(typed));
        typed = [];
      });
    for (const byte of bytes) typed.push(byte);
  }

  /** Fits the terminal into its pane and tells the runner; a hidden pane keeps the size it had. */
  function fit(): void {
    const size = view?.fit();
    if (size) lab.send({ type: "resize", terminal: terminal.id, ...size });
  }
}
