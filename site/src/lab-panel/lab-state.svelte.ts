// One file: what the panel shows and what the runner says meet here, and nowhere else.
import {
  pointsOf,
  protocolVersion,
  type ClientMessage,
  type CourseOverview,
  type Isolation,
  type LabManifest,
  type LabProgress,
  type ServerMessage,
} from "#contract";
import { connectLab } from "../client/lab-connection.ts";
import type { Connection, LabSocket } from "../client/lab-socket.ts";
import { fetchCourse } from "../client/runner-api.ts";
import { todosDone } from "./editor/todos-done.ts";
import type { FileDraft, PageFile } from "./file-draft.svelte.ts";
import { GradingModel } from "./grading-model.svelte.ts";
import { LabFiles } from "./lab-files.svelte.ts";
import { LabTerminals } from "./lab-terminals.svelte.ts";
import { Playback } from "./playback/playback.svelte.ts";
import type { TerminalModel } from "./terminal-model.svelte.ts";
import type { Say } from "./texts.ts";

/** Something to tell the student, until it is dismissed or replaced. */
export interface Notice {
  message: string;
  hint: string | null;
  /** What can be done about it, such as undoing. */
  action?: { label: string; act: () => void };
}

const noProgress: LabProgress = {
  attempts: 0,
  lastResult: null,
  passed: [],
  steps: [],
  answers: {},
  hints: {},
};

/** Everything the panel shows, and everything the student can do: the panel's one state. */
export class LabState {
  readonly manifest: LabManifest;
  readonly say: Say;
  readonly terminals: LabTerminals;
  readonly files: LabFiles;
  readonly grading = new GradingModel();
  readonly playback: Playback;
  connection = $state<Connection>("connecting");
  isolation = $state.raw<Isolation | null>(null);
  progress = $state.raw<LabProgress>(noProgress);
  /** Whether the files on disk are others now than the last result is about. */
  outdated = $state(false);
  /** The labs of the course with their points; null until the runner has told. */
  course = $state.raw<CourseOverview | null>(null);
  notice = $state.raw<Notice | null>(null);
  #socket: LabSocket | null = null;

  constructor(manifest: LabManifest, files: PageFile[], say: Say) {
    this.manifest = manifest;
    this.say = say;
    this.terminals = new LabTerminals(manifest, (terminal, sequence) =>
      this.send({ type: "acknowledge", terminal, sequence }),
    );
    this.playback = new Playback(manifest.id);
    this.files = new LabFiles(manifest.id, files, (message) =>
      this.send(message),
    );
  }

  /** The points that count: of every check that has ever passed. */
  get points(): number {
    return pointsOf(this.manifest, this.progress.passed);
  }

  /** Whether the last result is about an older version of what the editor shows. */
  get resultIsOld(): boolean {
    if (this.grading.active || this.grading.result === null) return false;
    return this.outdated || this.files.unsaved;
  }

  get connected(): boolean {
    return this.connection === "open";
  }

  /** Whether it is known that no runner serves this page. */
  get alone(): boolean {
    return this.connection !== "open" && this.connection !== "connecting";
  }

  /** Connects to the runner, and again whenever that is lost. Returns how to stop. */
  connect(): () => void {
    const socket = connectLab(this.manifest.id, {
      hello: () => ({
        type: "hello",
        protocol: protocolVersion,
        ...this.terminals.known(),
      }),
      onConnection: (connection) => this.#become(connection),
      onMessage: (message) => this.#take(message),
      onOutput: (frame) => {
        // Bytes are missing: only a new connection, which says what is here, can bring them.
        if (!this.terminals.take(frame)) socket.retry(true);
      },
    });
    this.#socket = socket;
    return () => socket.close();
  }

  /** Sends a message; false when the runner is away. */
  send(message: ClientMessage): boolean {
    return this.#socket?.send(message) ?? false;
  }

  /** Types what a key or a paste gave into a terminal. */
  type(terminal: TerminalModel, bytes: Uint8Array): void {
    if (terminal.number !== null) this.#socket?.type(terminal.number, bytes);
  }

  /** Types a text that the lesson offers, such as a command. */
  async typeText(id: string, text: string): Promise<void> {
    if (!(await this.#saveAll())) return;
    this.terminals.show(id);
    this.send({ type: "type", terminal: id, text });
  }

  async run(id: string): Promise<void> {
    const terminal = this.terminals.get(id);
    if (!terminal || !(await this.#saveAll())) return;
    this.terminals.show(id);
    if (this.send({ type: "run", terminal: id })) terminal.ask("run");
  }

  stop(id: string): void {
    const terminal = this.terminals.get(id);
    if (terminal && this.send({ type: "stop", terminal: id }))
      terminal.ask("stop");
  }

  /** Stops what runs in a terminal and types its command again. */
  async restart(id: string): Promise<void> {
    const terminal = this.terminals.get(id);
    if (!terminal || !(await this.#saveAll())) return;
    if (this.send({ type: "restart", terminal: id })) terminal.ask("run");
  }

  async runAll(): Promise<void> {
    if (await this.#saveAll()) this.send({ type: "run-all" });
  }

  stopAll(): void {
    if (!this.send({ type: "stop-all" })) return;
    for (const terminal of this.terminals.all)
      if (terminal.stoppable) terminal.ask("stop");
  }

  async check(): Promise<void> {
    if (this.grading.active || !(await this.#saveAll())) return;
    this.terminals.maximised = null;
    if (this.send({ type: "check" })) this.notice = null;
  }

  /** Whether what a file's TODOs ask for is done. In a file that is as it was at the start it is not, whatever passed before. */
  todosDone({ name, text, starter }: FileDraft): boolean {
    const { lastResult } = this.progress;
    return text !== starter && todosDone(this.manifest, name, lastResult);
  }

  /** Looks at a file in the editor, and at this line of it. */
  openFile(name: string, line?: number): void {
    this.terminals.maximised = null;
    this.files.show(name, line);
  }

  cancelCheck(): void {
    this.send({ type: "cancel-check" });
  }

  /** A part of the page's own code did not come. */
  tellLoadFailed(): void {
    this.notice = { message: this.say("loadFailed"), hint: null };
  }

  /** What runs is what is on disk: saves first. False, with a notice, when that was not possible. */
  async #saveAll(): Promise<boolean> {
    const unsaved = await this.files.settle();
    if (unsaved === null) return true;
    const name = unsaved.conflict ? "conflictFirst" : "saveFirst";
    this.notice = {
      message: this.say(name, { file: unsaved.name }),
      hint: unsaved.refusal,
    };
    this.files.open = unsaved.name;
    return false;
  }

  #become(connection: Connection): void {
    this.connection = connection;
    if (this.connected) this.playback.close();
    this.files.whenConnected(this.connected);
    this.terminals.whenConnected(this.connected);
    if (this.connected) void this.#refreshCourse();
  }

  /** Whether the course says that nothing has been done here yet. */
  get #isNew(): boolean {
    const { id } = this.manifest;
    return this.course?.labs.find((lab) => lab.id === id)?.begun === false;
  }

  async #refreshCourse(): Promise<void> {
    const answer = await fetchCourse();
    if (answer.is === "course") this.course = answer.course;
  }

  #take(message: ServerMessage): void {
    this.grading.take(message);
    switch (message.type) {
      case "welcome":
        return this.#welcome(message);
      case "state":
        return this.terminals.get(message.terminal)?.become(message.state);
      case "notes": {
        const terminal = this.terminals.get(message.terminal);
        if (!terminal) return;
        terminal.notes = message.notes;
        // It answers what was asked for.
        if (message.notes.waits) terminal.ask(null);
        return;
      }
      case "trouble":
        return this.terminals.get(message.terminal)?.meet(message.trouble);
      case "replay":
        return this.terminals.get(message.terminal)?.stream.replay(message);
      case "starting":
        this.terminals.starting = message.terminal;
        if (message.problem !== null)
          this.notice = { message: message.problem, hint: null };
        return;
      case "file":
        return this.files.whenOnDisk(message.file);
      case "saved":
        return this.files.get(message.name)?.whenSaved(message.version);
      case "conflict":
        return this.files.get(message.file.name)?.whenConflicting(message.file);
      case "files":
        return this.#takeFiles(message);
      case "graded":
        return void this.#refreshCourse();
      case "outdated":
        this.outdated = message.outdated;
        return;
      case "progress":
        this.progress = message.progress;
        // The first thing that is done here begins the lab.
        if (this.#isNew) void this.#refreshCourse();
        return;
      case "error":
        for (const file of this.files.all) file.whenRefused(message.message);
        for (const terminal of this.terminals.all) terminal.ask(null);
        this.notice = { message: message.message, hint: message.hint };
        return;
    }
  }

  #welcome(welcome: Extract<ServerMessage, { type: "welcome" }>): void {
    this.isolation = welcome.isolation;
    this.progress = welcome.progress;
    this.grading.welcome(welcome.grading, welcome.progress.lastResult);
    this.outdated = welcome.outdated;
    this.terminals.welcome(welcome);
    for (const file of welcome.files) this.files.whenOnDisk(file);
  }

  #takeFiles(message: Extract<ServerMessage, { type: "files" }>): void {
    const { id, reason } = message.kept;
    if (!this.files.whenReplaced(message)) return;
    this.notice = {
      message: this.say(reason === "reset" ? "resetDone" : "restoreDone"),
      hint: this.say("keptAsVersion"),
      action: { label: this.say("undo"), act: () => this.files.restore(id) },
    };
  }
}
