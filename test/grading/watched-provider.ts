import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { Sandbox, SandboxProvider } from "../../runner/sandbox/sandbox.ts";

/** The machine's strongest level, with the sandboxes that were made: one for each grader. */
export async function watchedProvider(
  level: Parameters<typeof chooseProvider>[0] = {},
): Promise<SandboxProvider & { sandboxes: Sandbox[] }> {
  const { isolation, open } = await chooseProvider(level);
  const sandboxes: Sandbox[] = [];
  return {
    isolation,
    sandboxes,
    async open(options) {
      const sandbox = await open(options);
      sandboxes.push(sandbox);
      return sandbox;
    },
  };
}
