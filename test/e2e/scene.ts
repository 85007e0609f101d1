import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { copyCheckout } from "../helpers/copy-checkout.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";

/** What the tests of a file share. */
export interface Scene {
  /** The student's folder. */
  home: string;
  course: RunningCourse;
  browser: Browser;
  /** A wide window. */
  context: BrowserContext;
}

/** What is served. */
export interface SceneOptions {
  /** Changes a copy of this checkout, which is served then instead of this one. */
  change?: (checkout: string) => Promise<void>;
}

/** Serves a course to a real browser, with a home of its own, while the tests of this file run. */
export function serveScene(options: SceneOptions = {}): Scene {
  const scene = {} as Scene;
  const { change } = options;
  const cleanup = new AsyncDisposableStack();
  beforeAll(async () => {
    const { home, remove } = await createHome();
    cleanup.defer(remove);
    scene.home = home;
    if (change) {
      const copy = await copyCheckout();
      cleanup.defer(copy.remove);
      await change(copy.folder);
      scene.course = await startCourse(home, { checkout: copy.folder });
    } else scene.course = await startCourse(home);
    scene.browser = await launchBrowser();
    scene.context = await scene.browser.newContext({
      viewport: { width: 1600, height: 1000 },
    });
  });
  afterAll(async () => {
    await scene.browser.close();
    expect(await scene.course.stop()).toBe(0);
    await cleanup.disposeAsync();
  });
  return scene;
}
