import { describe, expect, test } from "vitest";
import {
  createMarkFilter,
  mostMarks,
} from "../../site/src/client/mark-filter.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Passes the pieces through one filter and gives what came out as text. */
function pass(...pieces: (string | Uint8Array)[]): string {
  const filter = createMarkFilter();
  const passed = pieces.map((piece) =>
    filter.pass(typeof piece === "string" ? bytes(piece) : piece),
  );
  return Buffer.concat(passed).toString("utf8");
}

const accent = "\u0301";

describe("the filter of combining characters", () => {
  test("passes text without any on without copying it", () => {
    const text = bytes("sum 9 ✓ Größe\r\n");
    const filter = createMarkFilter();
    expect(filter.pass(bytes("sum 9"))).toHaveLength(5);
    expect(filter.pass(text)).toEqual(text);
    const plain = bytes("sum 9\r\n");
    expect(filter.pass(plain)).toBe(plain);
  });

  test.each(["é", "é", "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्षि", "각", "\u202eאב", "a".repeat(9)])(
    "passes %s as it is",
    (text) => expect(pass(text)).toBe(text),
  );

  test("keeps so many in a row, and leaves out the rest", () => {
    const many = `a${accent.repeat(4000)}b${accent.repeat(3)}`;
    expect(pass(many)).toBe(`a${accent.repeat(mostMarks)}b${accent.repeat(3)}`);
  });

  test("leaves out what is not assigned and never drawn, and counts on behind it", () => {
    const nobody = "\u{e0239}";
    expect(pass(`a${`\0${nobody}`.repeat(3)}b`)).toBe("a\0\0\0b");
    const pieces = [`a${accent.repeat(mostMarks)}`, nobody, `${accent}b`];
    expect(pass(...pieces.map(bytes))).toBe(`a${accent.repeat(mostMarks)}b`);
  });

  test("decides the same wherever the stream is cut", () => {
    const text = bytes(`x${accent.repeat(40)}漢👍y${"\u200d".repeat(30)}z`);
    const whole = pass(text);
    for (let cut = 0; cut <= text.length; cut++)
      expect(
        pass(text.subarray(0, cut), text.subarray(cut)),
        `cut at ${cut}`,
      ).toBe(whole);
    expect(pass(...Array.from(text, (byte) => Uint8Array.of(byte)))).toBe(
      whole,
    );
  });

  test("passes on what is no UTF-8, byte for byte", () => {
    const broken = Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xcc, 0x41);
    expect(createMarkFilter().pass(broken)).toEqual(broken);
  });

  test("forgets its place when it is told to", () => {
    const filter = createMarkFilter();
    filter.pass(bytes(accent.repeat(40)));
    filter.reset();
    expect(filter.pass(bytes(accent))).toEqual(bytes(accent));
  });
});
