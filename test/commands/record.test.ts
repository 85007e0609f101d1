import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, expect, test } from "vitest";
import { parseCast, recording, stateOf } from "#contract";
import { courseFolder } from "../../runner/catalog/course.ts";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import type { Lab } from "../../runner/catalog/lab.ts";
import { parseArguments } from "../../runner/commands/arguments.ts";
import { runRecord } from "../../runner/commands/record.ts";
import { commandLine } from "../../runner/session/shell.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { whyNoAsciinema, playWithAsciinema } from "../helpers/asciinema.ts";
import { createHome, fixtureCatalog } from "../helpers/lab-server.ts";
import { recordOutput } from "./output.ts";

/** Starting, resting and stopping take several seconds each; a busy machine takes longer. */
const timeout = 120_000;

async function record(change: Partial<Lab> = {}) {
  const home = await createHome();
  onTestFinished(() => home.remove());
  const lab = (await fixtureCatalog()).lab("relay");
  const out = join(home.root, "recordings", "relay.json");
  const recorded = recordOutput();
  const code = await runRecord(
    {
      lab: { ...lab, ...change },
      home,
      provider: await chooseProvider(),
      out,
    },
    recorded.output,
  );
  const left = await readdir(join(home.state, "grading"));
  return { code, out, left, ...recorded };
}

async function talkerThat(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "labs-solution-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "talker.ts"), text);
  return folder;
}

test(
  "the solution's programs run in start order, are stopped, and the run is written",
  { timeout },
  async () => {
    const { code, out, left, result, notes } = await record();
    expect(notes()).toContain("Recorded relay.");
    expect(code).toBe(0);
    expect(result()).toContain(out);
    expect(left).toEqual([]);

    const text = await readFile(out, "utf8");
    const written = recording.parse(JSON.parse(text));
    const casts = written.terminals.map(({ id, cast }) => ({
      id,
      ...parseCast(cast),
    }));
    expect(
      casts.map(({ id, header }) => [
        id,
        header?.width,
        header?.height,
        header?.timestamp,
      ]),
    ).toEqual([
      ["listener", 80, 24, 0],
      ["talker-1", 80, 24, 0],
      ["talker-2", 80, 24, 0],
    ]);
    const runs = casts.map(({ events = [] }) =>
      events.flatMap(([time, what, text]) => {
        const state = what === "m" ? stateOf(text) : null;
        return state ? [{ time, state }] : [];
      }),
    );
    expect(runs.map((changes) => changes.map(({ state }) => state))).toEqual([
      [
        { is: "running", command: "node listener.ts 5555" },
        { is: "exited", command: "node listener.ts 5555", code: 0 },
      ],
      [
        { is: "running", command: "node talker.ts one" },
        { is: "exited", command: "node talker.ts one", code: 0 },
      ],
      [
        { is: "running", command: `node talker.ts 'it'\\''s me'` },
        { is: "exited", command: `node talker.ts 'it'\\''s me'`, code: 0 },
      ],
    ]);
    const begun = runs.map(([first]) => first?.time ?? 0);
    expect(begun).toEqual(begun.toSorted((a, b) => a - b));
    expect(begun[0]).toBeLessThan(1);
    const ended = runs.map((changes) => changes.at(-1)?.time ?? 0);
    expect(ended[0]).toBe(Math.max(...ended));
    const [listener = ""] = written.terminals.map(({ cast }) => cast);
    expect(listener).toContain("heard: hello from one");
    expect(listener).toContain("heard: hello from it's me");
    expect(listener).toContain("cleaning up");
    expect(text).not.toContain("aid=");
    expect(text).not.toContain("The recording has ended");
  },
);

test(
  "a solution that fails is not recorded: exit code 1, and what was wrong",
  { timeout },
  async () => {
    const solutionFolder = await talkerThat("process.exit(4);\n");
    const { code, out, result, notes, left } = await record({ solutionFolder });
    expect(code).toBe(1);
    expect(existsSync(out)).toBe(false);
    expect(result()).toBe("");
    expect(notes()).toContain(
      'The program in talker-1 ended with exit code 4 before it printed "said hello"',
    );
    expect(left).toEqual([]);
  },
);

test("the help says what it does, with examples and exit codes; an unknown lab is wrong usage", async () => {
  const recorded = recordOutput();
  expect(
    await parseArguments(["node", "labs", "record", "--help"], recorded.output),
  ).toBe(0);
  expect(recorded.result()).toContain("npx labs record pipeline");
  expect(recorded.result()).toContain("Exit codes: 0 recorded");
  expect(
    await parseArguments(["node", "labs", "record"], recorded.output),
  ).toBe(2);
});

const { labs } = await loadCatalog();

test.each(labs)(
  "the recorded run of $id is one of the lab as it is now",
  async ({ id, manifest }) => {
    const file = join(courseFolder, "site/public/recordings", `${id}.json`);
    const text = await readFile(file, "utf8").catch(() => "");
    expect(text, `make it: npx labs record ${id}`).not.toBe("");
    expect(text.length).toBeLessThan(20_000);
    const written = recording.parse(JSON.parse(text));
    expect(written.lab).toBe(id);
    const runs = written.terminals.map(({ id, cast }) => {
      const events = parseCast(cast)?.events ?? [];
      const states = events.flatMap(([, what, label]) =>
        what === "m" ? [stateOf(label)] : [],
      );
      return { id, states };
    });
    expect(runs).toEqual(
      manifest.terminals.map(({ id, program, args }) => {
        const { file = "", args: usual = [] } =
          manifest.programs[program] ?? {};
        const command = commandLine(["node", file, ...(args ?? usual)]);
        const states = [
          { is: "running", command },
          { is: "exited", command, code: 0 },
        ];
        return { id, states };
      }),
    );
  },
);

test("asciinema plays the recorded runs", async (ctx) => {
  const obstacle = whyNoAsciinema();
  if (obstacle) ctx.skip(obstacle);
  for (const { id } of labs) {
    const file = join(
      courseFolder,
      "site",
      "public",
      "recordings",
      `${id}.json`,
    );
    const { terminals } = recording.parse(
      JSON.parse(await readFile(file, "utf8")),
    );
    for (const { cast } of terminals) {
      const output = (parseCast(cast)?.events ?? []).flatMap(
        ([, what, text]) => (what === "o" ? [text] : []),
      );
      expect(await playWithAsciinema(cast)).toBe(output.join(""));
    }
  }
});
