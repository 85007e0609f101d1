import { globSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";

test("every starter is sound TypeScript, so that an editor underlines only what the student breaks", () => {
  const starters = globSync("labs/*/starter/*.ts", { cwd: courseFolder });
  expect(starters.length).toBeGreaterThan(0);
  const read = ts.readConfigFile(`${courseFolder}/tsconfig.json`, (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(
    { ...(read.config as object), include: [], files: starters },
    ts.sys,
    courseFolder,
  );
  const program = ts.createProgram(
    starters.map((file) => `${courseFolder}/${file}`),
    // What the student is to use may stand there unused.
    { ...options, noUnusedLocals: false },
  );
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, " ");
      return `${file?.fileName ?? ""}: ${text}`;
    });
  expect(problems).toEqual([]);
});
