import { Command, CommanderError, Option } from "commander";
import { loadCatalog } from "../catalog/catalog.ts";
import { courseVersion } from "../catalog/course.ts";
import { chooseProvider } from "../sandbox/choose-provider.ts";
import { openHome } from "../workspace/home.ts";
import {
  addCommand,
  examples,
  levelOf,
  parsePort,
  parseSeed,
  prepare,
  type CommonOptions,
} from "./options.ts";
import type { Output } from "./output.ts";
import { addRecordCommand } from "./record-arguments.ts";
import { addRunCommand } from "./run-arguments.ts";
import { addVerifyCommand } from "./verify-arguments.ts";

/** Parses the command line and runs the command it names. Resolves to the exit code. */
export async function parseArguments(
  argv: string[],
  output: Output,
): Promise<number> {
  let exitCode = 0;
  const run = async (command: () => Promise<number>) => {
    exitCode = await command();
  };
  const program = createProgram(run, output);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong; --help and --version also end here, with 0.
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

function createProgram(
  run: (command: () => Promise<number>) => Promise<void>,
  output: Output,
): Command {
  const program = new Command("labs")
    .description(
      "ZeroMQ Labs: a course on distributed messaging with real processes.",
    )
    .version(courseVersion)
    .exitOverride()
    .configureOutput({
      writeErr: (text) => output.note(text.trimEnd()),
      writeOut: (text) => output.line(text.trimEnd()),
    })
    .showHelpAfterError("Run `labs --help` to see what there is.")
    .addHelpText(
      "after",
      examples("labs start", "labs list", "labs check pipeline", "labs doctor"),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 pass, 1 fail, 2 wrong usage or ungradable, 3 the grader or the machine failed.",
    );

  addCommand(
    program,
    "start",
    "Serve the course and run its labs, on this machine only.",
  )
    .option(
      "--port <number>",
      "the port to serve on; the next free one is taken",
      parsePort,
      4321,
    )
    .option("--no-open", "do not open the browser")
    .addHelpText(
      "after",
      examples("labs start", "labs start --no-open --port 8000"),
    )
    .action((options: CommonOptions & { port: number; open: boolean }) =>
      run(async () => {
        const { runStart } = await import("./start.ts");
        return runStart(
          {
            ...(await prepare(options)),
            port: options.port,
            open: options.open,
          },
          output,
        );
      }),
    );

  addCommand(program, "list", "List the labs in course order.")
    .addHelpText("after", examples("labs list"))
    .action(() =>
      run(async () => {
        const { runList } = await import("./list.ts");
        return runList(await loadCatalog(), output);
      }),
    );

  addCommand(
    program,
    "check",
    "Check your work in a lab, or the work in another folder.",
  )
    .argument("<lab>", "the lab, as `labs list` names it")
    .option(
      "--dir <folder>",
      "the folder with the submission (default: your files of this lab)",
    )
    .option(
      "--allow-unsafe",
      "run other people's programs although they are not isolated from your files",
      false,
    )
    .option("--seed <number>", "repeat the run that had this seed", parseSeed)
    .addOption(
      new Option("--format <format>", "how to print the result")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText(
      "after",
      examples(
        "labs check pipeline",
        "labs check pipeline --dir submissions/ada --format json",
        "labs check pair --seed 42",
      ),
    )
    .action(
      (
        labId: string,
        options: CommonOptions & {
          dir?: string;
          allowUnsafe: boolean;
          seed?: number;
          format: "text" | "json";
        },
      ) =>
        run(async () => {
          const { runCheck } = await import("./check.ts");
          const { catalog, home, provider } = await prepare(options);
          const { dir, seed: wanted, format, allowUnsafe } = options;
          const lab = catalog.lab(labId);
          return runCheck(
            {
              lab,
              home,
              provider,
              format,
              allowUnsafe,
              ...(dir && { dir }),
              ...(wanted !== undefined && { seed: wanted }),
            },
            output,
          );
        }),
    );

  addVerifyCommand(program, run, output);
  addRunCommand(program, run, output);
  addRecordCommand(program, run, output);

  addCommand(
    program,
    "reset",
    "Bring back a lab's starter files. What was there is kept as a snapshot.",
  )
    .argument("<lab>", "the lab, as `labs list` names it")
    .addHelpText("after", examples("labs reset pipeline"))
    .action((labId: string, options: CommonOptions) =>
      run(async () => {
        const { runReset } = await import("./reset.ts");
        const catalog = await loadCatalog();
        return runReset(
          catalog.lab(labId),
          await openHome(options.home),
          output,
        );
      }),
    );

  addCommand(
    program,
    "restore",
    "Bring back an earlier version of your files. Without its name: list what there is.",
  )
    .argument("<lab>", "the lab, as `labs list` names it")
    .argument("[snapshot]", "the version, as `labs restore <lab>` names it")
    .addHelpText(
      "after",
      examples(
        "labs restore pipeline",
        "labs restore pipeline 2026-03-01T09-30-00-123Z-reset",
      ),
    )
    .action(
      (labId: string, snapshot: string | undefined, options: CommonOptions) =>
        run(async () => {
          const { runRestore } = await import("./restore.ts");
          const lab = (await loadCatalog()).lab(labId);
          const home = await openHome(options.home);
          return runRestore(
            { lab, home, ...(snapshot !== undefined && { snapshot }) },
            output,
          );
        }),
    );

  addCommand(
    program,
    "doctor",
    "Look at what labs need on this machine, and say what to do where something is missing.",
  )
    .addHelpText("after", examples("labs doctor"))
    .action((options: CommonOptions) =>
      run(async () => {
        const { runDoctor } = await import("./doctor.ts");
        return runDoctor(await chooseProvider(levelOf(options)), output);
      }),
    );

  return program;
}
