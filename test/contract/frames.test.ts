import { expect, test } from "vitest";
import {
  decodeInput,
  decodeOutput,
  encodeInput,
  encodeOutput,
  outputHeaderBytes,
} from "#contract";

const bytes = new Uint8Array([0, 27, 0xe4, 0xb8, 0xad, 255]);
const fill = (payload: Uint8Array) => payload.set(bytes);

test("an output frame keeps terminal, sequence beyond 2^32, and every byte", () => {
  const frame = { terminal: 4, sequence: 2 ** 40 + 7, bytes };
  const encoded = encodeOutput({ ...frame, length: bytes.length }, fill);
  expect(decodeOutput(encoded)).toEqual(frame);
});

test("an output frame is read from the middle of a larger buffer", () => {
  const encoded = encodeOutput(
    { terminal: 1, sequence: 5, length: bytes.length },
    fill,
  );
  const larger = new Uint8Array(encoded.length + 3);
  larger.set(encoded, 3);
  expect(decodeOutput(larger.subarray(3))).toEqual({
    terminal: 1,
    sequence: 5,
    bytes,
  });
});

test("frames too short to be any are refused", () => {
  expect(decodeOutput(new Uint8Array(outputHeaderBytes - 1))).toBeNull();
  expect(decodeInput(new Uint8Array(0))).toBeNull();
});

test("an input frame keeps terminal and bytes", () => {
  expect(decodeInput(encodeInput({ terminal: 2, bytes }))).toEqual({
    terminal: 2,
    bytes,
  });
});
