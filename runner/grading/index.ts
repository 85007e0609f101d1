/** What graders are written with: `import { check, expect } from "#grading"`. */
export { check, type CheckOptions } from "./grader/checks/check.ts";
export { expect } from "./grader/expect.ts";
export type {
  CheckLab,
  FailureDetails,
  FieldTypes,
  Fields,
  WaitFor,
} from "./author/lab.ts";
export type { Exit, Program, StartOptions } from "./author/program.ts";
export type { Random } from "./author/random.ts";
export type {
  Figures,
  FiguresWait,
  PrintedOptions,
  Values,
} from "./author/values.ts";
