import { join } from "node:path";
import {
  gradingResult,
  LabsError,
  pointsOf,
  type GradingResult,
  type LabProgress,
} from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Home } from "../workspace/home.ts";
import { openDatabase } from "./database.ts";
import { reading, transaction } from "./transaction.ts";

/**
 * What the student has done, kept over restarts. Every change is on disk when its promise resolves; errors are `storage-failed`. A change
 * waits for another program that has the file locked, and nothing else waits with it.
 */
export interface Progress {
  labProgress(lab: string): LabProgress;
  /** What counts and what came of the last attempt, for the overview. */
  labSummary(lab: Lab): LabSummary;
  /** Whether the student has done anything in this lab: a check, a step, an answer, a hint. */
  hasBegun(lab: string): boolean;
  /** Keeps an attempt; the checks that passed tick their steps. */
  recordAttempt(lab: Lab, result: GradingResult): Promise<void>;
  recordStep(lab: string, step: string, done: boolean): Promise<void>;
  recordAnswer(lab: string, question: string, choice: number): Promise<void>;
  /** Shows one hint more, up to `limit`. */
  recordHint(lab: string, check: string, limit: number): Promise<void>;
  /** Idempotent. */
  close(): void;
}

/** How far a lab has come. */
export interface LabSummary {
  /** The points of every check that has ever passed: what was reached once is never lost. */
  points: number;
  /** The points of the last attempt; null before the first. */
  latest: number | null;
  attempts: number;
}

/** A lesson has a dozen steps and questions; what goes far beyond comes from a page gone wrong. */
const maxRowsPerLab = 200;

/** Opens `<home>/.labs/progress.sqlite`. Throws `storage-failed`, see {@link openDatabase}. */
export function openProgress(home: Home): Progress {
  const database = openDatabase(join(home.state, "progress.sqlite"));
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.prepare(sql).all(...values);
  const row = (sql: string, ...values: (string | number)[]) =>
    database.prepare(sql).get(...values);
  const run = (sql: string, ...values: (string | number)[]) =>
    void database.prepare(sql).run(...values);

  let last: Promise<unknown> = Promise.resolve();

  /** All of a change or nothing of it, and one after the other. */
  function writing(write: () => void): Promise<void> {
    const change = last.then(() => transaction(database, write));
    last = change.catch(() => undefined);
    return change;
  }

  function refuseBeyondLimit(table: "steps" | "answers", lab: string): void {
    const count = Number(
      row(`SELECT count(*) AS count FROM ${table} WHERE lab = ?`, lab)?.[
        "count"
      ] ?? 0,
    );
    if (count < maxRowsPerLab) return;
    throw new LabsError(
      "usage",
      `A lesson keeps at most ${maxRowsPerLab} ${table}.`,
      { learnerSafe: true },
    );
  }

  /** The checks that have ever passed, also those that the lab does not have any more. */
  const passedOf = (lab: string) =>
    rows("SELECT check_id FROM passed WHERE lab = ? ORDER BY rowid", lab).map(
      (each) => String(each["check_id"]),
    );

  return {
    labProgress(lab) {
      return reading(() => ({
        attempts: Number(
          row("SELECT count(*) AS count FROM attempts WHERE lab = ?", lab)?.[
            "count"
          ] ?? 0,
        ),
        lastResult: parseResult(
          row(
            "SELECT result FROM attempts WHERE lab = ? ORDER BY id DESC",
            lab,
          )?.["result"],
        ),
        passed: passedOf(lab),
        steps: rows(
          "SELECT step FROM steps WHERE lab = ? ORDER BY rowid",
          lab,
        ).map((each) => String(each["step"])),
        answers: toRecord(
          rows(
            "SELECT question AS key, choice AS value FROM answers WHERE lab = ?",
            lab,
          ),
        ),
        hints: toRecord(
          rows(
            "SELECT check_id AS key, shown AS value FROM hints WHERE lab = ?",
            lab,
          ),
        ),
      }));
    },

    labSummary({ id, manifest }) {
      return reading(() => {
        const last = row(
          "SELECT points, count(*) OVER () AS attempts FROM attempts WHERE lab = ? ORDER BY id DESC LIMIT 1",
          id,
        );
        return {
          points: pointsOf(manifest, passedOf(id)),
          latest: last ? Number(last["points"]) : null,
          attempts: Number(last?.["attempts"] ?? 0),
        };
      });
    },

    hasBegun(lab) {
      const tables = ["attempts", "steps", "answers", "hints"];
      return reading(() =>
        tables.some(
          (table) =>
            row(`SELECT 1 FROM ${table} WHERE lab = ? LIMIT 1`, lab) !==
            undefined,
        ),
      );
    },

    recordAttempt({ id, manifest }, result) {
      return writing(() => {
        run(
          "INSERT INTO attempts (lab, at, status, points, maximum, result) VALUES (?, ?, ?, ?, ?, ?)",
          ...[
            id,
            result.startedAt,
            result.status,
            result.points,
            result.maximum,
            JSON.stringify(result),
          ],
        );
        const passed = new Set(
          result.checks
            .filter((each) => each.status === "pass")
            .map((each) => each.id),
        );
        for (const check of manifest.checks.filter((each) =>
          passed.has(each.id),
        )) {
          run(
            "INSERT OR IGNORE INTO passed (lab, check_id) VALUES (?, ?)",
            id,
            check.id,
          );
          run(
            "INSERT OR IGNORE INTO steps (lab, step) VALUES (?, ?)",
            id,
            check.step,
          );
        }
      });
    },

    recordStep(lab, step, done) {
      return writing(() => {
        run("DELETE FROM steps WHERE lab = ? AND step = ?", lab, step);
        if (!done) return;
        refuseBeyondLimit("steps", lab);
        run("INSERT INTO steps (lab, step) VALUES (?, ?)", lab, step);
      });
    },

    recordAnswer(lab, question, choice) {
      return writing(() => {
        run(
          "DELETE FROM answers WHERE lab = ? AND question = ?",
          lab,
          question,
        );
        refuseBeyondLimit("answers", lab);
        run(
          "INSERT INTO answers (lab, question, choice) VALUES (?, ?, ?)",
          lab,
          question,
          choice,
        );
      });
    },

    recordHint(lab, check, limit) {
      return writing(() =>
        run(
          `INSERT INTO hints (lab, check_id, shown) VALUES (?, ?, min(1, ?))
           ON CONFLICT DO UPDATE SET shown = min(shown + 1, ?)`,
          ...[lab, check, limit, limit],
        ),
      );
    },

    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** A result of an older shape stays in the database, but there is nothing that could show it. */
function parseResult(text: unknown): GradingResult | null {
  if (typeof text !== "string") return null;
  const parsed = gradingResult.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

function toRecord(rows: Record<string, unknown>[]): Record<string, number> {
  return Object.fromEntries(
    rows.map((each) => [String(each["key"]), Number(each["value"])]),
  );
}
