/**
 * Binary WebSocket frames: the bytes of terminals, never decoded on the way.
 *
 * Runner to page: terminal number (1 byte), sequence number of the first byte (float64, big endian: exact to
 * 2^53), bytes. Page to runner: terminal number (1 byte), bytes typed.
 */

/** Bytes before the payload of an output frame. */
export const outputHeaderBytes = 9;

/** The largest payload of one frame in bytes, either way: one slow terminal never blocks the others for long. */
export const maxFramePayload = 64 * 1024;

/** A piece of a terminal's output. */
export interface OutputFrame {
  /** The terminal's number in `welcome`. */
  terminal: number;
  /** How many bytes this terminal had put out before the first byte of `bytes`. */
  sequence: number;
  bytes: Uint8Array;
}

/** Something typed into a terminal. */
export interface InputFrame {
  /** The terminal's number in `welcome`. */
  terminal: number;
  bytes: Uint8Array;
}

/** Makes an output frame for `length` bytes; `fill` writes them to their place in it. */
export function encodeOutput(
  {
    terminal,
    sequence,
    length,
  }: Omit<OutputFrame, "bytes"> & { length: number },
  fill: (payload: Uint8Array) => void,
): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(outputHeaderBytes + length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, terminal);
  view.setFloat64(1, sequence);
  fill(frame.subarray(outputHeaderBytes));
  return frame;
}

/** Reads an output frame; `null` when it is too short to be one. The payload shares the frame's memory. */
export function decodeOutput(frame: Uint8Array): OutputFrame | null {
  if (frame.length < outputHeaderBytes) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return {
    terminal: view.getUint8(0),
    sequence: view.getFloat64(1),
    bytes: frame.subarray(outputHeaderBytes),
  };
}

export function encodeInput({
  terminal,
  bytes,
}: InputFrame): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + bytes.length);
  frame[0] = terminal;
  frame.set(bytes, 1);
  return frame;
}

/** Reads an input frame; `null` when it is empty. The payload shares the frame's memory. */
export function decodeInput(frame: Uint8Array): InputFrame | null {
  const [terminal] = frame;
  return terminal === undefined ? null : { terminal, bytes: frame.subarray(1) };
}
