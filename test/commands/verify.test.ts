// One file: what `labs verify` says is read as one list.
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Mistakes } from "#contract";
import type { Lab } from "../../runner/catalog/lab.ts";
import {
  runVerify,
  type VerifyCommandOptions,
} from "../../runner/commands/verify.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";
import type { Home } from "../../runner/workspace/home.ts";
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
  options: Partial<VerifyCommandOptions> & { trial?: string } = {},
) {
  const recorded = recordOutput();
  const { trial, ...rest } = options;
  const home = options.home ?? (await temporaryHome());
  const code = await runVerify(
    {
      targets: [trial === undefined ? { lab } : { lab, trial }],
      home,
      provider: await chooseProvider(),
      repeat: 1,
      load: false,
      all: false,
      ...rest,
    },
    recorded.output,
  );
  return { code, home, result: recorded.result(), notes: recorded.notes() };
}

/** A lab of the test's own: `tally` with other files in it, and with these mistakes. */
async function tallyWith(
  files: Record<string, string>,
  mistakes: Mistakes = {},
): Promise<Lab> {
  const labs = await temporaryFolder();
  const folder = join(labs, "tally");
  await cp(join(fixtures, "tally"), folder, { recursive: true });
  const list = `export default ${JSON.stringify(mistakes)};`;
  for (const [file, text] of Object.entries({
    "mistakes.ts": list,
    ...files,
  })) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return {
    ...(await loadTally()),
    starterFolder: join(folder, "starter"),
    solutionFolder: join(folder, "solution"),
    alternativesFolder: join(folder, "alternatives"),
    mistakesFile: join(folder, "mistakes.ts"),
  };
}

const oneSum = {
  what: "One sum for all consumers.",
  edits: [
    { file: "collector.ts", replace: "get(consumer)", by: 'get("all")' },
    { file: "collector.ts", replace: "set(consumer", by: 'set("all"' },
  ],
  fails: "sums",
  says: ["the partial sum of consumer"],
};

const silent = {
  ...oneSum,
  what: "It prints nothing.",
  edits: [{ file: "collector.ts", replace: "console.log(", by: "String(" }],
  says: ["printed no line"],
};

const forgetful = {
  ...oneSum,
  what: "It forwards nothing.",
  edits: [
    {
      file: "consumer.ts",
      replace: "await results.send(JSON.stringify({ consumer, num }));",
      by: "String(num);",
    },
  ],
  fails: "forwards",
  says: ["a forwarded number"],
};

test(
  "a sound lab: exit code 0, a line for each run, and a table; nothing is left behind",
  { timeout },
  async () => {
    const { code, result, notes, home } = await verify(await loadTally(), {
      repeat: 2,
      load: true,
    });
    expect(result).toMatch(
      /^ {2}lab +starter +solution +alternatives +mistakes +seconds$/m,
    );
    expect(result).toMatch(
      /^✓ tally +fails +2 of 2 pass +2 of 2 pass +2 of 2 fail as said +\d+\.\d$/m,
    );
    expect(result).toMatch(
      /tally starter: 1 TODO, fails "forwards" first: Waited for a forwarded number/,
    );
    expect(result).toContain("7 runs, all as they must be.");
    expect(notes).toMatch(/^✓ tally mistake uses-enum {2}\d+\.\d s$/m);
    expect(code).toBe(0);
    expect(await readdir(join(home.state, "verify"))).toEqual([]);
    // Who repeats asks for chance: nothing is remembered.
    const history = await readFile(join(home.state, "verify.json"), "utf8");
    expect(JSON.parse(history)).toMatchObject({ proven: {} });
    const load = processesMentioning("performance.now() < until");
    expect(load.filter((pid) => readStat(pid)?.parent === process.pid)).toEqual(
      [],
    );
  },
);

test("every deviation is told in full: exit code 1", { timeout }, async () => {
  const lab = await tallyWith(
    {
      "alternatives/is-wrong/collector.ts": "console.log('nothing');\n",
      "alternatives/has-a-stray/colector.ts": "",
    },
    {
      "says-something-else": { ...oneSum, says: ["words that no message has"] },
      "is-right": {
        ...forgetful,
        edits: [{ file: "consumer.ts", replace: '"ready"', by: "`ready`" }],
      },
      "fails-before": { ...forgetful, fails: "sums" },
      "says-too-little": { ...oneSum, says: ["0"] },
      "names-no-check": { ...oneSum, fails: "nothing" },
    },
  );
  const { code, result } = await verify({
    ...lab,
    starterFolder: lab.solutionFolder,
  });
  expect(code).toBe(1);
  expect(result).toMatch(
    /^✗ tally +DEVIATES +1 of 1 pass +1 of 3 pass +0 of 5 fail as said/m,
  );
  expect(result).toContain("the starter must fail, but it passed");
  expect(result).toContain("the alternative must pass, but it did not");
  expect(result).toContain("colector.ts is not a file that the student edits");
  expect(result).toContain(
    'the message of "sums" lacks "words that no message has"',
  );
  expect(result).toContain("sums: fail: the partial sum of consumer");
  expect(result).toContain('it must fail "forwards", which says: pass');
  expect(result).toContain('it fails "forwards" before "sums"');
  expect(result).toContain("must have at least three characters");
  expect(result).toContain('it names "nothing", which is not a check');
});

test("an edit says with file and text when the solution does not have it once", async () => {
  const lab = await tallyWith(
    {},
    {
      "is-not-there": {
        ...oneSum,
        edits: [{ file: "collector.ts", replace: "colector", by: "" }],
      },
      "is-there-twice": {
        ...oneSum,
        edits: [{ file: "collector.ts", replace: "partials.", by: "" }],
      },
      "is-not-the-students": {
        ...oneSum,
        edits: [{ file: "producer.ts", replace: "x", by: "" }],
      },
      overlaps: {
        ...oneSum,
        edits: [
          { file: "collector.ts", replace: "partial.sum += num", by: "" },
          { file: "collector.ts", replace: "sum += num", by: "" },
        ],
      },
    },
  );
  const told = async (trial: string) => (await verify(lab, { trial })).result;
  expect(await told("is-not-there")).toContain(
    'solution/collector.ts has no "colector"',
  );
  expect(await told("is-there-twice")).toContain(
    'solution/collector.ts has 2 "partials."',
  );
  expect(await told("is-not-the-students")).toContain(
    "an edit names producer.ts",
  );
  expect(await told("overlaps")).toContain(
    'two edits of collector.ts replace the same text "sum += num"',
  );
});

test(
  "words that every wrong answer to the check is told are refused",
  { timeout },
  async () => {
    const { code, result } = await verify(
      await tallyWith({}, { "one-sum": oneSum, silent }),
    );
    expect(result).toContain(
      'says has "the partial sum of consumer", but every wrong answer to "sums" is told that',
    );
    expect(result).toContain("1 not as it must be.");
    expect(code).toBe(1);
  },
);

test(
  "a lab in which the student writes nothing has no starter: what is given must pass",
  { timeout },
  async () => {
    const { manifest, ...lab } = await loadTally();
    const programs = Object.entries(manifest.programs).map(
      ([name, program]) => [name, { ...program, editable: false }] as const,
    );
    const folder = await temporaryFolder();
    const nowhere = join(folder, "nothing");
    const programsFolder = join(folder, "programs");
    for (const part of [lab.programsFolder, lab.solutionFolder])
      await cp(part, programsFolder, { recursive: true });
    const given = {
      ...lab,
      manifest: { ...manifest, programs: Object.fromEntries(programs) },
      programsFolder,
      starterFolder: nowhere,
      solutionFolder: nowhere,
      alternativesFolder: nowhere,
      mistakesFile: join(nowhere, "mistakes.ts"),
    };
    const right = await verify(given);
    expect(right.result).toMatch(
      /^✓ tally +none +1 of 1 pass +none +none +\d+\.\d$/m,
    );
    expect(right.code).toBe(0);

    await cp(lab.starterFolder, programsFolder, { recursive: true });
    const wrong = await verify(given);
    expect(wrong.result).toContain("the solution must pass, but it did not");
    expect(wrong.code).toBe(1);
  },
);

test("a starter without a TODO deviates", { timeout }, async () => {
  const starter = join(fixtures, "tally/starter/consumer.ts");
  const text = await readFile(starter, "utf8");
  const lab = await tallyWith({
    "starter/consumer.ts": text.replace("TODO", "To do"),
  });
  const { code, result } = await verify(lab, { trial: "starter" });
  expect(code).toBe(1);
  expect(result).toContain("the starter has no TODO");
});

test(
  "a named run: all that its student reads, with seconds and seed",
  { timeout },
  async () => {
    const lab = await tallyWith(
      {},
      {
        forgetful: {
          ...forgetful,
          edits: [
            {
              file: "consumer.ts",
              whole: await readFile(
                join(fixtures, "tally/starter/consumer.ts"),
                "utf8",
              ),
            },
          ],
        },
      },
    );
    const { code, result } = await verify(lab, { trial: "forgetful" });
    expect(result).toContain("Waited for a forwarded number from consumer-1");
    expect(result).toContain("hint     Send what you receive.");
    expect(result).toMatch(/^It came as it must\. seed \d+, \w+, \d+\.\d s$/m);
    expect(result).toContain("1 run, as it must be.");
    expect(code).toBe(0);
    await expect(verify(lab, { trial: "forgotten" })).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("receives-by-hand, forgetful") as string,
    });
  },
);

test(
  "what is proven is remembered until something of it changes",
  { timeout },
  async () => {
    const lab = {
      ...(await tallyWith({}, { "one-sum": oneSum })),
      alternativesFolder: await temporaryFolder(),
    };
    const home: Home = await temporaryHome();
    const remembered = async (options: Partial<VerifyCommandOptions> = {}) => {
      const { code, result } = await verify(lab, { home, ...options });
      expect({ code, result }).toMatchObject({ code: 0 });
      return Number(/(\d+) of them (is|are) remembered/.exec(result)?.[1] ?? 0);
    };
    expect(await remembered()).toBe(0);
    expect(await remembered()).toBe(3);
    // The starter is another file: only it runs again.
    const starter = join(lab.starterFolder, "consumer.ts");
    const text = await readFile(starter, "utf8");
    await writeFile(starter, `${text}// TODO: close it.\n`);
    expect(await remembered()).toBe(2);
    expect(await remembered({ all: true })).toBe(0);
  },
);

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
