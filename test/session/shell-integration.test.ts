import { describe, expect, test } from "vitest";
import {
  ShellIntegration,
  type PlacedMark,
} from "../../runner/session/shell-integration.ts";

const bytes = Buffer.from(
  [
    "\x1b]133;D;0;aid=w\x07",
    "\x1b]133;A;aid=w\x07lab$ \x1b]133;B;pid=17;aid=w\x07",
    "echo 'ä;%'\r\n",
    "\x1b]133;C;aid=w;cmdline=echo 'ä;%25'%0Als\x1b\\",
    "ä;%\r\n\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b",
    "\x1b]133;D;130;aid=w\x07",
    "\x1b]133;Z;3;aid=w\x07late",
  ].join(""),
);

const marks = [
  { is: "ended", code: 0 },
  { is: "prompt", shell: 17 },
  { is: "command", command: "echo 'ä;%'\nls" },
  { is: "ended", code: 130 },
  { is: "closed", code: 3 },
];

/** Parses the bytes in chunks and gives the marks with their places in the whole. */
function parseIn(chunks: Uint8Array[]): PlacedMark[] {
  const parser = new ShellIntegration("w");
  let base = 0;
  return chunks.flatMap((chunk) => {
    const placed = parser
      .parse(chunk)
      .map(({ mark, offset }) => ({ mark, offset: base + offset }));
    base += chunk.length;
    return placed;
  });
}

describe("the marks of a shell", () => {
  test("are found in a single chunk, with the places behind them", () => {
    const found = parseIn([bytes]);
    expect(found.map(({ mark }) => mark)).toEqual(marks);
    expect(
      found.map(({ offset }) => bytes.subarray(0, offset).toString().slice(-1)),
    ).toEqual(["\x07", "\x07", "\\", "\x07", "\x07"]);
    expect(bytes.subarray(found.at(-1)?.offset).toString()).toBe("late");
  });

  test("are found wherever the stream is cut in two", () => {
    const whole = parseIn([bytes]);
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(parseIn([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(
        whole,
      );
  });

  test("are found when every byte comes alone", () => {
    expect(parseIn([...bytes].map((byte) => Buffer.of(byte)))).toEqual(
      parseIn([bytes]),
    );
  });

  test.each([
    ["without the shell's word", "\x1b]133;D;0\x07"],
    ["with another word", "\x1b]133;D;0;aid=x\x07"],
    ["with a word that only begins like it", "\x1b]133;D;0;aid=w2\x07"],
    ["of an unknown kind", "\x1b]133;Q;aid=w\x07"],
    ["without an exit code", "\x1b]133;D;;aid=w\x07"],
    ["broken off by another sequence", "\x1b]133;D;0;aid=w\x1b[0m"],
    ["longer than any mark", `\x1b]133;C;aid=w;cmdline=${"x".repeat(20_000)}`],
  ])("do not count %s, and those behind them do", (_, text) => {
    const found = parseIn([
      Buffer.from(text),
      Buffer.from("\x07\x1b]133;B;pid=17;aid=w\x07"),
    ]);
    expect(found.map(({ mark }) => mark)).toEqual([
      { is: "prompt", shell: 17 },
    ]);
  });
});
