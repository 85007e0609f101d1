import type { Command } from "commander";
import { unusable } from "../catalog/catalog.ts";
import {
  addCommand,
  examples,
  parseTimes,
  prepare,
  type CommonOptions,
} from "./options.ts";
import type { Output } from "./output.ts";

/** Adds `labs verify` to the command line. */
export function addVerifyCommand(
  program: Command,
  run: (command: () => Promise<number>) => Promise<void>,
  output: Output,
): void {
  addCommand(
    program,
    "verify",
    "Prove the graders: starters fail, right answers pass, known mistakes fail as they should.",
  )
    .argument(
      "[lab...]",
      "labs, or runs of a lab such as pipeline/linger-zero, pair/solution or pair/starter (default: all labs)",
    )
    .option(
      "--repeat <times>",
      "how often each right answer must pass",
      parseTimes,
      1,
    )
    .option("--load", "keep every core busy meanwhile", false)
    .option(
      "--all",
      "run also what is proven and has not changed (default where CI=true)",
      process.env["CI"] === "true",
    )
    .addHelpText(
      "after",
      examples(
        "labs verify",
        "labs verify pipeline/linger-zero",
        "labs verify pipeline --repeat 20 --load",
      ),
    )
    .action(
      (
        names: string[],
        options: CommonOptions & {
          repeat: number;
          load: boolean;
          all: boolean;
        },
      ) =>
        run(async () => {
          const { runVerify } = await import("./verify.ts");
          const { catalog, home, provider } = await prepare(options);
          const { repeat, load, all } = options;
          const named = names.map((name) => {
            const [id = "", ...rest] = name.split("/");
            const lab = catalog.lab(id);
            return rest.length > 0 ? { lab, trial: rest.join("/") } : { lab };
          });
          const targets =
            named.length > 0 ? named : catalog.labs.map((lab) => ({ lab }));
          return runVerify(
            {
              targets,
              unusable: named.length > 0 ? [] : unusable(catalog),
              home,
              provider,
              repeat,
              load,
              all,
            },
            output,
          );
        }),
    );
}
