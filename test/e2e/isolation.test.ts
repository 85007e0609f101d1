import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { findTool } from "../../runner/sandbox/tools.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { createHome, startCourse } from "../helpers/course.ts";
import { LessonPage } from "./lesson-page.ts";

/** Runs a command on a machine without bubblewrap: for this command only, in namespaces of its own. */
function withoutBubblewrap(): string[] | null {
  const bubblewrap = findTool("bwrap");
  if (!bubblewrap) return [];
  const hide = `mount --bind /dev/null ${bubblewrap}; exec "$@"`;
  const by = [
    ...["unshare", "--user", "--map-root-user", "--mount"],
    ...["/bin/bash", "--norc", "-ec", hide, "hide"],
  ];
  return spawnSync(by[0] ?? "", [...by.slice(1), "true"]).status === 0
    ? by
    : null;
}

test("where bubblewrap is missing, the page says what is weaker, why, and what to do", async (context) => {
  const by = withoutBubblewrap();
  if (by === null)
    return context.skip(
      "not tried: bubblewrap is there, and no namespace can be made to hide it in",
    );
  await using cleanup = new AsyncDisposableStack();
  const { home, remove } = await createHome();
  cleanup.defer(remove);
  const course = await startCourse(home, { by });
  cleanup.defer(async () => {
    await course.stop();
  });
  const browser = await launchBrowser();
  cleanup.defer(() => browser.close());

  const lesson = await LessonPage.open(
    await browser.newContext({ viewport: { width: 1600, height: 1000 } }),
    course,
    "pair",
  );
  const chip = lesson.panel.getByRole("button", {
    name: /^(own network|not isolated): /,
  });
  await chip.click();
  const explanation = lesson.panel.locator(".explanation");
  await explanation.getByText("bubblewrap is not installed.").waitFor();
  expect(await explanation.locator("code").textContent()).toMatch(
    /install.*bubblewrap/,
  );
  expect(lesson.complaints).toEqual([]);
});
