import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import type { TerminalSink } from "../../client/terminal-stream.ts";
import { guardTerminal } from "./terminal-guards.ts";
import { handleKeys, type TerminalKeyActions } from "./terminal-keys.ts";
import { matchColors, onThemeChange, terminalTheme } from "./terminal-theme.ts";

/** Lines kept above the screen: more than the runner's ring holds. */
const scrollback = 10_000;

/** Of the bar on the right, which also shows where matches of a search are, in pixels. */
const scrollbarWidth = 10;

/** The sizes that the protocol has room for. */
const smallestSize = { columns: 2, rows: 1 };
const largestSize = { columns: 500, rows: 300 };

/** How long a terminal waits for its font, in milliseconds: its cells are measured once, when it opens. */
const fontPatience = 1_500;

export interface TerminalViewOptions {
  /** Its name for a screen reader, which says how to leave it. */
  label: string;
  fontSize: number;
  screenReader: boolean;
  keys: TerminalKeyActions;
  /** Something typed, pasted, or answered by the terminal itself. */
  onInput: (bytes: Uint8Array) => void;
  onBell: () => void;
  /** Something was drawn, at most once a frame. */
  onDrawn: () => void;
  onMatches: (matches: { index: number; count: number }) => void;
}

/** One xterm in its pane. */
export interface TerminalView {
  /** Where the terminal's stream goes. */
  readonly sink: TerminalSink;
  /** Fits the terminal into its pane, if the pane is visible; its size then, or null. */
  fit(): { columns: number; rows: number } | null;
  change(options: {
    fontSize: number;
    screenReader: boolean;
    enabled: boolean;
  }): void;
  focus(): void;
  clear(): void;
  selection(): string;
  paste(text: string): void;
  find(text: string, direction: "next" | "previous" | "typing"): void;
  endFind(): void;
  /** All its text, scrollback included, without colours. */
  text(): string;
  close(): void;
}

/** Opens a terminal in `host`, whose font it takes. */
export async function openTerminalView(
  host: HTMLElement,
  options: TerminalViewOptions,
): Promise<TerminalView> {
  const { fontFamily } = getComputedStyle(host);
  await fontsLoaded(fontFamily, options.fontSize);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorInactiveStyle: "none",
    cursorStyle: "bar",
    cursorWidth: 2,
    fontFamily,
    fontSize: options.fontSize,
    lineHeight: 1.12,
    // What a program prints is not the page's own trouble, and thousands of lines in the console take their time.
    logLevel: "off",
    linkHandler: { activate: (_, address) => openLink(address) },
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    overviewRuler: { width: scrollbarWidth },
    scrollback,
    theme: terminalTheme(host),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [
    fit,
    search,
    new WebLinksAddon((_, address) => openLink(address)),
  ])
    terminal.loadAddon(addon);
  guardTerminal(terminal);
  handleKeys(terminal, options.keys);
  terminal.open(host);
  terminal.textarea?.setAttribute("aria-label", options.label);
  terminal.onData((text) => options.onInput(new TextEncoder().encode(text)));
  terminal.onBinary((text) =>
    options.onInput(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
    ),
  );
  terminal.onBell(options.onBell);
  terminal.onWriteParsed(options.onDrawn);
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    options.onMatches({ index: resultIndex, count: resultCount }),
  );
  const stopTheme = onThemeChange(() => {
    terminal.options.theme = terminalTheme(host);
  });

  return {
    sink: {
      write: (bytes, drawn) => terminal.write(bytes, drawn),
      reset: () => terminal.reset(),
    },
    fit() {
      if (host.clientWidth === 0 || host.clientHeight === 0) return null;
      const wanted = fit.proposeDimensions();
      if (!wanted) return null;
      const columns = within(
        wanted.cols,
        smallestSize.columns,
        largestSize.columns,
      );
      const rows = within(wanted.rows, smallestSize.rows, largestSize.rows);
      if (columns !== terminal.cols || rows !== terminal.rows)
        terminal.resize(columns, rows);
      return { columns, rows };
    },
    change({ fontSize, screenReader, enabled }) {
      terminal.options.fontSize = fontSize;
      terminal.options.screenReaderMode = screenReader;
      terminal.options.disableStdin = !enabled;
    },
    focus: () => terminal.focus(),
    clear: () => terminal.clear(),
    selection: () => terminal.getSelection(),
    paste: (text) => terminal.paste(text),
    find(text, direction) {
      // What was printed last is what is looked for first.
      if (direction === "typing") terminal.clearSelection();
      const options = { decorations: matchColors };
      if (direction === "next") search.findNext(text, options);
      else search.findPrevious(text, options);
    },
    endFind() {
      search.clearDecorations();
      terminal.focus();
    },
    text: () => textOf(terminal),
    close() {
      stopTheme();
      terminal.dispose();
    },
  };
}

async function fontsLoaded(family: string, size: number): Promise<void> {
  const fonts = ["400", "700"].map((weight) =>
    document.fonts.load(`${weight} ${size}px ${family}`),
  );
  const patience = new Promise((resolve) => setTimeout(resolve, fontPatience));
  // A font that fails to load is replaced by the next of its family.
  await Promise.race([Promise.allSettled(fonts), patience]);
}

/** What a program prints must not open anything but web pages. */
function openLink(address: string): void {
  if (/^https?:\/\//i.test(address))
    window.open(address, "_blank", "noopener,noreferrer");
}

function textOf(terminal: Terminal): string {
  const buffer = terminal.buffer.normal;
  let text = "";
  for (let row = 0; row < buffer.length; row++) {
    const line = buffer.getLine(row);
    if (line && row > 0 && !line.isWrapped) text += "\n";
    text += line?.translateToString(true) ?? "";
  }
  return `${text.trimEnd()}\n`;
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
