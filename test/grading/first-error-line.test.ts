import { expect, test } from "vitest";
import {
  adviceOn,
  firstErrorLine,
} from "../../runner/grading/grader/outcome/first-error-line.ts";

const files = ["collector.ts"];

test.each([
  [
    "a syntax error",
    `file:///lab/collector.ts:12
  const a = ;
            ^

SyntaxError: Unexpected token ';'
    at compileSourceTextModule (node:internal/modules/esm/utils:318:16)`,
    "collector.ts:12 SyntaxError: Unexpected token ';'",
  ],
  [
    "TypeScript that Node cannot strip",
    `file:///lab/collector.ts:3
enum Color { Red }
^^^^

SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode`,
    "collector.ts:3 SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode",
  ],
  [
    "an error in a library, called from the student's file",
    `node:internal/process/promises:394
      triggerUncaughtException(err, true /* fromPromise */);
      ^

Error: Address already in use
    at Socket.bind (/node_modules/zeromq/lib/index.js:20:3)
    at file:///lab/collector.ts:7:15 {
  code: 'EADDRINUSE'
}`,
    "collector.ts:7 Error: Address already in use",
  ],
  [
    "an error of ZeroMQ that has no stack",
    `node:internal/process/promises:394
      triggerUncaughtException(err, true /* fromPromise */);
      ^

[Error: Address already in use] {
  errno: 98,
  code: 'EADDRINUSE',
  address: 'tcp://127.0.0.1:5555'
}`,
    "Error: Address already in use",
  ],
])("%s is told in one line", (_, output, line) => {
  expect(firstErrorLine(output.split("\n"), files)).toBe(line);
});

test("output without an error has none", () => {
  expect(firstErrorLine(["ready", "errors: 0", "no Error here"], files)).toBe(
    null,
  );
});

test("what beginners meet comes with advice", () => {
  expect(adviceOn("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", [])).toContain("enum");
  expect(adviceOn("Error: Address already in use", [])).toContain("connect");
  expect(adviceOn("TypeError: object is not iterable", [])).toContain("await");
  expect(adviceOn("Error: Socket is closed", [])).toContain("closed before");
  expect(
    adviceOn("Error: Operation was not possible or timed out", []),
  ).toContain("its socket was closed");
  expect(adviceOn("Error: something else", [])).toBeNull();
  expect(
    adviceOn("Cannot find module '/lab/shared.ts' imported from /lab/a.ts", [
      "a.ts",
    ]),
  ).toContain("lab's own files are graded (a.ts)");
});
