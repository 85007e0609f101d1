import type { Advice, FailureDetails } from "../../author/advice.ts";
import type { Figures, FiguresWait } from "../../author/printed.ts";
import type { Exit, RestOptions } from "../../author/program.ts";
import type { Command } from "../../../sandbox/sandbox.ts";
import { advised } from "../outcome/advised.ts";
import type { CheckFailure } from "../outcome/failures.ts";
import {
  endingOf,
  failureOf,
  howItStands,
  lastLineOf,
} from "./describe-program.ts";
import { spawnGroup, type ProcessGroup } from "./process-group.ts";
import { awaitMatch } from "../printed/await-match.ts";
import type { ObservedProgram, OutputWait } from "./observed-program.ts";
import { createOutput, outputLimit, type Output } from "./output.ts";
import { requireThat } from "../outcome/require-that.ts";
import { awaitFigures } from "../printed/figures.ts";
import { untilRest } from "../waiting/rest.ts";
import type { Waiting } from "../waiting/waiting.ts";
import type { WatchedProgram } from "../waiting/watched-program.ts";
import { stopOnInterrupt } from "./stop-on-interrupt.ts";

/** What a program is started with. */
export interface ProgramStart {
  terminal: string;
  /** The command as a student would type it. */
  shown: string;
  /** The command that runs it in the sandbox. */
  command: Command;
  /** The submission's files, to find the place of an error. */
  files: readonly string[];
}

/** How long a program may take to end after everything in its sandbox was killed, in milliseconds. */
const sweepGrace = 1000;

/** A program of the submission, as the fixture runs it. */
export class StartedProgram implements WatchedProgram, ObservedProgram {
  readonly terminal: string;
  readonly command: string;
  readonly started = performance.now();
  readonly exit: Promise<Exit>;
  /** Resolves when it runs, rejects when it could not be started at all. */
  readonly spawned: Promise<unknown>;

  readonly #waiting: () => Waiting;
  readonly #group: ProcessGroup;
  readonly #output: Output;
  /** The submission's files, to find the place of an error. */
  readonly files: readonly string[];
  readonly #listeners = new Set<() => void>();
  #exit: Exit | null = null;
  #endExpected = false;

  constructor(start: ProgramStart, waiting: () => Waiting) {
    this.terminal = start.terminal;
    this.command = start.shown;
    this.files = start.files;
    this.#waiting = waiting;
    this.#output = createOutput(() => this.#changed());
    this.#group = spawnGroup(start.command, (stream, bytes) => {
      this.#output.take(stream, bytes);
      if (this.#output.overflowed) this.#group.signal("SIGKILL");
    });
    this.spawned = this.#group.spawned;
    this.exit = this.#group.exit.then((exit) => {
      this.#exit = exit;
      this.#output.end();
      return exit;
    });
  }

  get group(): number | null {
    return this.#group.number;
  }
  get transcript(): string {
    return this.#output.transcript;
  }
  get lines(): readonly string[] {
    return this.#output.lines;
  }
  get running(): boolean {
    return this.#exit === null;
  }
  get ended(): number | null {
    return this.#group.ended;
  }
  /** Whether it ended badly and by itself. */
  get crashed(): boolean {
    return this.failed && !this.#endExpected;
  }
  get ending(): string {
    if (this.#output.overflowed)
      return `printed more than ${outputLimit / 1024 / 1024} MiB and was stopped`;
    return endingOf(this.#exit);
  }
  get failed(): boolean {
    return this.#exit !== null && this.#exit.code !== 0;
  }

  interrupt(): void {
    this.kill("SIGINT");
  }

  kill(signal: NodeJS.Signals = "SIGTERM"): void {
    this.expectEnd();
    this.#group.signal(signal);
  }

  type(text: string): void {
    this.#group.input.write(text);
  }

  endInput(): void {
    this.#group.input.end();
  }

  require(
    condition: boolean,
    message: string,
    details?: string | FailureDetails,
  ): void {
    requireThat(condition, message, details, this);
  }

  stopsOnInterrupt(when: string, tryNext?: string): Promise<void> {
    return stopOnInterrupt(this, when, tryNext);
  }

  figures<K extends string>(
    of: string,
    keys: readonly K[],
    { tryNext, ...wait }: FiguresWait<K> & Advice,
  ): Promise<Figures<K>> {
    return advised({ program: this, ...(tryNext && { tryNext }) }, () =>
      awaitFigures(this, of, keys, wait),
    );
  }

  async rest({ sleeps = Infinity }: RestOptions = {}): Promise<void> {
    await this.#waiting().until(untilRest(this, { leastSleep: sleeps }), {
      from: this,
      what: "the moment at which it can only be woken by others",
      seesEnd: true,
      seesRest: true,
    });
  }

  /** However it ends from now on is no crash. */
  expectEnd(): void {
    this.#endExpected = true;
  }

  printed(
    pattern: string | RegExp,
    { what, ...advice }: { what?: string } & Advice = {},
  ): Promise<RegExpExecArray> {
    return advised({ program: this, ...advice }, () =>
      awaitMatch(this, pattern, what),
    );
  }

  awaitLine<T>(find: (line: string) => T | null, wait: OutputWait): Promise<T> {
    return this.awaitOutput((lines) => {
      for (const line of lines) {
        const found = find(line);
        if (found !== null) return found;
      }
      return null;
    }, wait);
  }

  async awaitOutput<T>(
    look: (newLines: readonly string[]) => T | null,
    wait: OutputWait,
  ): Promise<T> {
    let next = 0;
    for (;;) {
      const newLines = this.lines.slice(next);
      next += newLines.length;
      const found = look(newLines);
      if (found !== null) return found;
      if (!this.running) throw wait.ended();
      await this.#waiting().until(this.#nextChange(), {
        from: this,
        what: wait.what,
        whenTimeIsUp: wait.inVain,
        seesEnd: true,
      });
    }
  }

  /** Waits until it has ended, by whatever it is. */
  awaitEnd(
    inVain: (end: string) => CheckFailure,
    within?: number,
  ): Promise<Exit> {
    return this.#waiting().until(this.exit, {
      from: this,
      what: `the end of ${this.terminal}`,
      whenTimeIsUp: inVain,
      seesEnd: true,
      ...(within !== undefined && { within }),
    });
  }

  howItStands(): string {
    return howItStands(this, this.files);
  }

  failure(message: string): CheckFailure {
    return failureOf(this, message, this.files);
  }

  lastLine(): string {
    return lastLineOf(this);
  }

  /**
   * Waits until it has ended after the sandbox was swept, and ends its group if that takes too long. Its parent outside
   * the sandbox has to live until then: it alone reaps it.
   */
  async stop(): Promise<void> {
    this.expectEnd();
    const timer = setTimeout(() => this.#group.signal("SIGKILL"), sweepGrace);
    await this.spawned.then(
      () => this.exit,
      () => undefined,
    );
    clearTimeout(timer);
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#listeners.add(resolve));
  }

  #changed(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
