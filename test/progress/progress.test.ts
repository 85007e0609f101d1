// One file: the list of what is kept of a student, and of what is done when it cannot be read.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gradingResult, LabsError, type GradingResult } from "#contract";
import type { Lab } from "../../runner/catalog/lab.ts";
import { openProgress, type Progress } from "../../runner/progress/progress.ts";
import { createHome, fixtureCatalog } from "../helpers/lab-server.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let lab: Lab;

beforeEach(async () => {
  home = await createHome();
  lab = (await fixtureCatalog()).lab("relay");
});

afterEach(() => home.remove());

const database = () => join(home.state, "progress.sqlite");

function attempt(outcomes: Record<string, "pass" | "fail">): GradingResult {
  const checks = lab.manifest.checks.map(({ id, points: maximum }) => {
    const status = outcomes[id] ?? "fail";
    const points = status === "pass" ? maximum : 0;
    return {
      id,
      status,
      points,
      maximum,
      message: "",
      expected: null,
      seen: null,
      program: null,
      tryNext: null,
      evidence: [],
      seconds: 1,
    };
  });
  return gradingResult.parse({
    schemaVersion: 1,
    lab: { id: lab.id, hash: lab.hash },
    submission: { hash: "0" },
    seed: 7,
    isolation: "none",
    versions: { course: "0", node: "24", zeromq: "6" },
    status: checks.every(({ status }) => status === "pass") ? "pass" : "fail",
    points: checks.reduce((sum, { points }) => sum + points, 0),
    maximum: 3,
    checks,
    problem: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    seconds: 2,
  });
}

describe("progress", () => {
  test("is empty at first", () => {
    const progress = openProgress(home);
    expect(progress.labProgress("relay")).toEqual({
      attempts: 0,
      lastResult: null,
      passed: [],
      steps: [],
      answers: {},
      hints: {},
    });
    expect(progress.labSummary(lab)).toEqual({
      points: 0,
      latest: null,
      attempts: 0,
    });
    progress.close();
  });

  test.each([
    ["a check", (at: Progress) => at.recordAttempt(lab, attempt({}))],
    ["a step", (at: Progress) => at.recordStep("relay", "one", true)],
    ["an answer", (at: Progress) => at.recordAnswer("relay", "why", 1)],
    ["a hint", (at: Progress) => at.recordHint("relay", "gain", 3)],
  ])("%s begins a lab, and no other one", async (_, act) => {
    const progress = openProgress(home);
    expect(progress.hasBegun("relay")).toBe(false);
    await act(progress);
    expect(progress.hasBegun("relay")).toBe(true);
    expect(progress.hasBegun("other")).toBe(false);
    progress.close();
  });

  test("keeps attempts, and ticks the steps of passed checks for good", async () => {
    const progress = openProgress(home);
    await progress.recordAttempt(lab, attempt({ "says-hello": "pass" }));
    await progress.recordAttempt(lab, attempt({ leaves: "pass" }));
    expect(progress.labProgress("relay")).toMatchObject({
      attempts: 2,
      lastResult: attempt({ leaves: "pass" }),
      passed: ["says-hello", "leaves"],
      steps: ["say-hello", "leave"],
    });
    expect(progress.labProgress("other").attempts).toBe(0);
    progress.close();
  });

  test("counts what has ever passed, and tells the last attempt beside it", async () => {
    const progress = openProgress(home);
    const after = async (outcomes: Parameters<typeof attempt>[0]) => {
      await progress.recordAttempt(lab, attempt(outcomes));
      return progress.labSummary(lab);
    };
    expect(await after({ "says-hello": "pass" })).toEqual({
      points: 2,
      latest: 2,
      attempts: 1,
    });
    expect(await after({ leaves: "pass" })).toMatchObject({
      points: 3,
      latest: 1,
    });
    expect(await after({})).toEqual({ points: 3, latest: 0, attempts: 3 });
    progress.close();
  });

  test("counts no check that the lab does not have any more", async () => {
    const progress = openProgress(home);
    await progress.recordAttempt(
      lab,
      attempt({ "says-hello": "pass", leaves: "pass" }),
    );
    const [first, ...rest] = lab.manifest.checks;
    if (!first) throw new Error("the lab has no checks");
    const checks = [{ ...first, id: "renamed" }, ...rest];
    const changed = { ...lab, manifest: { ...lab.manifest, checks } };
    expect(progress.labSummary(changed)).toMatchObject({ points: 1 });
    progress.close();
  });

  test("goes on with what a course wrote that showed the last attempt only", () => {
    const direct = new DatabaseSync(database());
    // As it wrote it, word for word.
    direct.exec(`
      CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        lab TEXT NOT NULL,
        at TEXT NOT NULL,
        status TEXT NOT NULL,
        points REAL NOT NULL,
        maximum REAL NOT NULL,
        result TEXT NOT NULL
      ) STRICT;
      CREATE INDEX attempts_by_lab ON attempts (lab, id);
      CREATE TABLE passed (lab TEXT NOT NULL, check_id TEXT NOT NULL, PRIMARY KEY (lab, check_id)) STRICT;
      CREATE TABLE steps (lab TEXT NOT NULL, step TEXT NOT NULL, PRIMARY KEY (lab, step)) STRICT;
      CREATE TABLE answers (
        lab TEXT NOT NULL, question TEXT NOT NULL, choice INTEGER NOT NULL, PRIMARY KEY (lab, question)
      ) STRICT;
      CREATE TABLE hints (lab TEXT NOT NULL, check_id TEXT NOT NULL, shown INTEGER NOT NULL, PRIMARY KEY (lab, check_id)) STRICT;
      PRAGMA user_version = 1;
      INSERT INTO passed VALUES ('relay', 'says-hello'), ('relay', 'leaves');
      INSERT INTO steps VALUES ('relay', 'say-hello'), ('relay', 'leave');
      INSERT INTO answers VALUES ('relay', 'which', 2);
      INSERT INTO hints VALUES ('relay', 'leaves', 1);
    `);
    const insert = direct.prepare(
      "INSERT INTO attempts (lab, at, status, points, maximum, result) VALUES ('relay', '2026-01-01T00:00:00.000Z', ?, ?, 3, ?)",
    );
    const all = attempt({ "says-hello": "pass", leaves: "pass" });
    for (const result of [all, attempt({})])
      insert.run(result.status, result.points, JSON.stringify(result));
    direct.close();

    const progress = openProgress(home);
    expect(progress.labSummary(lab)).toEqual({
      points: 3,
      latest: 0,
      attempts: 2,
    });
    expect(progress.labProgress("relay")).toEqual({
      attempts: 2,
      lastResult: attempt({}),
      passed: ["says-hello", "leaves"],
      steps: ["say-hello", "leave"],
      answers: { which: 2 },
      hints: { leaves: 1 },
    });
    progress.close();
  });

  test("keeps steps, answers and hints", async () => {
    const progress = openProgress(home);
    await progress.recordStep("relay", "read", true);
    await progress.recordStep("relay", "tried", true);
    await progress.recordStep("relay", "tried", true);
    await progress.recordStep("relay", "read", false);
    await progress.recordAnswer("relay", "which", 2);
    await progress.recordAnswer("relay", "which", 0);
    for (let count = 0; count < 4; count += 1)
      await progress.recordHint("relay", "leaves", 3);
    expect(progress.labProgress("relay")).toMatchObject({
      steps: ["tried"],
      answers: { which: 0 },
      hints: { leaves: 3 },
    });
    progress.close();
  });

  test("outlives the runner", async () => {
    const first = openProgress(home);
    await first.recordStep("relay", "read", true);
    first.close();
    first.close();
    const second = openProgress(home);
    expect(second.labProgress("relay").steps).toEqual(["read"]);
    second.close();
  });

  test("does not grow without bound", async () => {
    const progress = openProgress(home);
    const fill = async () => {
      for (let count = 0; count < 500; count += 1)
        await progress.recordStep("relay", `step-${count}`, true);
    };
    await expect(fill()).rejects.toThrow(LabsError);
    expect(progress.labProgress("relay").steps.length).toBeLessThan(500);
    progress.close();
  });

  test("leaves out a result that an older course had written in another shape", async () => {
    const progress = openProgress(home);
    await progress.recordAttempt(lab, attempt({}));
    progress.close();
    const direct = new DatabaseSync(database());
    direct.exec(`UPDATE attempts SET result = '{"schemaVersion":0}'`);
    direct.close();
    const again = openProgress(home);
    expect(again.labProgress("relay")).toMatchObject({
      attempts: 1,
      lastResult: null,
    });
    again.close();
  });
});

describe("a database that another program has locked", () => {
  test("keeps a change waiting, and nothing else", async () => {
    const progress = openProgress(home);
    const other = new DatabaseSync(database());
    other.exec("BEGIN EXCLUSIVE");
    let kept = false;
    const changes = [
      progress.recordStep("relay", "read", true),
      progress.recordStep("relay", "read", false),
      progress.recordStep("relay", "tried", true).then(() => (kept = true)),
    ];
    expect(progress.labProgress("relay").steps).toEqual([]);
    // Long enough that each has tried.
    await delay(200);
    expect(kept).toBe(false);
    other.exec("ROLLBACK");
    await Promise.all(changes);
    expect(progress.labProgress("relay").steps).toEqual(["tried"]);
    progress.close();
    other.close();
  });

  test("fails a change in the end, and says what to do", async () => {
    const progress = openProgress(home);
    const other = new DatabaseSync(database());
    other.exec("BEGIN EXCLUSIVE");
    await expect(progress.recordStep("relay", "read", true)).rejects.toThrow(
      expect.objectContaining({
        code: "storage-failed",
        hint: expect.stringContaining("locked") as string,
      }),
    );
    other.close();
    progress.close();
  });
});

describe("a database that cannot be used", () => {
  function failure(): LabsError {
    try {
      openProgress(home).close();
    } catch (error) {
      if (error instanceof LabsError) return error;
      throw error;
    }
    throw new Error("it was opened");
  }

  test("is kept aside when it is damaged, and the next start begins with an empty one", () => {
    const damaged =
      "this is not a database, but it may hold somebody's work".repeat(50);
    writeFileSync(database(), damaged);
    const error = failure();
    expect(error.code).toBe("storage-failed");
    const [kept] = readdirSync(home.state).filter((name) =>
      name.includes("damaged"),
    );
    expect(error.message).toContain(kept);
    expect(readFileSync(join(home.state, kept ?? ""), "utf8")).toBe(damaged);
    openProgress(home).close();
  });

  test("is kept aside when pages of it are damaged", async () => {
    const progress = openProgress(home);
    for (let count = 0; count < 100; count += 1)
      await progress.recordAttempt(lab, attempt({}));
    progress.close();
    const bytes = readFileSync(database());
    bytes.fill(0x5a, 4096);
    writeFileSync(database(), bytes);
    expect(failure().message).toContain("damaged");
    expect(
      readdirSync(home.state).some((name) => name.includes("damaged")),
    ).toBe(true);
  });

  test("of a newer course is left as it is", () => {
    openProgress(home).close();
    const direct = new DatabaseSync(database());
    direct.exec("PRAGMA user_version = 99");
    direct.close();
    expect(failure().message).toContain("newer version");
    expect(
      readdirSync(home.state).some((name) => name.includes("damaged")),
    ).toBe(false);
  });
});
