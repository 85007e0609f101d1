import type { Command } from "commander";
import {
  addCommand,
  examples,
  prepare,
  type CommonOptions,
} from "./options.ts";
import type { Output } from "./output.ts";

/** Adds `labs record` to the command line. */
export function addRecordCommand(
  program: Command,
  run: (command: () => Promise<number>) => Promise<void>,
  output: Output,
): void {
  addCommand(
    program,
    "record",
    "Record a run of a lab's solution, which its lesson plays where no runner is.",
  )
    .argument("<lab>", "the lab, as `labs list` names it")
    .option(
      "--out <file>",
      "the file to write (default: site/public/recordings/<lab>.json)",
    )
    .addHelpText(
      "after",
      examples("labs record pipeline", "labs record pair --out pair.json"),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 recorded, 1 the solution failed and nothing was written, 2 wrong usage, 3 the machine failed.",
    )
    .action((labId: string, options: CommonOptions & { out?: string }) =>
      run(async () => {
        const { runRecord } = await import("./record.ts");
        const { catalog, home, provider } = await prepare(options);
        const lab = catalog.lab(labId);
        return runRecord(
          { lab, home, provider, ...(options.out && { out: options.out }) },
          output,
        );
      }),
    );
}
