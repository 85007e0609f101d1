import { GraderMisuse } from "../outcome/failures.ts";
import { StartedProgram } from "./started-program.ts";

/** The program behind what a grader gives. */
export function programOf(subject: unknown): StartedProgram {
  if (subject instanceof StartedProgram) return subject;
  throw new GraderMisuse("this takes a program that lab.start gave");
}
