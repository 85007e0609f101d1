// Opens a grader with the home in argv[2] at the level in argv[3], says when it stands ready, and waits.
import { join } from "node:path";
import { isolationLevel } from "#contract";
import { loadLab } from "../../runner/catalog/lab.ts";
import { openGrader } from "../../runner/grading/run/open-grader.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";

const [, , home = "", level] = process.argv;
const grader = await openGrader({
  lab: await loadLab(join(import.meta.dirname, "../fixtures/grading"), "tally"),
  home: await openHome(home),
  provider: await chooseProvider({ level: isolationLevel.parse(level) }),
});
await grader.ready;
console.log(grader.usable ? "ready" : "over");
setInterval(() => undefined, 1000);
