import { describe, expect, test } from "vitest";
import { createCsiFilter } from "../../site/src/client/csi-filter.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Passes the pieces through one filter and gives what came out as text, escapes readable. */
function pass(...pieces: (string | Uint8Array)[]): string {
  const filter = createCsiFilter();
  const passed = pieces.map((piece) =>
    filter.pass(typeof piece === "string" ? bytes(piece) : piece),
  );
  return new TextDecoder()
    .decode(Buffer.concat(passed))
    .replaceAll("\x1b", "ESC")
    .replaceAll("\x18", "CAN");
}

describe("the filter of control sequences", () => {
  test("passes ordinary text on without copying it", () => {
    const text = bytes("sum 9999999999\r\n");
    expect(createCsiFilter().pass(text)).toBe(text);
  });

  test("passes ordinary sequences, and digits outside of sequences", () => {
    const text =
      "\x1b[38;2;255;128;9999mred\x1b[0m 123456789 \x1b]0;title 99999999\x07\x1b[?2004h";
    expect(pass(text)).toBe(text.replaceAll("\x1b", "ESC"));
  });

  test("cancels a sequence whose parameter is too large and leaves out its rest", () => {
    expect(pass("A\x1b[999999999bB")).toBe("AESC[9999CANB");
  });

  test("takes leading zeros for what they are", () => {
    expect(pass("\x1b[0000000000005C")).toBe("ESC[0000000000005C");
  });

  test("counts each parameter for itself, sub-parameters too", () => {
    expect(pass("\x1b[9999;9999:9999m")).toBe("ESC[9999;9999:9999m");
    expect(pass("\x1b[1;10000;5mX")).toBe("ESC[1;1000CANX");
  });

  test("is not deceived by control characters inside of a sequence", () => {
    expect(pass("\x1b[99\r99\n99bB")).toBe("ESC[99\r99\nCANB");
  });

  test("knows the one-character form of the introducer", () => {
    expect(pass("\u009b99999bB")).toBe("\u009b9999CANB");
    expect(
      pass(
        bytes("\u009b").subarray(0, 1),
        bytes("\u009b").subarray(1),
        "99999bB",
      ),
    ).toBe("\u009b9999CANB");
  });

  test("begins anew at an escape, also inside of a refused sequence", () => {
    expect(pass("\x1b[99999\x1b[31mred")).toBe("ESC[9999CANESC[31mred");
  });

  test("decides the same wherever the stream is cut", () => {
    const text = "A\x1b[31m€\x1b[99999999bB\u009b1;77777H\x1b[2Jend";
    const whole = pass(text);
    for (let cut = 1; cut < bytes(text).length; cut++) {
      expect(
        pass(bytes(text).subarray(0, cut), bytes(text).subarray(cut)),
        `cut at ${cut}`,
      ).toBe(whole);
    }
    expect(
      pass(...Array.from(bytes(text), (byte) => Uint8Array.of(byte))),
    ).toBe(whole);
  });

  test("forgets its place when it is told to", () => {
    const filter = createCsiFilter();
    filter.pass(bytes("\x1b[99999"));
    filter.reset();
    expect(new TextDecoder().decode(filter.pass(bytes("hello")))).toBe("hello");
  });
});
