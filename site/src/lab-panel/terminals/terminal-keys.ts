import type { Terminal } from "@xterm/xterm";

/** What keys in a terminal can ask for besides typing. */
export interface TerminalKeyActions {
  /** The selection was wanted in the clipboard. */
  copy(selection: string): void;
  find(): void;
  /** Out of the terminal: forwards to what comes next, or back to its own buttons. */
  leave(direction: "forward" | "back"): void;
}

/**
 * The keys that do not go to the program: F6 and Shift+F6 leave; Ctrl+Shift+F finds; Ctrl+Shift+C copies, and so does Ctrl+C
 * when something is selected; Ctrl+V and Ctrl+Shift+V paste.
 */
export function handleKeys(
  terminal: Terminal,
  actions: TerminalKeyActions,
): void {
  const copy = (): boolean => {
    if (!terminal.hasSelection()) return false;
    actions.copy(terminal.getSelection());
    terminal.clearSelection();
    return true;
  };
  // False keeps a key from the program. Without preventDefault the browser still does what it does with it: paste.
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== "keydown" || event.altKey || event.metaKey) return true;
    switch (
      `${event.ctrlKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key.toUpperCase()}`
    ) {
      case "F6":
        actions.leave("forward");
        break;
      case "Shift+F6":
        actions.leave("back");
        break;
      case "Ctrl+C":
        if (!copy()) return true;
        break;
      case "Ctrl+Shift+C":
        copy();
        break;
      case "Ctrl+Shift+F":
        actions.find();
        break;
      case "Ctrl+V":
      case "Ctrl+Shift+V":
        return false;
      default:
        return true;
    }
    event.preventDefault();
    return false;
  });
}
