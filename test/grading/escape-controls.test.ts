import { expect, test } from "vitest";
import { escapeControls } from "../../runner/grading/channel/escape-controls.ts";
import { unsafe } from "./tally.ts";

test("newline, tab and every printable character stay as they are", () => {
  const text = "a\tb\nZeroMQ – 零消息 🚀 ~";
  expect(escapeControls(text)).toBe(text);
});

test("escape sequences and bidi controls become visible", () => {
  expect(escapeControls("\u001b[2J\u202egnp.exe\r\b\u0005\u009b")).toBe(
    "\\u001b[2J\\u202egnp.exe\\u000d\\u0008\\u0005\\u009b",
  );
});

test("nothing of C0, C1 and the bidi controls is left of any character", () => {
  const all = Array.from({ length: 0x10000 }, (_, code) =>
    String.fromCharCode(code),
  ).join("");
  expect(escapeControls(all)).not.toMatch(unsafe);
});
