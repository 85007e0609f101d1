import type { Reporter, TestCase } from "vitest/node";

interface Row {
  attack: string;
  level: string;
  result: string;
  figure: string;
}

/** Prints one line for each attack when all have run: attack, level, result, figure. */
export default class AttackTable implements Reporter {
  #rows: Row[] = [];

  onTestCaseResult(testCase: TestCase): void {
    const { attack } = testCase.meta();
    const result = testCase.result();
    const level = attack?.level ?? "any";
    const outcome = {
      passed: "held",
      failed: "BROKEN",
      skipped: "not tried",
      pending: "not tried",
    }[result.state];
    const reason =
      result.state === "skipped" ? (result.note ?? "") : (attack?.figure ?? "");
    this.#rows.push({
      attack: testCase.name.replace(` [${level}]`, ""),
      level,
      result: outcome,
      figure: reason,
    });
  }

  onTestRunEnd(): void {
    const heading: Row = {
      attack: "attack",
      level: "level",
      result: "result",
      figure: "figure",
    };
    const rows = [heading, ...this.#rows];
    const width = (field: keyof Row) =>
      Math.max(...rows.map((row) => row[field].length));
    for (const row of rows)
      console.log(
        [
          row.attack.padEnd(width("attack")),
          row.level.padEnd(width("level")),
          row.result.padEnd(width("result")),
          row.figure,
        ].join("  "),
      );
  }
}
