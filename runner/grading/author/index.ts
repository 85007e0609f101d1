/** What graders are written with: `import { check, expect } from "#grading"`. */
export { check, type CheckOptions } from "./check.ts";
export { expect } from "./expect.ts";
export type {
  CheckLab,
  FailureDetails,
  FieldTypes,
  Fields,
  WaitFor,
} from "./lab.ts";
export type { Exit, Program, StartOptions } from "./program.ts";
export type { Random } from "./random.ts";
export type { Figures, FiguresWait, PrintedOptions, Values } from "./values.ts";
