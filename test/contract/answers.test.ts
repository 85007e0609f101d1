import { expect, test } from "vitest";
import { isTerminalAnswer } from "#contract";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  "\x1b[?1;2c",
  "\x1b[>0;276;0c",
  "\x1b[0n",
  "\x1b[24;80R",
  "\x1b[?24;80R",
  "\x1b[?2004;1$y",
  "\x1b[8;24;80t",
  "\x1b[I",
  "\x1b[O",
  "\x1bP1$r0m\x1b\\",
  "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
  "\x1b[0n\x1b[?1;2c\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
])("%j is a terminal's own answer", (text) =>
  expect(isTerminalAnswer(bytes(text))).toBe(true),
);

test.each([
  "",
  "a",
  "\r",
  "\x03",
  "\x1b",
  "\x1b[A",
  "\x1bOA",
  "\x1b[1;5C",
  "\x1b[3~",
  "\x1b[200~\x1b[0n\x1b[201~",
  "\x1b[M !!",
  "\x1b[<0;1;1M",
  "\x1bn",
  "\x1b[0nls",
  "ü",
])("%j is typed", (text) => expect(isTerminalAnswer(bytes(text))).toBe(false));
