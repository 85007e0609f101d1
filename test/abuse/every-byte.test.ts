import { expect } from "vitest";
import { LabClient } from "../helpers/lab-client.ts";
import { attack } from "./attack.ts";
import { startRunner } from "./scene.ts";

/** Programs that are started, and how many bytes each prints before it exits at once. */
const programs = 1000;
const bytes = 20_000;

/** So many follow each other before the transcript is looked at: together they stay within what is kept for a page that was away. */
const atOnce = 10;

const lab = "relay-1";
const terminals = ["talker-1", "talker-2"];

/** A command that runs so many programs, one after the other: each writes its own letter many times, a bar, and is gone. */
const print = (count: number) =>
  `for i in $(seq ${count}); do perl -e '$| = 1; syswrite STDOUT, substr("x" x ${bytes}, 0, ${bytes}) . "|"'; done`;

/** How many whole transcripts there are, and what else was printed between them. */
function wholeTranscripts(printed: string): { whole: number; rest: string } {
  const pieces = printed.split("|");
  const rest = pieces.pop() ?? "";
  const whole = pieces.filter((piece) => piece === "x".repeat(bytes)).length;
  return { whole, rest: pieces.length === whole ? rest : "torn" };
}

/** What a terminal has shown since `start`, between the mark of the command and that of its end. */
function printedSince(
  page: LabClient,
  terminal: string,
  start: number,
): string {
  const screen = page.screen(terminal);
  const text = screen.bytes.subarray(start - screen.start).toString("latin1");
  const [, printed = ""] = /133;C;[^\x07]*\x07([^\x1b]*)/.exec(text) ?? [];
  return printed;
}

/** Waits until the shell is at its prompt again, whose text comes behind all that was printed. */
async function untilPrompt(
  page: LabClient,
  terminal: string,
  start: number,
): Promise<void> {
  await page.until(
    "the prompt came",
    () => {
      const screen = page.screen(terminal);
      const text = screen.bytes
        .subarray(Math.max(0, start - screen.start))
        .toString("latin1");
      return /133;C;[^]*133;D;0[^]*133;B;/.test(text);
    },
    40_000,
  );
}

attack(
  `${programs} programs print ${bytes / 1000} KB and exit at once`,
  "any",
  async ({ measured }) => {
    const runner = await startRunner({ labs: 1 });
    const page = await LabClient.open(runner, lab);

    let whole = 0;
    for (let round = 0; round < programs / atOnce / 2; round += 1) {
      await Promise.all(
        terminals.map(async (terminal) => {
          const start = page.screen(terminal).end;
          page.type(terminal, `${print(atOnce)}\r`);
          await untilPrompt(page, terminal, start);
          const outcome = wholeTranscripts(printedSince(page, terminal, start));
          expect(outcome.rest).toBe("");
          whole += outcome.whole;
        }),
      );
    }
    expect(whole).toBe(programs);
    measured(`${whole} of ${programs} complete`);
    await page.close();
  },
  60_000,
);

attack(
  `${programs} programs print ${bytes / 1000} KB and exit at once, while a page reads nothing`,
  "any",
  async ({ measured }) => {
    const runner = await startRunner({ labs: 1 });
    const page = await LabClient.open(runner, lab);

    let whole = 0;
    for (let round = 0; round < programs / atOnce / 2; round += 1)
      await Promise.all(
        terminals.map(async (terminal) => {
          const stalled = await LabClient.open(runner, lab, page);
          const start = page.screen(terminal).end;
          stalled.socket.pause();
          page.type(terminal, `${print(atOnce)}\r`);
          await untilPrompt(page, terminal, start);
          stalled.socket.resume();
          await untilPrompt(stalled, terminal, start);
          const outcome = wholeTranscripts(
            printedSince(stalled, terminal, start),
          );
          expect(outcome.rest).toBe("");
          whole += outcome.whole;
          expect(stalled.screen(terminal).resets).toBe(0);
          await stalled.close();
        }),
      );
    expect(whole).toBe(programs);
    measured(`${whole} of ${programs} complete`);
    await page.close();
  },
  60_000,
);

attack(
  "A background program prints on after its shell has ended",
  "any",
  async ({ measured }) => {
    const runner = await startRunner({ labs: 1 });
    const page = await LabClient.open(runner, lab);
    const go = "until [ -e go-on ]; do sleep 0.01; done";
    page.type(
      "talker-1",
      `(trap '' HUP; ${go}; for i in $(seq 1000); do echo too late; done; touch done-too) & echo last''-word; exit\r`,
    );
    await page.is("talker-1", "closed");
    await page.shows("talker-1", "The shell has ended.");
    const end = page.screen("talker-1").end;
    page.type(
      "talker-2",
      "touch go-on; sleep 0.3; [ -e done-too ] && echo it''-printed || echo it''-was-ended\r",
    );
    await page.until("it is known what became of it", () =>
      /it-(printed|was-ended)\r\n/.test(page.text("talker-2")),
    );
    // The shell's last word comes before its end, and nothing comes after that.
    expect(page.text("talker-1")).toMatch(
      /last-word\r\n[^]*The shell has ended\./,
    );
    expect(page.text("talker-1")).not.toMatch(/^too late/m);
    expect(page.screen("talker-1").end).toBe(end);
    measured("the shell's own end is the end: 0 bytes after it");
    await page.close();
  },
);
