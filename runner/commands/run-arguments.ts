import type { Command } from "commander";
import { loadCatalog } from "../catalog/catalog.ts";
import { openHome } from "../workspace/home.ts";
import { addCommand, examples, type CommonOptions } from "./options.ts";
import type { Output } from "./output.ts";

/** Adds `labs run` to the command line. */
export function addRunCommand(
  program: Command,
  run: (command: () => Promise<number>) => Promise<void>,
  output: Output,
): void {
  addCommand(
    program,
    "run",
    "Start the program of one of a lab's terminals here, without a sandbox.",
  )
    .argument("<lab>", "the lab, as `labs list` names it")
    .argument("<terminal>", "the terminal, as lab.ts names it")
    .argument("[args...]", "arguments instead of the terminal's, behind --")
    .option("--solution", "the solution's program, not yours", false)
    .addHelpText(
      "after",
      examples(
        "labs run pair server",
        "labs run pair server --solution",
        "labs run pipeline producer -- 4 8 15",
      ),
    )
    .addHelpText(
      "after",
      "\nThe exit code is the program's. Programs meet on this machine's own ports: start each in a terminal of its own.",
    )
    .action(
      (
        labId: string,
        terminal: string,
        args: string[],
        options: CommonOptions & { solution: boolean },
      ) =>
        run(async () => {
          const { runRun } = await import("./run.ts");
          const lab = (await loadCatalog()).lab(labId);
          const home = await openHome(options.home);
          const { solution } = options;
          return runRun({ lab, home, terminal, args, solution }, output);
        }),
    );
}
