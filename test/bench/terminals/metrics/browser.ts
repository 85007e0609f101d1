import type { Page } from "playwright-core";
import { launchBrowser } from "../../../helpers/browser.ts";
import { createHome, startCourse } from "../../../helpers/course.ts";
import { echoesInPage, stopInPage } from "../../../helpers/page-timing.ts";
import { quantile } from "../statistics.ts";
import type { Sizes } from "./sizes.ts";
import type { Figures } from "./typing.ts";

/** The lab with the most terminals; the last of them is typed into. */
const lab = "pipeline";
const typedInto = "producer";
const flooding = ["collector", "consumer-1", "consumer-2"];

/** The panel in a real browser: typing in one terminal while the other three are idle, and while they flood. */
export async function panelInBrowser({ keys }: Sizes): Promise<Figures> {
  const home = await createHome();
  const course = await startCourse(home.home);
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({
        viewport: { width: 1600, height: 1000 },
      });
      const { hash } = new URL(course.link);
      await page.goto(`${course.url}lessons/${lab}/${hash}`);
      await page.locator('.lab-panel[data-connection="open"]').waitFor();
      return await measure(page, Math.min(keys, 60));
    } finally {
      await browser.close();
    }
  } finally {
    await course.stop();
    await home.remove();
  }
}

async function measure(page: Page, keys: number): Promise<Figures> {
  await typeAndRun(page, typedInto, "cat > /dev/null");
  const idle = await echoesInPage(page, typedInto, keys);
  for (const terminal of flooding) await typeAndRun(page, terminal, "yes");
  const flooded = await echoesInPage(page, typedInto, keys);
  const stops: { heard: number; ended: number }[] = [];
  for (const terminal of flooding) stops.push(await stopInPage(page, terminal));
  return {
    "echo p50 in the page": quantile(idle, 0.5),
    "echo p99 in the page": quantile(idle, 0.99),
    "echo p50 in the page, three floods": quantile(flooded, 0.5),
    "echo p99 in the page, three floods": quantile(flooded, 0.99),
    "Stop beside floods, until the page says stopping": Math.max(
      ...stops.map(({ heard }) => heard),
    ),
    "Stop beside floods, until the program has ended": Math.max(
      ...stops.map(({ ended }) => ended),
    ),
  };
}

async function typeAndRun(
  page: Page,
  terminal: string,
  command: string,
): Promise<void> {
  const pane = page.locator(`#lab-terminal-${terminal}`);
  await pane.locator(".xterm-screen").click();
  await page.keyboard.type(`${command}\n`);
  await pane.locator("header", { hasText: "running" }).waitFor();
}
