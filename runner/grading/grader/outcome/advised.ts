import { CheckFailure } from "./failures.ts";

/** Who a failure is about, where that is known, and what the student should look at next. */
interface About {
  program?: { readonly terminal: string } | undefined;
  tryNext?: string | undefined;
}

/** Runs `part`; a failure in it gets these details where it does not have its own, as one of a crashed program has. */
export async function advised<T>(
  about: About,
  part: () => T | Promise<T>,
): Promise<T> {
  try {
    return await part();
  } catch (error) {
    if (error instanceof CheckFailure)
      error.explanation = {
        ...(about.program && { program: about.program.terminal }),
        ...(about.tryNext && { tryNext: about.tryNext }),
        ...error.explanation,
      };
    throw error;
  }
}
