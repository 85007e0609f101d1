/** What graders are written with: `import { checksOf, expect } from "#grading"`. */
export {
  checksOf,
  type Check,
  type CheckOptions,
} from "./grader/checks/check.ts";
export { expect } from "./grader/expect.ts";
export { sum } from "./grader/printed/shares.ts";
export type { Advice } from "./author/advice.ts";
export type { CheckLab, FailureDetails } from "./author/lab.ts";
export type {
  Fields,
  FieldTypes,
  Peer,
  Sendable,
  TextOptions,
} from "./author/peer.ts";
export type {
  Exit,
  Program,
  RestOptions,
  StartOptions,
} from "./author/program.ts";
export type {
  About,
  Figures,
  FiguresWait,
  InOrderOptions,
  PrintedAfter,
  PrintedOptions,
  Values,
} from "./author/printed.ts";
export type { Random } from "./author/random.ts";
