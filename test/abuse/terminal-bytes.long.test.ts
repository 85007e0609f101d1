// One file: the list of the attacks on one thing, read from top to bottom.
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import type {
  Browser,
  BrowserContext,
  CDPSession,
  Page,
} from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { LessonPage } from "../e2e/lesson-page.ts";
import { launchBrowser } from "../helpers/browser.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { attack } from "./attack.ts";
import { anyBytes, corpus, printer, questions } from "./terminal-sequences.ts";

/** The terminal in which everything is printed. */
const terminal = "client";

/** How much is printed of each sequence, in bytes: four of the pieces in which the page draws. */
const size = 32 * 1024;

/** How much longer than by plain text of the same size the page may be kept busy. */
const factor = 6;

/** Below this a page is felt to answer at once, in milliseconds: what is promised of a chunk. */
const promised = 100;

/** A line as programs print it. */
const plainText =
  "consumer 1  count 12  sum 345, and some more of the text\r\n";

const clipboard = "what the student has copied";

let home: Awaited<ReturnType<typeof createHome>>;
let course: RunningCourse;
let browser: Browser;
let context: BrowserContext;
let open: OpenLesson | null = null;

beforeAll(async () => {
  home = await createHome();
  course = await startCourse(home.home);
  browser = await launchBrowser();
  context = await browser.newContext({
    viewport: { width: 1600, height: 1000 },
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
});

afterAll(async () => {
  await browser.close();
  await course.stop();
  await home.remove();
});

/** A lesson in the browser, with all that its page did besides drawing. */
interface OpenLesson {
  lesson: LessonPage;
  cdp: CDPSession;
  /** What the page has typed into terminals. */
  typed: string[];
  /** How often the page has connected. */
  connections: number;
  /** Windows that the page has opened. */
  windows: Page[];
  /** How long plain text keeps the page busy at worst, in milliseconds. */
  plain: number;
}

/** Opens the lesson, with the printing program in one of its terminals; the same one for all attacks. */
async function openLesson(): Promise<OpenLesson> {
  if (open) return open;
  const page = await context.newPage();
  const lesson = new LessonPage(page, "pair");
  const cdp = await context.newCDPSession(page);
  const opening: OpenLesson = {
    ...{ lesson, cdp, typed: [], connections: 0, windows: [], plain: 0 },
  };
  page.on("websocket", (socket) => {
    opening.connections += 1;
    socket.on("framesent", ({ payload }) => {
      if (typeof payload !== "string")
        opening.typed.push(payload.subarray(1).toString("latin1"));
    });
  });
  const { hash } = new URL(course.link);
  await page.goto(`${course.url}lessons/pair/${hash}`);
  await lesson.connected();
  context.on("page", (other) => opening.windows.push(other));
  await writeFile(join(home.home, "workspace/pair/print.mjs"), printer);
  await lesson.type(terminal, "exec node print.mjs\n");
  await lesson.shows(terminal, "waits");
  await page.evaluate(
    `navigator.clipboard.writeText(${JSON.stringify(clipboard)})`,
  );
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  open = opening;
  const plainText =
    "consumer 1  count 12  sum 345, and some more of the text\r\n";
  // The best of three: what the page itself needs, whatever else this machine is doing.
  const times: number[] = [];
  for (let count = 0; count < 3; count++)
    times.push((await print(filled(plainText))).worst);
  opening.plain = Math.min(...times);
  return opening;
}

/** As much of a sequence as is printed of each. */
function filled(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat(
    Array.from({ length: Math.ceil(size / bytes.length) }, () => bytes),
  ).subarray(0, Math.max(size, bytes.length));
}

let printed = 0;

/** Lets the program print these bytes. The longest time in which the page did not answer, and its processor time, in ms. */
async function print(
  bytes: Uint8Array,
  { keep = false } = {},
): Promise<{ worst: number; processor: number }> {
  if (!open) throw new Error("the lesson is not open");
  const { lesson, cdp } = open;
  const name = String((printed += 1));
  const before = await processorTime(cdp);
  await lesson.page.evaluate(startWatch);
  const file = join(
    home.home,
    "workspace/pair",
    keep ? `${name}.keep` : `${name}.bytes`,
  );
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
  await lesson.shows(terminal, `printed ${name}.`);
  const worst = Number(await lesson.page.evaluate(endWatch));
  return { worst, processor: (await processorTime(cdp)) - before };
}

async function processorTime(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
  return (seconds ?? 0) * 1000;
}

/** In the page: notes the longest gap between two turns of its event loop, looking each millisecond. */
const startWatch = `{
  const channel = new MessageChannel();
  let last = performance.now();
  const watch = (window.watch = { worst: 0, stop: () => channel.port1.close() });
  channel.port1.onmessage = () => {
    const now = performance.now();
    watch.worst = Math.max(watch.worst, now - last);
    last = now;
    setTimeout(() => channel.port2.postMessage(0), 1);
  };
  channel.port2.postMessage(0);
}`;
const endWatch = "window.watch.stop(), window.watch.worst";

/**
 * Prints, again and again where the page took long, and fails where it took too long for what text takes just now. Beside
 * other work a page that has little to do must wait, too: it was not busy for longer than the processor worked for it.
 */
async function worstOf(bytes: Uint8Array, what: string): Promise<number> {
  if (!open) throw new Error("the lesson is not open");
  const bound = Math.max(promised, factor * open.plain);
  let best = Number.POSITIVE_INFINITY;
  for (let tries = 10; tries > 0 && best > bound; tries--) {
    const { worst, processor } = await print(bytes);
    best = Math.min(best, worst, processor);
  }
  if (best > bound) {
    const now = Math.min(
      (await print(filled(plainText))).worst,
      (await print(filled(plainText))).worst,
    );
    expect(best, what).toBeLessThan(Math.max(promised, factor * now));
  }
  return best;
}

/** What a page may never do because of what a program prints. */
async function expectUntouched(
  { lesson, typed, connections, windows }: OpenLesson,
  title: string,
): Promise<void> {
  const { page } = lesson;
  expect(windows).toEqual([]);
  expect(await page.title()).toBe(title);
  expect(await page.evaluate("'pwned' in window")).toBe(false);
  await page.bringToFront();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(clipboard);
  expect(lesson.complaints).toEqual([]);
  expect(connections).toBe(1);
  // A terminal answers questions while a program asks them. Its answers hold nothing that the program chose.
  const answers = typed.join("").replace("exec node print.mjs\r", "");
  expect(answers).not.toContain("pwned");
  expect(answers).not.toMatch(/[\r\n]/);
}

for (const [kind, sequences] of Object.entries(corpus))
  attack(
    `Terminal sequences: ${kind}`,
    "any",
    async ({ measured }) => {
      const opening = await openLesson();
      const title = await opening.lesson.page.title();
      let worst = { what: "", time: 0 };
      for (const [what, text] of Object.entries(sequences)) {
        const time = await worstOf(filled(text), what);
        if (time > worst.time) worst = { what, time };
      }
      await expectUntouched(opening, title);
      measured(
        `${Object.keys(sequences).length} sequences; worst gap ${worst.time.toFixed(0)} ms (${worst.what}), plain text ${opening.plain.toFixed(0)} ms, ratio ${(worst.time / opening.plain).toFixed(1)}`,
      );
    },
    300_000,
  );

attack(
  "Terminal sequences: whatever there may be (property-based)",
  "any",
  async ({ measured }) => {
    const opening = await openLesson();
    const title = await opening.lesson.page.title();
    const seed = Number(process.env["LABS_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
    let runs = 0;
    let worst = 0;
    let bytes = 0;
    await fc.assert(
      fc.asyncProperty(anyBytes, async (some) => {
        const time = await worstOf(some, "arbitrary bytes");
        runs += 1;
        worst = Math.max(worst, time);
        bytes += some.length;
      }),
      { seed, numRuns: 40, interruptAfterTimeLimit: 60_000 },
    );
    await expectUntouched(opening, title);
    measured(
      `${runs} runs, ${(bytes / 1024).toFixed(0)} KiB, seed ${seed}; worst gap ${worst.toFixed(0)} ms, plain text ${opening.plain.toFixed(0)} ms`,
    );
  },
  300_000,
);

attack(
  "Terminal sequences: links, clicked",
  "any",
  async ({ measured }) => {
    const opening = await openLesson();
    const { lesson, windows } = opening;
    const schemes = [
      ...["javascript:window.pwned=1", "JavaScript:window.pwned=1"],
      ...["data:text/html,<script>opener.pwned=1</script>", "vbscript:pwned"],
      ...["file:///etc/passwd", "blob:http://127.0.0.1/pwned", "about:blank"],
      ...[
        "chrome://settings/",
        "mailto:a@b.example",
        "ssh://a@b",
        "//evil.example",
      ],
      ...["\u0001javascript:window.pwned=1", " javascript:window.pwned=1"],
      "view-source:http://127.0.0.1/",
    ];
    const click = async (text: string) => {
      await print(Buffer.from(`\u001bc${text}\r\n`), { keep: true });
      const row = lesson
        .terminal(terminal)
        .locator(".xterm-rows > div")
        .first();
      const box = await row.boundingBox();
      if (!box) throw new Error("the terminal has no rows");
      // From another line: a terminal looks for links once for each line under the pointer.
      for (const [x, y] of [
        [4, 60],
        [4, 8],
        [30, 8],
        [31, 8],
      ] as const)
        await lesson.page.mouse.move(box.x + x, box.y + y);
      await lesson.page.mouse.click(box.x + 31, box.y + 8);
    };
    for (const address of schemes) {
      await click(`\u001b]8;;${address}\u0007click me please\u001b]8;;\u0007`);
      await click(address);
    }
    // In order: had one of them opened a window, it would have come before these.
    const good = `${course.url}404.html`;
    await click(
      `\u001b]8;;${good}?linked\u0007click me please\u001b]8;;\u0007`,
    );
    await expect.poll(() => windows.length, { timeout: 10_000 }).toBe(1);
    await click(`${good}?plain`);
    await expect.poll(() => windows.length, { timeout: 10_000 }).toBe(2);
    const addresses = windows.map((page) => page.url());
    expect(addresses).toEqual([`${good}?linked`, `${good}?plain`]);
    expect(await lesson.page.evaluate("'pwned' in window")).toBe(false);
    for (const page of windows.splice(0)) await page.close();
    await lesson.page.bringToFront();
    await print(Buffer.from(""));
    measured(`${2 * schemes.length} opened nothing, 2 of http opened`);
  },
  120_000,
);

attack(
  "Terminal sequences: questions in what is shown again",
  "any",
  async ({ measured }) => {
    const opening = await openLesson();
    const { lesson, typed } = opening;
    await print(filled(questions));
    const asked = typed.join("").length;
    // The program gets its answers while it asks: otherwise nothing would be proved here.
    expect(asked).toBeGreaterThan(1000);
    typed.length = 0;
    await lesson.page.reload();
    await lesson.connected();
    await lesson.shows(terminal, `printed ${printed}.`);
    // What is typed afterwards arrives, and is the first that does.
    await lesson.type(terminal, "x");
    await expect.poll(() => typed.join(""), { timeout: 15_000 }).toBe("x");

    const other = await context.newPage();
    opening.windows.length = 0;
    other.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        if (typeof payload !== "string") typed.push(payload.toString("latin1"));
      }),
    );
    await other.goto(`${course.url}lessons/pair/${new URL(course.link).hash}`);
    const second = new LessonPage(other, "pair");
    await second.connected();
    await second.shows(terminal, `printed ${printed}.`);
    expect(typed).toEqual(["x"]);
    await other.close();
    measured(`${asked} bytes answered at first, 0 when shown again`);
  },
  120_000,
);
