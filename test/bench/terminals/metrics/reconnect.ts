import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { spawn } from "node-pty";
import { submit, untilReady } from "../contenders/contender.ts";
import type { RunnerContender } from "../contenders/runner.ts";
import { Screen } from "../screen.ts";
import type { Figures } from "./typing.ts";

const run = promisify(execFile);

/** What is missed, in KiB. */
const missed = [0, 64, 256];

const figure = (kibibytes: number) => `reconnect, ${kibibytes} KiB missed`;

/** A command that prints so much in lines of 64 bytes, and then a mark. It is a little less than what is kept. */
function print(kibibytes: number, mark: string): string {
  const lines = Math.max(0, kibibytes * 16 - 16);
  return `yes ${"x".repeat(62)} | head -n ${lines}; echo ${mark.slice(0, 3)}''${mark.slice(3)}`;
}

/** From opening the connection to the last missed byte on the screen. */
export async function reconnect(
  contender: RunnerContender,
  lab: number,
): Promise<Figures> {
  const figures: Figures = {};
  const keeper = contender.visit(lab);
  await keeper.welcomed;
  await untilReady(keeper.panes);
  for (const kibibytes of missed) {
    const before = keeper.known;
    const [pane] = keeper.panes;
    if (!pane) throw new Error("no terminal was opened");
    const mark = `missed-${kibibytes}-end`;
    if (kibibytes > 0) await submit(pane, print(kibibytes, mark), mark);
    const begin = performance.now();
    const back = contender.visit(lab, before);
    await back.welcomed;
    const shown =
      kibibytes === 0 ? back.welcomed : back.panes[0]?.screen.shows(mark);
    figures[figure(kibibytes)] = ((await shown) ?? NaN) - begin;
    await back.close();
  }
  await keeper.close();
  return figures;
}

/** From starting `tmux attach` to the last line on the screen. */
export async function attachTmux(tmux: string): Promise<Figures> {
  const name = `labs-bench-${process.pid}`;
  const command = (...args: string[]) =>
    run(tmux, ["-L", name, "-f", "/dev/null", ...args]);
  await command(
    "new-session",
    "-d",
    "-s",
    name,
    "-x",
    "80",
    "-y",
    "24",
    "bash --noprofile --norc",
  );
  try {
    const figures: Figures = {};
    for (const kibibytes of missed) {
      const mark = `missed-${kibibytes}-end`;
      await command("send-keys", "-t", name, print(kibibytes, mark), "Enter");
      while (
        !(await command("capture-pane", "-p", "-t", name)).stdout.includes(mark)
      );
      figures[figure(kibibytes)] = await timeOfAttach(tmux, name, mark);
    }
    return figures;
  } finally {
    await command("kill-server");
  }
}

async function timeOfAttach(
  tmux: string,
  name: string,
  mark: string,
): Promise<number> {
  const screen = new Screen();
  const shown = screen.shows(mark);
  const begin = performance.now();
  const pty = spawn(tmux, ["-L", name, "attach"], {
    name: "xterm-256color",
    cols: 80,
    rows: 24,
    cwd: "/",
    env: { ...(process.env as Record<string, string>), TERM: "xterm-256color" },
    encoding: null,
  });
  const ended = new Promise<void>((resolve) => pty.onExit(resolve));
  pty.onData((bytes) => screen.take(bytes));
  const time = (await shown) - begin;
  process.kill(pty.pid, "SIGHUP");
  await ended;
  screen.dispose();
  return time;
}
