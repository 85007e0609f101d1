import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadLab } from "../../runner/catalog/lab.ts";
import type { Lab } from "../../runner/catalog/lab.ts";
import { runVerify } from "../../runner/commands/verify.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";
import {
  fixtures,
  loadTally,
  temporaryFolder,
  temporaryHome,
} from "../grading/tally.ts";
import { processesMentioning } from "../helpers/processes.ts";
import { recordOutput } from "./output.ts";

const timeout = 120_000;

async function verify(
  lab: Lab,
  options: { repeat?: number; load?: boolean } = {},
) {
  const recorded = recordOutput();
  const home = await temporaryHome();
  const code = await runVerify(
    {
      labs: [lab],
      home,
      provider: await chooseProvider(),
      repeat: 1,
      load: false,
      ...options,
    },
    recorded.output,
  );
  return { code, home, result: recorded.result() };
}

/** A lab of the test's own: `tally` with other files in it, in the fixtures' form. */
async function tallyWith(files: Record<string, string>): Promise<Lab> {
  const labs = await temporaryFolder();
  const folder = join(labs, "tally");
  await cp(join(fixtures, "tally"), folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const lab = await loadTally();
  return {
    ...lab,
    starterFolder: join(folder, "starter"),
    solutionFolder: join(folder, "solution"),
    mistakesFolder: join(folder, "mistakes"),
  };
}

test(
  "a sound lab: exit code 0 and a table; nothing is left behind",
  { timeout },
  async () => {
    const { code, result, home } = await verify(
      await loadLab(fixtures, "tally"),
      { repeat: 2, load: true },
    );
    expect(result).toMatch(/^ {2}lab +starter +solution +mistakes +seconds$/m);
    expect(result).toMatch(
      /^✓ tally +fails +2 of 2 pass +2 of 2 fail as said +\d+\.\d$/m,
    );
    expect(result).toContain("5 runs, all as they must be.");
    expect(code).toBe(0);
    expect(await readdir(join(home.state, "verify"))).toEqual([]);
    const load = processesMentioning("performance.now() < until");
    expect(load.filter((pid) => readStat(pid)?.parent === process.pid)).toEqual(
      [],
    );
  },
);

test("every deviation is told in full: exit code 1", { timeout }, async () => {
  const lab = await tallyWith({
    "mistakes/sum-by-arrival/mistake.json": JSON.stringify({
      what: "x",
      fails: "sums",
      says: ["words that no message has"],
    }),
    "mistakes/is-right/mistake.json": JSON.stringify({
      what: "x",
      fails: "forwards",
      says: ["x"],
    }),
    "mistakes/is-garbled/mistake.json": "{",
    "mistakes/names-no-check/mistake.json": JSON.stringify({
      what: "x",
      fails: "nothing",
      says: ["x"],
    }),
  });
  const { code, result } = await verify({
    ...lab,
    starterFolder: lab.solutionFolder,
    solutionFolder: lab.solutionFolder,
  });
  expect(code).toBe(1);
  expect(result).toMatch(
    /^✗ tally +DEVIATES +1 of 1 pass +1 of 5 fail as said/m,
  );
  expect(result).toContain("the starter must fail, but it passed");
  expect(result).toContain(
    'the message of "sums" lacks "words that no message has"',
  );
  expect(result).toContain("sums: fail: the partial sum of consumer");
  expect(result).toContain('it must fail "forwards", which says: pass');
  expect(result).toContain("tally mistake is-garbled");
  expect(result).toContain('fails names "nothing", which is not a check');
});

test(
  "a broken grader: exit code 3, with its stack for the author",
  { timeout },
  async () => {
    const { code, result } = await verify(await loadTally("grader-throws"));
    expect(code).toBe(3);
    expect(result).toContain("TypeError: a defect of the grader");
    expect(result).toMatch(/grader-throws\.ts/);
  },
);
