/** What graders are written with: `import { checksOf, expect } from "#grading"`. */
export {
  checksOf,
  type Check,
  type CheckOptions,
} from "./grader/checks/check.ts";
export { expect } from "./grader/expect.ts";
export { sum } from "./grader/printed/shares.ts";
export { fieldsOf } from "./grader/sockets/messages.ts";
export type { Advice, FailureDetails } from "./author/advice.ts";
export type { CheckLab } from "./author/lab.ts";
export type {
  Fields,
  FieldTypes,
  Peer,
  Sendable,
  TextOptions,
} from "./author/peer.ts";
export type {
  Exit,
  ExitedOptions,
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
