// Grades the folder in argv[2] with the home in argv[3] at the level in argv[4], and says what happens.
import { join } from "node:path";
import { loadLab } from "../../runner/catalog/lab.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";

const [, , folder = "", home = "", level = ""] = process.argv;
const result = await gradeSubmission({
  lab: await loadLab(join(import.meta.dirname, "../fixtures/grading"), "tally"),
  folder,
  home: await openHome(home),
  provider: await chooseProvider(
    level === "isolated" || level === "namespaced" || level === "none"
      ? { level }
      : {},
  ),
  onCheckStart: (id) => console.log(`started ${id}`),
});
console.log(`finished ${result.status}`);
