import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noNotes, type TerminalNotes } from "#contract";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { LabClient } from "../helpers/lab-client.ts";
import {
  createHome,
  startTestServer,
  testProvider,
  type TestServer,
} from "../helpers/lab-server.ts";
import { processesWith, uniqueSeconds } from "../helpers/processes.ts";

const ctrlZ = "\x1a";

/** What a page was last told about a terminal. */
function notesOf(page: LabClient, terminal: string): TerminalNotes {
  let notes = noNotes;
  for (const each of page.messages) {
    if (each.type === "welcome")
      notes = each.terminals.find(({ id }) => id === terminal)?.notes ?? notes;
    if (each.type === "notes" && each.terminal === terminal) ({ notes } = each);
  }
  return notes;
}

const noted = (
  page: LabClient,
  terminal: string,
  what: string,
  met: (notes: TerminalNotes) => boolean,
) => page.until(what, () => met(notesOf(page, terminal)));

/** A terminal's shell, as it numbers itself. */
async function shellOf(
  page: LabClient,
  terminal: string,
  word: string,
): Promise<string> {
  page.type(terminal, `echo ${word}-$$.\r`);
  const shown = () =>
    new RegExp(`${word}-(\\d+)\\.`).exec(page.text(terminal))?.[1];
  await page.until("the shell says its number", () => shown() !== undefined);
  return shown() ?? "";
}

const strongest = (await testProvider()).isolation.level;

describe.each([...new Set([strongest, "none"] as const)])(
  "at the level %s",
  (level) => {
    let home: Awaited<ReturnType<typeof createHome>>;
    let server: TestServer;
    let page: LabClient;

    beforeEach(async () => {
      home = await createHome();
      const provider = await chooseProvider({ level });
      server = await startTestServer(home, { provider });
      page = await LabClient.open(server, "relay");
    });
    afterEach(async () => {
      await server.close();
      expect(server.logged).toEqual([]);
      await home.remove();
    });

    test("what is suspended stays noted while other commands run, and names itself as the holder of its port", async () => {
      page.type("listener", "node listener.ts 5555\r");
      await page.shows("listener", "listening on 5555");
      page.type("listener", ctrlZ);
      await page.is("listener", "suspended");
      page.type("listener", "node listener.ts 5555\r");
      await page.is("listener", "exited");
      await noted(page, "listener", "the holder is named", ({ held }) => {
        return held.length > 0;
      });
      expect(notesOf(page, "listener")).toEqual({
        suspended: ["node listener.ts 5555"],
        held: [
          {
            port: 5555,
            pid: expect.any(Number) as number,
            command: "node listener.ts 5555",
            terminal: "listener",
            suspended: true,
            inside: true,
          },
        ],
        waits: false,
        changed: [],
      });
      // The number is the one that the student's own tools show.
      const [holder] = notesOf(page, "listener").held;
      page.type("talker-1", `cat /proc/${holder?.pid}/cmdline | tr '\\0' _\r`);
      await page.shows("talker-1", "node_listener.ts_5555_");

      const reloaded = await LabClient.open(server, "relay");
      expect(notesOf(reloaded, "listener")).toEqual(notesOf(page, "listener"));

      page.send({ type: "run", terminal: "listener" });
      await page.until(
        "it listens again",
        () => page.text("listener").split("listening on 5555").length === 3,
      );
      await noted(page, "listener", "nothing is left to say", (notes) => {
        return notes.suspended.length === 0 && notes.held.length === 0;
      });
    });

    test("Stop all leaves nothing of what was done in a shell, and the shells themselves", async () => {
      const seconds = uniqueSeconds();
      const shell = await shellOf(page, "talker-1", "before");
      const lines = [
        `sleep ${seconds} &`,
        `nohup sleep ${seconds} >/dev/null 2>&1 &`,
        `(setsid sleep ${seconds} || sleep ${seconds}) &`,
        `(sleep ${seconds} & disown); (sleep ${seconds} &)`,
        `sh -c 'trap "" HUP INT TERM TSTP; (setsid sleep ${seconds} || sleep ${seconds}) &'`,
      ];
      for (const line of lines) page.type("talker-1", `${line}\r`);
      for (let count = 1; count <= 2; count += 1) {
        const before = page.messages.length;
        page.type("talker-1", `sleep ${seconds}\r`);
        await page.next(
          "state",
          ({ state }) =>
            state.is === "running" && state.command === `sleep ${seconds}`,
          before,
        );
        // Stopped any sooner, it would still be the shell that is about to become it.
        await expect
          .poll(() => processesWith(seconds).length, { timeout: 20_000 })
          .toBe(6 + count);
        page.type("talker-1", ctrlZ);
        await noted(page, "talker-1", "it is suspended", ({ suspended }) => {
          return suspended.length === count;
        });
      }
      // A shell in a shell, with one suspended and one in the background.
      page.type("talker-2", `bash --norc\r`);
      await page.is("talker-2", "running");
      page.type("talker-2", `sleep ${seconds} & sleep ${seconds}\r`);
      await expect
        .poll(() => processesWith(seconds).length, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(10);
      page.type("talker-2", ctrlZ);
      await noted(page, "talker-2", "the inner shell's is seen", (notes) => {
        return notes.suspended.length === 1;
      });

      page.send({ type: "stop-all" });
      await expect
        .poll(() => processesWith(seconds), { timeout: 30_000 })
        .toEqual([]);
      for (const terminal of ["talker-1", "talker-2"])
        await noted(page, terminal, "nothing is suspended", (notes) => {
          return notes.suspended.length === 0;
        });
      expect(await shellOf(page, "talker-1", "after")).toBe(shell);
      expect(page.text("talker-1")).toContain("before-");
      expect(page.state("talker-2").is).not.toBe("closed");
    });

    test("Stop all ends a shell that has become a program, and starts another one", async () => {
      const seconds = uniqueSeconds();
      await shellOf(page, "talker-1", "before");
      page.type("talker-1", `trap '' INT; exec sleep ${seconds}\r`);
      await expect
        .poll(() => processesWith(seconds).length, { timeout: 10_000 })
        .toBeGreaterThan(0);
      await page.is("talker-1", "running");
      page.send({ type: "stop-all" });
      await expect
        .poll(() => processesWith(seconds), { timeout: 40_000 })
        .toEqual([]);
      await page.is("talker-1", "idle");
      await shellOf(page, "talker-1", "after");
      expect(page.text("talker-1")).toContain("before-");
    });

    test("a Run whose port a program holds that has left its terminal waits until it is freed", async () => {
      page.type("talker-1", "(node listener.ts 5555 &)\r");
      await page.shows("talker-1", "listening on 5555");
      page.send({ type: "run", terminal: "listener" });
      await noted(page, "listener", "it waits", ({ waits }) => waits);
      expect(notesOf(page, "listener").held).toMatchObject([
        {
          port: 5555,
          command: "node listener.ts 5555",
          terminal: "talker-1",
          suspended: false,
          inside: true,
        },
      ]);
      expect(page.text("listener")).not.toContain("node listener.ts");
      page.send({ type: "free", terminal: "listener" });
      await page.shows("listener", "listening on 5555");
      await page.shows("talker-1", "cleaning up");
      expect(notesOf(page, "listener")).toEqual(noNotes);
    });

    // Without a sandbox nothing holds it: it is gone before it can be told to go.
    test.skipIf(level === "none")(
      "Stop all ends a program that starts its successor and ends, again and again",
      async () => {
        const again =
          'printf . >>beats; trap "" INT TERM; sh ./again.sh >/dev/null 2>&1 &';
        page.type("talker-1", `echo '${again}' >again.sh; sh ./again.sh\r`);
        const beats = join(home.root, "workspace/relay/beats");
        const beat = async () => {
          const before = (await stat(beats)).size;
          await delay(500);
          return (await stat(beats)).size - before;
        };
        await page.is("talker-1", "exited");
        expect(await beat()).toBeGreaterThan(10);
        page.send({ type: "stop-all" });
        // Killed where it is met, or by the kernel with its whole sandbox.
        await expect.poll(beat, { timeout: 40_000 }).toBe(0);
      },
    );
  },
);
