// Grades the small lab's solution with the grader in argv[2], the home in argv[3] and the level in argv[4].
import { join } from "node:path";
import { isolationLevel } from "#contract";
import { loadLab } from "../../runner/catalog/lab.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";

const [, , grader = "", home = "", level = ""] = process.argv;
const graders = join(import.meta.dirname, "../fixtures/grading");
const lab = await loadLab(graders, "tally");
await gradeSubmission({
  lab: { ...lab, graderFile: join(graders, "graders", `${grader}.ts`) },
  folder: lab.solutionFolder,
  home: await openHome(home),
  provider: await chooseProvider({ level: isolationLevel.parse(level) }),
});
