import headless from "@xterm/headless";

/** More than this waiting to be parsed, in bytes, and the connection is told not to deliver more for now. */
const maxUnparsed = 4 * 1024 * 1024;

/** How long any of the measured may take to show something, in milliseconds: a hang, not slowness. */
const deadlineMs = 30_000;

interface Wait {
  text: Buffer;
  /** Whether the text must have been parsed, or only have arrived. */
  parsed: boolean;
  met(): void;
}

/** What shows a terminal's output: it is parsed as in a page, and nothing is drawn. */
export class Screen {
  readonly #terminal = new headless.Terminal({
    cols: 80,
    rows: 24,
    scrollback: 1000,
    allowProposedApi: true,
  });
  readonly #waits = new Set<Wait>();
  readonly #arrivals = new Set<() => void>();
  /** The end of what arrived: a text may come in pieces. */
  #tail: Buffer = Buffer.alloc(0);
  #unparsed = 0;
  received = 0;
  /** Whether output is thrown away instead of parsed: for what is measured of others meanwhile. */
  skims = false;
  /** Called with true when the screen cannot keep up, and with false when it can again. */
  onCongestion: (congested: boolean) => void = () => undefined;

  /** Called with all that arrives. */
  onBytes: (bytes: Uint8Array) => void = () => undefined;

  /** Takes output. `parsed` is called when it would be on the screen. */
  take(bytes: Uint8Array, parsed: () => void = () => undefined): void {
    this.received += bytes.length;
    if (this.skims) {
      parsed();
      return;
    }
    this.#unparsed += bytes.length;
    if (this.#unparsed > maxUnparsed) this.onCongestion(true);
    this.onBytes(bytes);
    const found = this.#find(bytes);
    this.#terminal.write(bytes, () => {
      const before = this.#unparsed;
      this.#unparsed -= bytes.length;
      if (before > maxUnparsed && this.#unparsed <= maxUnparsed)
        this.onCongestion(false);
      parsed();
      for (const wait of found) wait.met();
    });
    const arrivals = [...this.#arrivals];
    this.#arrivals.clear();
    for (const arrived of arrivals) arrived();
  }

  /** The moment (`performance.now`) at which a text that comes from now on has been parsed, or has arrived. */
  shows(text: string, how: "parsed" | "arrived" = "parsed"): Promise<number> {
    return this.#within(text, (met) => {
      const wait = { text: Buffer.from(text), parsed: how === "parsed", met };
      this.#waits.add(wait);
      return () => this.#waits.delete(wait);
    });
  }

  /** The moment at which the next bytes arrive. */
  next(): Promise<number> {
    return this.#within("anything", (met) => {
      this.#arrivals.add(met);
      return () => this.#arrivals.delete(met);
    });
  }

  /** Called with the first group of a pattern when that comes, as soon as it arrives. */
  watch(pattern: RegExp, found: (group: string) => void): void {
    let recent = "";
    this.onBytes = (bytes) => {
      // A long line tells nothing that its end does not.
      recent = (
        recent + Buffer.from(bytes.subarray(-400)).toString("latin1")
      ).slice(-800);
      const group = pattern.exec(recent)?.[1];
      if (group !== undefined) found(group);
    };
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  async #within(
    what: string,
    add: (met: () => void) => () => void,
  ): Promise<number> {
    const first = Promise.withResolvers<number>();
    const remove = add(() => first.resolve(performance.now()));
    const timer = setTimeout(
      () =>
        first.reject(
          new Error(
            `waited in vain for ${what}; last came ${JSON.stringify(String(this.#tail))}`,
          ),
        ),
      deadlineMs,
    );
    return first.promise.finally(() => {
      clearTimeout(timer);
      remove();
    });
  }

  #find(bytes: Uint8Array): Wait[] {
    const all = Buffer.concat([this.#tail, bytes]);
    this.#tail = Buffer.from(all.subarray(-80));
    const found = [...this.#waits].filter(({ text }) => all.includes(text));
    for (const wait of found) this.#waits.delete(wait);
    if (found.length > 0) this.#tail = Buffer.alloc(0);
    for (const wait of found) if (!wait.parsed) wait.met();
    return found.filter(({ parsed }) => parsed);
  }
}
