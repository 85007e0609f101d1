import { z } from "zod";
import type { Page } from "playwright-core";

/**
 * Types keys into a terminal of the lab panel, one after the other, and answers how long each took from the key's event to its
 * character in the page, in milliseconds, as the page itself measures it. The terminal must have a program that reads what is typed.
 */
export async function echoesInPage(
  page: Page,
  terminal: string,
  keys: number,
): Promise<number[]> {
  await page.locator(`#lab-terminal-${terminal} .xterm-screen`).click();
  const rows = `#lab-terminal-${terminal} .xterm-rows`;
  const times: number[] = [];
  while (times.length < keys) {
    const time = await watchChanges(page, "keydown", rows, [
      "now.split('x').length > before.split('x').length",
    ]);
    await page.keyboard.press("x");
    times.push(...(await time()));
  }
  return times;
}

/**
 * Presses Stop, and answers how long it took from the click to the header that says that it was heard, and to the one that says that
 * nothing runs, in milliseconds.
 */
export async function stopInPage(
  page: Page,
  terminal: string,
): Promise<{ heard: number; ended: number }> {
  const header = `#lab-terminal-${terminal} header`;
  const times = await watchChanges(page, "click", header, [
    "!/running/.test(now)",
    "!/running|stopping/.test(now)",
  ]);
  await page
    .locator(`#lab-terminal-${terminal}`)
    .getByRole("button", { name: /^Stop / })
    .click();
  const [heard = NaN, ended = NaN] = await times();
  return { heard, ended };
}

/**
 * Has the page watch for the next `event` and for the moments from then on at which `conditions` hold, one after the other: expressions
 * over the texts `before` and `now` of an element. Settles when the page listens; the function that it answers settles with the times.
 */
async function watchChanges(
  page: Page,
  event: string,
  selector: string,
  conditions: readonly string[],
): Promise<() => Promise<number[]>> {
  await page.evaluate(`{
    const element = document.querySelector(${JSON.stringify(selector)});
    const before = element.textContent;
    const conditions = [${conditions.map((each) => `(now) => ${each}`).join(", ")}];
    let began = 0;
    addEventListener(${JSON.stringify(event)}, (each) => { began = each.timeStamp; }, { capture: true, once: true });
    window.measured = new Promise((resolve) => {
      const times = [];
      const observer = new MutationObserver(() => {
        const now = element.textContent;
        while (began !== 0 && conditions[times.length]?.(now)) times.push(performance.now() - began);
        if (times.length < conditions.length) return;
        observer.disconnect();
        resolve(times);
      });
      observer.observe(element, { childList: true, subtree: true, characterData: true });
    });
    // The value of all this: were it the promise, it would be awaited here.
    void 0;
  }`);
  return async () =>
    z.array(z.number()).parse(await page.evaluate("window.measured"));
}
