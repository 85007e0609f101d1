import { afterAll, beforeAll, expect, vi } from "vitest";
import type { Browser } from "playwright-core";
import { WebSocket } from "ws";
import { socketProtocol } from "#contract";
import { launchBrowser } from "../helpers/browser.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { LessonPage } from "../e2e/lesson-page.ts";
import { attack, type Attack } from "./attack.ts";
import { listenAsImpostor } from "./impostor.ts";

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

const patient = { timeout: 60_000, interval: 20 };
const portOf = ({ url }: RunningCourse) => Number(new URL(url).port);
const tokenOf = ({ link }: RunningCourse) =>
  new URL(link).hash.replace("#token=", "");

/** A student with a lesson open, whose runner is then stopped. */
async function stoppedCourse({ context }: Attack) {
  const { home, remove } = await createHome();
  const course = await startCourse(home);
  const pages = await browser.newContext();
  const lesson = await LessonPage.open(pages, course, "pair");
  await course.stop();
  context.onTestFinished(async () => {
    await pages.close();
    await remove();
  });
  /** Starts it again, in the same home. */
  const again = async (args: string[] = []) => {
    const next = await startCourse(home, { args });
    context.onTestFinished(async () => {
      await next.stop();
    });
    return next;
  };
  return { course, lesson, port: portOf(course), again };
}

/** Tries to get in with each thing that could be a secret, as a call and as a socket. Resolves to how many were tried. */
async function expectWorthless(
  taken: string,
  course: RunningCourse,
): Promise<number> {
  const words = new Set(taken.match(/[\w~-]{16,}/g));
  for (const word of words) {
    const call = await fetch(`${course.url}api/course`, {
      headers: { authorization: `Bearer ${word}` },
    });
    expect(call.status, word).toBe(401);
    expect(await opens(course, word), word).toBe(false);
  }
  return words.size;
}

function opens(course: RunningCourse, word: string): Promise<boolean> {
  const { host, origin } = new URL(course.url);
  const socket = new WebSocket(
    `ws://${host}/api/labs/pair/socket`,
    [socketProtocol, `token.${word}`],
    { origin },
  );
  return new Promise((resolve) => {
    socket.once("open", () => {
      resolve(true);
      socket.terminate();
    });
    socket.once("error", () => resolve(false));
  });
}

attack(
  "Who listens on the port of a stopped runner: what the open page hands over",
  "any",
  async (attack) => {
    const { lesson, port, again } = await stoppedCourse(attack);
    const impostor = await listenAsImpostor(port);
    await vi.waitUntil(() => impostor.tries >= 3, patient);
    const elsewhere = await again();
    const tried = await expectWorthless(impostor.taken(), elsewhere);
    expect(impostor.messages).toBe(0);
    await elsewhere.stop();
    await impostor.close();
    // The runner's own page comes back by itself, and what was taken opens nothing there either.
    const course = await again(["--port", String(port)]);
    expect(portOf(course)).toBe(port);
    await lesson.connected();
    await expectWorthless(impostor.taken(), course);
    attack.measured(`${tried} words in ${impostor.tries} tries, 0 messages`);
  },
);

attack(
  "Who listens there and names the run of the runner on another port",
  "any",
  async (attack) => {
    const { port, again } = await stoppedCourse(attack);
    const next = await again(["--port", String(port + 1)]);
    const answer = await fetch(`${next.url}api/run`);
    const { run } = (await answer.json()) as { run?: string };
    const impostor = await listenAsImpostor(port, run ? { run } : {});
    attack.context.onTestFinished(() => impostor.close());
    await vi.waitUntil(() => impostor.tries >= 3, patient);
    const tried = await expectWorthless(impostor.taken(), next);
    expect(impostor.messages).toBe(0);
    attack.measured(`${tried} words in ${impostor.tries} tries`);
  },
);

attack(
  "Who listens there and passes all on to the runner on another port",
  "any",
  async (attack) => {
    const { lesson, port, again } = await stoppedCourse(attack);
    const next = await again(["--port", String(port + 1)]);
    const impostor = await listenAsImpostor(port, { relayTo: portOf(next) });
    attack.context.onTestFinished(() => impostor.close());
    const connection = () =>
      lesson.page.locator(".lab-panel").getAttribute("data-connection");
    await vi.waitUntil(
      async () => impostor.tries >= 3 || (await connection()) === "open",
      patient,
    );
    expect(await connection()).not.toBe("open");
    await expectWorthless(impostor.taken(), next);
    attack.measured(`${impostor.tries} tries`);
  },
);

attack(
  "Who listens there and serves a page that reads what the browser keeps",
  "any",
  async (attack) => {
    const { lesson, port, again } = await stoppedCourse(attack);
    const impostor = await listenAsImpostor(port);
    const looted = lesson.page.waitForResponse("**/loot");
    await lesson.page.reload();
    await looted;
    await impostor.close();
    const tried = await expectWorthless(
      impostor.taken(),
      await again(["--port", String(port)]),
    );
    attack.measured(`${tried} words`);
  },
);

attack(
  "The link of an earlier run, on the same port",
  "any",
  async (attack) => {
    const { course, port, again } = await stoppedCourse(attack);
    const next = await again(["--port", String(port)]);
    expect(portOf(next)).toBe(port);
    await expectWorthless(tokenOf(course), next);
    const pages = await browser.newContext();
    attack.context.onTestFinished(() => pages.close());
    const page = await pages.newPage();
    await page.goto(course.link.replace("/#", "/lessons/pair/#"));
    await page.getByText("Open the link that").waitFor();
  },
);

attack(
  "Who listens on ::1 while the runner runs: pages under the name localhost",
  "any",
  async (attack) => {
    const { again } = await stoppedCourse(attack);
    const next = await again();
    const pages = await browser.newContext();
    attack.context.onTestFinished(() => pages.close());
    const page = await pages.newPage();
    await page.goto(next.link.replace("127.0.0.1", "localhost"));
    // A page that stays under that name would give its key to whoever answers on ::1.
    expect(new URL(page.url()).origin).toBe(new URL(next.url).origin);
    const keys = await pages.storageState();
    expect(keys.origins.map(({ origin }) => origin)).not.toContainEqual(
      expect.stringContaining("localhost"),
    );
  },
);
