// One file: what is typed, what is on its way and what is on the disk are one state.
import {
  maxFileBytes,
  missingVersion,
  type ClientMessage,
  type LabFile,
} from "#contract";
import { readStored, writeStored } from "../client/stored.ts";

/** How long after the last change a file is saved by itself, in milliseconds: short, but not at every key. */
const saveDelay = 400;

export type SaveState =
  | "saved"
  | "editing"
  | "saving"
  | "away"
  | "too-large"
  | "gone"
  | "conflict"
  | "refused";

/** A file before it is known from the runner: the starter's text. */
export interface PageFile {
  name: string;
  text: string;
  editable: boolean;
}

/**
 * One file in the editor: the text as typed, the version it was made from, and its way to the disk. What is typed is never
 * lost: until the runner has it, this browser keeps it through reloads.
 */
export class FileDraft {
  readonly name: string;
  readonly editable: boolean;
  /** Its text as it was at the start; given files stay so. */
  readonly starter: string;
  text = $state("");
  /** What is on disk, where that contradicts what was typed; the student chooses. */
  conflict = $state<LabFile | null>(null);
  /** Whether it was deleted on disk: the editor keeps the last text, and the student decides. */
  gone = $state(false);
  #base = $state<string | null>(null);
  /** What is on disk; null where nothing is. */
  #savedText = $state<string | null>("");
  #inFlight = $state<string | null>(null);
  /** Why the runner did not save it; the next change tries again. */
  refusal = $state<string | null>(null);
  #connected = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settled: (() => void)[] = [];
  readonly #send: (message: ClientMessage) => boolean;
  readonly #storageKey: string;

  constructor(
    lab: string,
    file: PageFile,
    send: (message: ClientMessage) => boolean,
  ) {
    this.name = file.name;
    this.editable = file.editable;
    this.starter = this.text = this.#savedText = file.text;
    this.#send = send;
    this.#storageKey = `zeromq-labs:draft:${lab}:${file.name}`;
  }

  /** Whether the student's own text is here; before, it is the starter's and cannot be edited. */
  get loaded(): boolean {
    return this.#base !== null;
  }

  get state(): SaveState {
    if (!this.editable) return "saved";
    if (this.conflict) return "conflict";
    if (this.gone) return "gone";
    if (this.#inFlight !== null) return "saving";
    if (this.text === this.#savedText) return "saved";
    if (new TextEncoder().encode(this.text).length > maxFileBytes)
      return "too-large";
    if (!this.#connected) return "away";
    return this.refusal === null ? "editing" : "refused";
  }

  /** The student typed. */
  edit(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.refusal = null;
    this.gone = false;
    this.#remember();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), saveDelay);
  }

  /** Saves now, if there is anything to save and nothing on its way. */
  save(): void {
    clearTimeout(this.#timer);
    if (this.state !== "editing" || this.#base === null) return;
    if (
      this.#send({
        type: "save",
        name: this.name,
        text: this.text,
        base: this.#base,
      })
    )
      this.#inFlight = this.text;
  }

  /** Saves and resolves once nothing is on its way any more: whether the disk has what the student wants there. */
  async settle(): Promise<boolean> {
    this.save();
    while (this.#inFlight !== null)
      await new Promise<void>((resolve) => this.#settled.push(resolve));
    return this.state === "saved" || this.gone;
  }

  /** Writes a deleted file anew, with the text that the editor kept. */
  bringBack(): void {
    this.gone = false;
    this.save();
  }

  /** The runner has saved what was on its way. */
  whenSaved(version: string): void {
    if (this.#inFlight === null) return;
    this.#base = version;
    this.#savedText = this.#inFlight;
    this.#land();
    this.save();
  }

  /** The runner did not save what was on its way. */
  whenRefused(reason: string): void {
    if (this.#inFlight === null) return;
    this.refusal = reason;
    this.#land();
  }

  /** The file on disk is another one than this page knew: at the beginning, after a reconnect, or changed meanwhile. */
  whenOnDisk(file: LabFile): void {
    const first = this.#base === null;
    if (file.version === missingVersion && this.editable) this.#lose(first);
    else if (first) this.#recall(file);
    else if (file.text === this.text || file.text === this.#inFlight)
      this.#agree(file);
    else if ((this.gone || this.text === this.#savedText) && !this.conflict)
      this.#adopt(file);
    else this.conflict = file.version === this.#base ? null : file;
    this.save();
  }

  /** The runner refused a save because of this other version. */
  whenConflicting(file: LabFile): void {
    if (file.version === missingVersion) this.#lose(false);
    else if (file.text === this.text) this.#agree(file);
    else this.conflict = file;
    this.#land();
  }

  /** All files are replaced because the student wanted it so. */
  replace(file: LabFile): void {
    clearTimeout(this.#timer);
    this.#adopt(file);
    this.#land();
  }

  /** Ends a conflict with the text in the editor: it replaces the one on disk. */
  keepMine(): void {
    if (!this.conflict) return;
    this.#base = this.conflict.version;
    this.#savedText = this.conflict.text;
    this.conflict = null;
    this.save();
  }

  /** Ends a conflict with the text on disk. */
  takeDisk(): void {
    if (this.conflict) this.#adopt(this.conflict);
  }

  whenConnected(connected: boolean): void {
    this.#connected = connected;
    // What was on its way when the connection broke may or may not have arrived: the next welcome tells.
    if (!connected) this.#land();
    else this.save();
  }

  #adopt(file: LabFile): void {
    this.text = file.text;
    this.#agree(file);
  }

  /** The disk has `file`, and whatever the editor has beyond it comes next. */
  #agree(file: LabFile): void {
    this.#base = file.version;
    this.#savedText = file.text;
    this.conflict = null;
    this.gone = false;
    this.#remember();
  }

  /** The disk has it no more. At the first sight the text is what this browser kept, or else the starter's. */
  #lose(first: boolean): void {
    const kept = first ? parseKept(readStored(this.#storageKey)) : null;
    if (kept !== null) this.text = kept.text;
    this.#base = missingVersion;
    this.#savedText = null;
    this.conflict = null;
    this.gone = true;
    this.#remember();
  }

  #land(): void {
    this.#inFlight = null;
    this.#remember();
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  #remember(): void {
    if (!this.editable || this.#base === null) return;
    const unsaved =
      this.text === this.#savedText
        ? null
        : JSON.stringify([this.#base, this.text]);
    writeStored(this.#storageKey, unsaved);
  }

  /** The first sight of the student's file: text that this browser kept from before may be newer. */
  #recall(file: LabFile): void {
    const kept = parseKept(this.editable ? readStored(this.#storageKey) : null);
    this.#adopt(file);
    if (kept === null || kept.text === file.text) return;
    this.text = kept.text;
    if (kept.base !== file.version) this.conflict = file;
    this.#remember();
  }
}

function parseKept(
  stored: string | null,
): { base: string; text: string } | null {
  if (stored === null) return null;
  try {
    const kept: unknown = JSON.parse(stored);
    if (!Array.isArray(kept)) return null;
    const [base, text] = kept as unknown[];
    return typeof base === "string" && typeof text === "string"
      ? { base, text }
      : null;
  } catch {
    return null;
  }
}
