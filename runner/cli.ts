#!/usr/bin/env node
import { parseArguments } from "./commands/arguments.ts";
import { createOutput } from "./commands/output.ts";
import { reportFailure } from "./commands/report-failure.ts";

const output = createOutput(process.stdout, process.stderr);
try {
  process.exitCode = await parseArguments(process.argv, output);
} catch (error) {
  process.exitCode = reportFailure(error, output);
}
