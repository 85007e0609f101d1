import type { TerminalState } from "#contract";
import type { ShellMark } from "./shell-integration.ts";

/** What a shell reports for a command that SIGINT ended: 128 + 2. */
const interruptedCode = 130;

/** What a shell reports for a command that SIGTSTP suspended: 128 + 20 on Linux, 128 + 18 on macOS. */
const suspendedCodes = [148, 146];

/** The state of a terminal, as the marks of its shell and the keys typed into it tell. */
export class CommandState {
  #state: TerminalState = { is: "idle" };
  #interrupted = false;
  /** The commands that were put aside by Ctrl+Z, the latest at the end. */
  #aside: string[] = [];
  #resumed = false;

  get state(): TerminalState {
    return this.#state;
  }

  /** Whether the present command was put aside before and has been brought back. */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** Ctrl+C was typed. */
  interrupted(): void {
    this.#interrupted = true;
  }

  /** A new shell has started. All methods below answer whether the state changed. */
  opened(): boolean {
    this.#aside = [];
    if (this.#state.is === "idle") return false;
    this.#state = { is: "idle" };
    return true;
  }

  closed(reason: string): boolean {
    if (this.#state.is === "closed" && this.#state.reason === reason)
      return false;
    this.#state = { is: "closed", reason };
    return true;
  }

  /** Nothing is suspended in the terminal: what was has gone, or was continued from elsewhere. */
  nothingSuspended(): boolean {
    this.#aside = [];
    if (this.#state.is !== "suspended") return false;
    this.#state = { is: "idle" };
    return true;
  }

  follow(mark: Extract<ShellMark, { is: "command" | "ended" }>): boolean {
    if (mark.is === "command") {
      this.#interrupted = false;
      const back = this.#broughtBack(mark.command);
      this.#resumed = back !== null;
      this.#state = { is: "running", command: back ?? mark.command };
      return true;
    }
    // An empty line or Ctrl+C at the prompt: nothing ran.
    if (this.#state.is !== "running") return false;
    this.#state = this.#outcome(this.#state.command, mark.code);
    return true;
  }

  #outcome(command: string, code: number): TerminalState {
    if (suspendedCodes.includes(code)) {
      this.#aside.push(command);
      return { is: "suspended", command };
    }
    if (code === interruptedCode && this.#interrupted)
      return { is: "interrupted", command };
    return { is: "exited", command, code };
  }

  /** `fg` runs the command that was put aside last: its name says more. */
  #broughtBack(command: string): string | null {
    if (!/^(fg|%%?\+?)\s*$/.test(command)) return null;
    return this.#aside.pop() ?? null;
  }
}
