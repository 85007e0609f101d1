// One file: a shell, what it has put out and what it is typed are one state.
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { noNotes, type TerminalNotes, type TerminalState } from "#contract";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { createClock, type Clock } from "./clock.ts";
import { Coalescer } from "./coalescer.ts";
import { CommandState } from "./command-state.ts";
import { foregroundGroup, innerPid } from "./foreground.ts";
import { endNotice } from "./notice.ts";
import { openPty, type Pty, type Size } from "./pty.ts";
import { ByteRing } from "./ring.ts";
import { shellCommand } from "./shell.ts";
import { ShellIntegration, type ShellMark } from "./shell-integration.ts";
import { Timeline } from "./timeline.ts";

interface TerminalEvents {
  /** There is more in the ring, and viewers should have it now. */
  output: [];
  /** The state changed. */
  state: [TerminalState];
  /** What is to be known beside the state changed. */
  notes: [TerminalNotes];
  /** There is more in the ring: as soon as it comes, for what waits for a printed text. */
  bytes: [];
  /** The shell began to wait for a command, or for its next line. */
  prompt: [];
  /** Ctrl+Z was typed: a shell within the shell may suspend something without a word to us. */
  suspend: [];
}

/** How long after a shell's end its sandbox may take to say that it has ended too, in milliseconds. */
const reasonMs = 300;

const interrupt = 0x03;
const suspend = 0x1a;
const lineEnds = [0x0d, 0x0a];

/** Ctrl+E, Ctrl+U: to the end of the line, and all of it away. */
const eraseLine = "\x05\x15";

/** One terminal of an open lab: a shell, what it has put out, and what it is doing. It outlives its shell. */
export class Terminal {
  readonly id: string;
  /** Its number in frames. */
  readonly number: number;
  readonly ring: ByteRing;
  /** When what is in the ring came about. */
  readonly timeline: Timeline;
  readonly events = new EventEmitter<TerminalEvents>();
  readonly #coalescer = new Coalescer(() => this.events.emit("output"));
  readonly #command = new CommandState();
  #pty: Pty | null = null;
  #marks = new ShellIntegration("");
  #notes = noNotes;
  #size: Size = { columns: 80, rows: 24 };
  #atPrompt = false;
  #continued = false;
  #commandStart = 0;
  #commandEnd = 0;
  /** The shell's own process id, as its sandbox numbers it. */
  #shell: number | null = null;

  constructor(
    id: string,
    number: number,
    ring: ByteRing = new ByteRing(),
    clock: Clock = createClock(),
  ) {
    this.id = id;
    this.number = number;
    this.ring = ring;
    this.timeline = new Timeline(ring, clock, this.#size);
    // Every viewer, every wait for a prompt and every watch for a text listens.
    this.events.setMaxListeners(0);
  }

  get state(): TerminalState {
    return this.#command.state;
  }

  get notes(): TerminalNotes {
    return this.#notes;
  }

  /** Changes some of the notes. */
  note(change: Partial<TerminalNotes>): void {
    const notes = { ...this.#notes, ...change };
    if (isDeepStrictEqual(notes, this.#notes)) return;
    this.#notes = notes;
    this.events.emit("notes", notes);
  }

  get size(): Size {
    return this.#size;
  }

  /** Whether the shell waits for a command: what is typed then is one. */
  get atPrompt(): boolean {
    return this.#atPrompt;
  }

  /** Whether the shell waits for the rest of a command, as after an open quote. */
  get continued(): boolean {
    return this.#continued;
  }

  /** Whether the shell has ever waited for a command. */
  get hasPrompted(): boolean {
    return this.#shell !== null;
  }

  /** Whether the present command was suspended before. */
  get resumed(): boolean {
    return this.#command.resumed;
  }

  /** The leader of its session, as this machine numbers it; null while it is closed. */
  get leader(): number | null {
    return this.#pty?.pid ?? null;
  }

  /** Where in the output the last command begins. */
  get commandStart(): number {
    return this.#commandStart;
  }

  /** Where in the output the last command that has ended ends. */
  get commandEnd(): number {
    return this.#commandEnd;
  }

  /** Starts a shell in `sandbox`. The terminal must be closed or new. */
  start(sandbox: Sandbox): void {
    const word = randomBytes(8).toString("hex");
    this.#marks = new ShellIntegration(word);
    this.#atPrompt = false;
    this.#continued = false;
    this.#shell = null;
    const pty = openPty(
      shellCommand(sandbox, this.id, word),
      this.#size,
      (bytes) => {
        if (this.#pty === pty) this.#take(bytes);
      },
    );
    this.#pty = pty;
    this.#change(() => this.#command.opened());
    void pty.ended.then(async () => {
      const unknown = delay(reasonMs, "The shell was ended.", { ref: false });
      const reason = await Promise.race([sandbox.ended, unknown]);
      if (this.#pty === pty) this.close(reason);
    });
  }

  /** Passes on what was typed. Answers false when it was dropped because the program has stopped reading. */
  write(bytes: Uint8Array): boolean {
    this.#coalescer.hurry();
    if (bytes.includes(interrupt)) this.#command.interrupted();
    if (bytes.includes(suspend)) this.events.emit("suspend");
    // What it is after a line, the shell's next mark tells.
    if (lineEnds.some((end) => bytes.includes(end))) this.#atPrompt = false;
    return this.#pty?.write(bytes) ?? true;
  }

  /** Types a command line and Enter, in place of what stands at the prompt. */
  submit(line: string): void {
    this.write(Buffer.from(`${eraseLine}${line}\r`));
  }

  /** Types Ctrl+C. */
  interrupt(): void {
    this.write(Buffer.of(interrupt));
  }

  resize({ columns, rows }: Size): void {
    this.#size = { columns, rows };
    this.timeline.resized(this.#size);
    this.#pty?.resize(this.#size);
  }

  /** The process group that has the keyboard; null when that is the shell's own. */
  async foreground(): Promise<number | null> {
    const group = this.#pty && (await foregroundGroup(this.#pty.pid));
    if (group === null || this.#shell === null) return null;
    const leader = process.platform === "linux" ? await innerPid(group) : group;
    return leader === this.#shell ? null : group;
  }

  /** Sends `signal` to what runs in the foreground, never to the shell itself. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    const group = await this.foreground();
    if (group === null || this.state.is !== "running") return;
    try {
      process.kill(-group, signal);
    } catch (error) {
      // It ended by itself meanwhile.
      if (!(
        error instanceof Error &&
        "code" in error &&
        error.code === "ESRCH"
      ))
        throw error;
    }
  }

  /** The kernel says that nothing is suspended in it. */
  nothingSuspended(): void {
    this.#change(() => this.#command.nothingSuspended());
  }

  /** Ends the terminal's shell: hangs up and leaves a line that says why. On a closed terminal it only corrects the reason. */
  close(reason: string): void {
    const pty = this.#pty;
    this.#pty = null;
    this.#atPrompt = false;
    if (pty) this.#append(endNotice(reason));
    pty?.hangUp();
    this.#change(() => this.#command.closed(reason));
  }

  #take(bytes: Uint8Array): void {
    const base = this.ring.end;
    const marks = this.#marks.parse(bytes);
    const closing = marks.find(({ mark }) => mark.is === "closed");
    // Behind the shell's last word only what it left in the background could print: that is no longer shown.
    this.#append(closing ? bytes.subarray(0, closing.offset) : bytes);
    for (const { mark, offset } of marks) this.#follow(mark, base + offset);
    if (closing) this.close("The shell has ended.");
    this.events.emit("bytes");
  }

  #append(bytes: Uint8Array): void {
    this.timeline.output();
    this.ring.push(bytes);
    this.#coalescer.add(bytes.length);
  }

  #follow(mark: ShellMark, position: number): void {
    if (mark.is === "prompt") this.#becomeReady(mark.shell);
    if (mark.is === "continuation") this.#beginAnotherLine();
    if (mark.is !== "command" && mark.is !== "ended") return;
    if (mark.is === "command") this.#commandStart = position;
    else this.#commandEnd = position;
    this.#atPrompt = false;
    this.#continued = false;
    this.#change(() => this.#command.follow(mark));
  }

  #beginAnotherLine(): void {
    this.#atPrompt = false;
    this.#continued = true;
    this.events.emit("prompt");
  }

  #becomeReady(shell: number): void {
    this.#atPrompt = true;
    this.#continued = false;
    this.#shell = shell;
    this.events.emit("prompt");
  }

  /** Viewers get the output that came before a change first. */
  #change(change: () => boolean): void {
    if (!change()) return;
    this.timeline.changed(this.state);
    this.#coalescer.flush();
    this.events.emit("state", this.state);
  }
}
