import { ensureSite } from "../../runner/commands/build-site.ts";
import { createOutput } from "../../runner/commands/output.ts";

/** Builds the pages once, before the first test and outside of any test's time, where they are missing or old. */
export default async function buildSite(): Promise<void> {
  await ensureSite(createOutput(process.stdout, process.stderr));
}
