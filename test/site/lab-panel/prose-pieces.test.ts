import { expect, test } from "vitest";
import { prosePieces } from "../../../site/src/lab-panel/prose-pieces.ts";

const seen = (sentence: string) =>
  prosePieces(sentence).map(({ text, code, link }) => [
    text,
    code ? "code" : "words",
    link,
  ]);

test("words between backticks are code", () => {
  expect(seen("await `send()` first")).toEqual([
    ["await ", "words", null],
    ["send()", "code", null],
    [" first", "words", null],
  ]);
});

test("an error code that the reference explains is a link, in words and alone in backticks", () => {
  expect(seen("EBUSY: not `EFSM`")).toEqual([
    ["EBUSY", "words", "reference/errors/#ebusy"],
    [": not ", "words", null],
    ["EFSM", "code", "reference/errors/#efsm"],
  ]);
});

test("a code that the reference does not know is none, nor one within a word or within code", () => {
  for (const sentence of ["ECONNRESET", "EBUSYNESS", "MY_EFSM"])
    expect(seen(sentence)).toEqual([[sentence, "words", null]]);
  expect(seen('`code !== "EAGAIN"`')).toEqual([
    ['code !== "EAGAIN"', "code", null],
  ]);
});

test("a line of one of the lab's files is a place, and no other file's", () => {
  const pieces = prosePieces("server.ts:12 TypeError at other.ts:3", [
    "server.ts",
  ]);
  expect(pieces.map(({ text, place }) => [text, place])).toEqual([
    ["server.ts:12", { file: "server.ts", line: 12 }],
    [" TypeError at other.ts:3", null],
  ]);
  expect(
    prosePieces("my-server.ts:1 a/server.ts:1 serverxts:1", [
      "server.ts",
    ]).every(({ place }) => place === null),
  ).toBe(true);
});
