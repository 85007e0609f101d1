import { afterEach, beforeEach, expect, test } from "vitest";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();
/** What stands beside the title of a terminal in which nothing is left. */
const idle = /^(?!.*(running|suspended|stopping))/s;
let lesson: LessonPage;

beforeEach(async () => {
  lesson = await LessonPage.open(scene.context, scene.course, "pair");
  await lesson.shows("server", /lab\$$/);
  await lesson.write(
    "server.ts",
    await labSource("pair", "solution", "server.ts"),
  );
});
afterEach(async () => {
  await lesson.panel.getByRole("button", { name: "Stop all" }).click();
  for (const id of ["server", "client"]) await lesson.hasState(id, idle);
  expect(lesson.complaints).toEqual([]);
  await lesson.page.close();
});

/** Runs the server by hand and puts it aside. */
async function suspendServer(): Promise<void> {
  await lesson.type("server", "clear\n");
  await expect.poll(() => lesson.screen("server")).toBe("lab$");
  await lesson.type("server", "node server.ts\n");
  await lesson.shows("server", "5555");
  await lesson.page.keyboard.press("Control+z");
  await lesson.hasState("server", "suspended by Ctrl+Z");
}

test("a suspended program that holds the port is named, also after a reload, and ended by a button", async () => {
  await suspendServer();
  await lesson.type("server", "node server.ts\n");
  await lesson.shows("server", "EADDRINUSE");
  const pane = lesson.terminal("server");
  const held =
    /Port 5555 is held by node server\.ts \(pid \d+\), which is suspended in Server\./;
  for (const look of ["at once", "after a reload"]) {
    if (look === "after a reload") {
      await lesson.page.reload();
      await lesson.connected();
    }
    await pane.getByText(held).waitFor();
    await lesson.hasState("server", /exited 1.*1 suspended/s);
  }
  await pane.getByRole("button", { name: "End it" }).click();
  await pane.getByText(held).waitFor({ state: "detached" });
  await lesson.hasState("server", idle);
  await lesson.run("server");
  await lesson.hasState("server", "running");
  await lesson.shows("server", "5555");
});

test("Stop all ends what is suspended behind a later command, and the port is free again", async () => {
  await suspendServer();
  await lesson.type("server", "true\n");
  await lesson.hasState("server", /exited 0.*1 suspended/s);
  await lesson.panel.getByRole("button", { name: "Stop all" }).click();
  // It comes back before it is ended, and would be typed to.
  await lesson.hasState("server", idle);
  await lesson.type("server", "clear\n");
  await expect.poll(() => lesson.screen("server")).toBe("lab$");
  await lesson.type("server", "node server.ts\n");
  await lesson.shows("server", "5555");
  await lesson.hasState("server", "running");
});

test("a Run waits while a program that has left its terminal holds the port", async () => {
  await lesson.type("client", "(node server.ts &)\n");
  await lesson.shows("client", "5555");
  await lesson.run("server");
  const pane = lesson.terminal("server");
  await pane.getByText(/Port 5555 is held by .* started in Client\./).waitFor();
  await pane.getByRole("button", { name: "End it and run" }).click();
  await lesson.hasState("server", "running");
  await lesson.shows("server", "5555");
  expect(await pane.getByText(/Port 5555 is held/).count()).toBe(0);
});
