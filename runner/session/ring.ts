/** How much of a terminal's output is kept for viewers that come (back) later, in bytes. */
export const ringBytes = 256 * 1024;

/** What an idle terminal starts with; doubled up to the limit as output comes. */
const firstBytes = 8 * 1024;

const newline = 0x0a;

/** The last bytes of a stream, addressed by their place in the whole stream. */
export class ByteRing {
  readonly #limit: number;
  readonly #origin: number;
  #bytes: Uint8Array;
  /** The place in the stream of the first byte that is still kept. */
  #start: number;
  /** The place in the stream of the next byte to come. */
  #end: number;

  /** `origin`: where in the stream the first byte pushed stands. */
  constructor(limit: number = ringBytes, origin = 0) {
    this.#limit = limit;
    this.#origin = origin;
    this.#bytes = new Uint8Array(Math.min(firstBytes, limit));
    this.#start = origin;
    this.#end = origin;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  push(bytes: Uint8Array): void {
    this.#grow(this.#end - this.#start + bytes.length);
    const capacity = this.#bytes.length;
    const kept =
      bytes.length > capacity ? bytes.subarray(bytes.length - capacity) : bytes;
    this.#end += bytes.length;
    const at = (this.#end - kept.length) % capacity;
    const head = Math.min(kept.length, capacity - at);
    this.#bytes.set(kept.subarray(0, head), at);
    this.#bytes.set(kept.subarray(head), 0);
    this.#start = Math.max(this.#start, this.#end - capacity);
  }

  /** Copies what is kept from place `from` into `target`, as much as fits; returns how many bytes that were. */
  copy(from: number, target: Uint8Array): number {
    if (from < this.#start || from > this.#end)
      throw new RangeError(`byte ${from} is not kept`);
    const length = Math.min(target.length, this.#end - from);
    const at = from % this.#bytes.length;
    const head = Math.min(length, this.#bytes.length - at);
    target.set(this.#bytes.subarray(at, at + head));
    target.set(this.#bytes.subarray(0, length - head), head);
    return length;
  }

  /** A copy of what is kept from place `from` on: all of it, or `length` bytes. */
  read(
    from: number = this.#start,
    length: number = this.#end - from,
  ): Uint8Array<ArrayBuffer> {
    const target = new Uint8Array(length);
    this.copy(from, target);
    return target;
  }

  /**
   * Where a viewer without earlier output begins: at the stream's first byte, or, once bytes have been dropped, behind the
   * first line end, because a line, a character or an escape sequence may have lost its beginning.
   */
  firstWhole(): number {
    if (this.#start === this.#origin) return this.#start;
    const line = this.read().indexOf(newline);
    return line === -1 ? this.#start : this.#start + line + 1;
  }

  #grow(wanted: number): void {
    if (wanted <= this.#bytes.length || this.#bytes.length === this.#limit)
      return;
    let capacity = this.#bytes.length;
    while (capacity < wanted && capacity < this.#limit)
      capacity = Math.min(capacity * 2, this.#limit);
    const bytes = new Uint8Array(capacity);
    const kept = this.read();
    const at = this.#start % capacity;
    const head = Math.min(kept.length, capacity - at);
    bytes.set(kept.subarray(0, head), at);
    bytes.set(kept.subarray(head), 0);
    this.#bytes = bytes;
  }
}
