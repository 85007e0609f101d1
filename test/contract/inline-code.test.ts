import { expect, test } from "vitest";
import { piecesOf, plainText } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";

const words = (text: string) => ({ text, code: false });
const code = (text: string) => ({ text, code: true });

test.each([
  ["no code", [words("no code")]],
  ["call `send()` once", [words("call "), code("send()"), words(" once")]],
  ["``log(`a ${b}`);``", [code("log(`a ${b}`);")]],
  [
    "print `` `a ${b}` `` here",
    [words("print "), code("`a ${b}`"), words(" here")],
  ],
  ["a ` alone, and `` two", [words("a ` alone, and `` two")]],
  ["`a``b` and `c`", [code("a``b"), words(" and "), code("c")]],
  ["", []],
])("%j", (text, pieces) => {
  expect(piecesOf(text)).toEqual(pieces);
});

test("a terminal shows code with backticks of its own as it is", () => {
  expect(plainText("Call `send()`: ``send(`${n}`);``")).toBe(
    "Call `send()`: send(`${n}`);",
  );
});

/** What only code looks like. */
const codeLike =
  /=>|\);|\bawait \w+\(|\$\{|console\.|\bconst \w+ =|\bnew [A-Z]\w+\(/;

test("code in the texts of every lab is set as code, and can be typed as it is shown", async () => {
  const bare: string[] = [];
  const broken: string[] = [];
  for (const { id, manifest } of (await loadCatalog()).labs)
    for (const text of textsOf([manifest.summary, manifest.checks]))
      for (const piece of piecesOf(text)) {
        if (
          !piece.code &&
          (codeLike.test(piece.text) || piece.text.includes("`"))
        )
          bare.push(`${id}: ${text}`);
        // Only a template literal has ${ in it, and that has backticks.
        if (piece.code && /\$\{/.test(piece.text) && !piece.text.includes("`"))
          broken.push(`${id}: ${text}`);
      }
  expect(bare).toEqual([]);
  expect(broken).toEqual([]);
});

/** All texts in a part of a manifest. */
function textsOf(part: unknown): string[] {
  if (typeof part === "string") return [part];
  return part !== null && typeof part === "object"
    ? Object.values(part).flatMap(textsOf)
    : [];
}
