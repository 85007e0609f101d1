import type { FailureDetails } from "../../author/advice.ts";
import { CheckFailure } from "./failures.ts";

/** @throws CheckFailure unless the condition is true */
export function requireThat(
  condition: boolean,
  message: string,
  details: string | FailureDetails = {},
  program?: { readonly terminal: string },
): void {
  if (condition) return;
  throw new CheckFailure(message, {
    ...(typeof details === "string" ? { tryNext: details } : details),
    ...(program && { program: program.terminal }),
  });
}
