#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What Node has compiled is kept beside the packages that it comes from, never in the machine's temporary folder, where anybody
// could have put something. Where it cannot be written, nothing is kept. What is imported before is not kept either.
enableCompileCache(
  fileURLToPath(new URL("../node_modules/.cache/zeromq-labs", import.meta.url)),
);

const { createOutput } = await import("./commands/output.ts");
const output = createOutput(process.stdout, process.stderr);
try {
  const { parseArguments } = await import("./commands/arguments.ts");
  process.exitCode = await parseArguments(process.argv, output);
} catch (error) {
  const { reportFailure } = await import("./commands/report-failure.ts");
  process.exitCode = reportFailure(error, output);
}
