// Adds up the test reports in a folder and prints the closing line that says how many tests passed and failed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? "test/artifacts";
const total = { passed: 0, failed: 0, skipped: 0 };
// There is none where a run ended before its first test.
const files = existsSync(folder) ? readdirSync(folder) : [];
for (const name of files.filter((file) => file.endsWith(".json"))) {
  const report = JSON.parse(readFileSync(join(folder, name), "utf8"));
  // Not every report here is of tests.
  if (report.numTotalTests === undefined) continue;
  total.passed += report.numPassedTests;
  total.failed +=
    report.numFailedTests +
    (report.success || report.numFailedTests > 0 ? 0 : 1);
  total.skipped += report.numPendingTests;
}
console.log(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
);
