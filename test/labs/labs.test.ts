import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, onTestFinished, test } from "vitest";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { applyEdits } from "../../runner/grading/verify/apply-edits.ts";
import { readMistakes } from "../../runner/grading/verify/read-mistakes.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";

// What the labs' programs do is proven by `labs verify`; here is what it does not look at.

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
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
  );
  expect(ts.getPreEmitDiagnostics(program).map(describe)).toEqual([]);
});

test("every mistake is TypeScript that can be read: what is wrong with it is not its grammar", async () => {
  const problems: string[] = [];
  for (const lab of (await loadCatalog()).labs)
    for (const { name, declared } of await readMistakes(lab)) {
      if (!declared.valid) throw new Error(`${lab.id}: ${declared.defect}`);
      const { edits } = declared.mistake;
      for (const file of new Set(edits.map((edit) => edit.file))) {
        const solution = await readFile(join(lab.solutionFolder, file), "utf8");
        const edited = applyEdits(
          solution,
          edits.filter((edit) => edit.file === file),
        );
        if ("defect" in edited) throw new Error(`${name}: ${edited.defect}`);
        const { diagnostics = [] } = ts.transpileModule(edited.text, {
          fileName: `${lab.id}/${name}/${file}`,
          reportDiagnostics: true,
        });
        problems.push(...diagnostics.map(describe));
      }
    }
  expect(problems).toEqual([]);
});

test("the worked example of the course: 1 to 5 become 2 numbers with sum 6 and 3 with sum 9", async () => {
  const home = await mkdtemp(join(tmpdir(), "labs-worked-example-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  // Below a home programs find zeromq, also where a sandbox does not bring it.
  const { workspace } = await openHome(home);
  const files = join(workspace, "pipeline");
  await cp(join(labsFolder, "pipeline/solution"), files, { recursive: true });
  const provider = await chooseProvider();
  const sandbox = await provider.open({ files, label: "pipeline" });
  try {
    const collector = run(sandbox, "collector.ts");
    run(sandbox, "consumer.ts", "1");
    run(sandbox, "consumer.ts", "2");
    const producer = run(sandbox, "producer.ts", "1", "2", "3", "4", "5");

    expect(await producer.line(/^produced/)).toBe("produced  count 5  sum 15");
    const partials = [
      await collector.line(/count 2 {2}sum 6$/),
      await collector.line(/count 3 {2}sum 9$/),
    ].map((line) => /^consumer ([12]) {2}count/.exec(line)?.[1]);
    // Which consumer gets the odd numbers depends on who was connected first.
    expect(partials.toSorted()).toEqual(["1", "2"]);
    expect(await producer.exit).toBe(0);
  } finally {
    await sandbox.close();
  }
});

function describe({ file, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  return `${file?.fileName ?? ""}: ${text}`;
}

/** Starts a program in the sandbox. */
function run(sandbox: Sandbox, ...argv: string[]) {
  const { file, args, env, cwd } = sandbox.enter(["node", ...argv]);
  const child = spawn(file, args, { env, cwd });
  let output = "";
  child.stdout.on("data", (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (output += bytes.toString()));
  return {
    exit: once(child, "exit").then(([code]) => code as number | null),
    /** Waits until it prints a line that matches, and gives the line. */
    async line(pattern: RegExp): Promise<string> {
      for (;;) {
        const found = output.split("\n").find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (child.exitCode !== null)
          throw new Error(`${argv.join(" ")} ended:\n${output}`);
        await Promise.race([
          once(child.stdout, "data"),
          once(child.stderr, "data"),
          once(child, "exit"),
        ]);
      }
    },
  };
}
