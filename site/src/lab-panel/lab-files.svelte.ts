import type { ClientMessage, LabFile, ServerMessage } from "#contract";
import { FileDraft, type PageFile } from "./file-draft.svelte.ts";

/** The lab's files as the editor has them. */
export class LabFiles {
  readonly all: readonly FileDraft[];
  /** The name of the file that the editor shows. */
  open = $state("");
  /** The line that the student wants to see; each wish is an object of its own. */
  wanted = $state.raw<{ file: string; line: number } | null>(null);
  readonly #send: (message: ClientMessage) => boolean;
  /** This page asked for all files to be replaced: what it has unsaved may go. */
  #replacing = false;

  constructor(
    lab: string,
    files: PageFile[],
    send: (message: ClientMessage) => boolean,
  ) {
    this.#send = send;
    this.all = files.map((file) => new FileDraft(lab, file, send));
    this.open =
      (files.find(({ editable }) => editable) ?? files[0])?.name ?? "";
  }

  get(name: string): FileDraft | undefined {
    return this.all.find((file) => file.name === name);
  }

  /** The file that the editor shows. */
  get current(): FileDraft | undefined {
    return this.get(this.open);
  }

  /** Whether the editor shows something that is not on disk. */
  get unsaved(): boolean {
    return this.all.some(({ state }) => state !== "saved" && state !== "gone");
  }

  /** Whether a file has two texts: until one is chosen, nothing may replace them. */
  get conflicting(): boolean {
    return this.all.some(({ conflict }) => conflict !== null);
  }

  /** Shows a file in the editor; `line`: the one to look at. */
  show(name: string, line?: number): void {
    this.current?.save();
    if (!this.get(name)) return;
    this.open = name;
    this.wanted = line === undefined ? null : { file: name, line };
  }

  /** Saves all, and resolves with the first file that could not be saved, or null. */
  async settle(): Promise<FileDraft | null> {
    for (const file of this.all) if (!(await file.settle())) return file;
    return null;
  }

  /** Brings back the starter files. What is there now, and saved, is kept as a snapshot. */
  reset(): void {
    this.#replace({ type: "reset" });
  }

  /** Brings back an earlier version. What is there now, and saved, is kept as another. */
  restore(snapshot: string): void {
    this.#replace({ type: "restore", snapshot });
  }

  whenConnected(connected: boolean): void {
    this.#replacing = false;
    for (const file of this.all) file.whenConnected(connected);
  }

  whenOnDisk(file: LabFile): void {
    this.get(file.name)?.whenOnDisk(file);
  }

  /** All files were replaced. Answers whether this page asked for it. */
  whenReplaced({ files }: Extract<ServerMessage, { type: "files" }>): boolean {
    const asked = this.#replacing;
    this.#replacing = false;
    for (const file of files) {
      if (asked) this.get(file.name)?.replace(file);
      else this.whenOnDisk(file);
    }
    return asked;
  }

  #replace(message: ClientMessage): void {
    for (const file of this.all) file.save();
    if (this.#send(message)) this.#replacing = true;
  }
}
