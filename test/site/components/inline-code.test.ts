import { expect, it } from "vitest";
import { inlineCode } from "../../../site/src/components/inline-code.ts";

it("sets words in backticks as code", () => {
  expect(inlineCode("use `send()` twice")).toBe(
    "use <code>send()</code> twice",
  );
});

it("leaves no HTML in a text", () => {
  expect(inlineCode('Map<string, "a"> & `<b>`')).toBe(
    "Map&lt;string, &quot;a&quot;&gt; &amp; <code>&lt;b&gt;</code>",
  );
});
