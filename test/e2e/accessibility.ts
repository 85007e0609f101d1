import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * What of a page is against the rules of accessibility, each rule with the elements that break it.
 *
 * The pages have no frames, and only what is wrong is told: without these two settings the same rules took four
 * times as long (2.1 to 5.9 s a page instead of 0.7 to 1.4 s).
 */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
  );
}

/** A page as a phone shows it, by night. */
export async function becomeNarrowAndDark(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
}

/** Nothing lies beyond the page's edge, and nothing is against the rules of accessibility. */
export async function expectSound(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    "document.documentElement.scrollWidth - innerWidth",
  );
  expect(overflow, "the page must not scroll sideways").toBeLessThanOrEqual(0);
  expect(await violationsOf(page)).toEqual([]);
}
