import { expect, test } from "vitest";
import { violationsOf } from "./accessibility.ts";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

const open = () => LessonPage.open(scene.context, scene.course, "pair");

/** What stands under a terminal. */
const trouble = (lesson: LessonPage, id: string) =>
  lesson.terminal(id).locator("[data-trouble]");

/** The number of the editor's line with the cursor in it. */
const currentLine = (lesson: LessonPage) =>
  lesson.panel.locator(".cm-activeLineGutter").first().textContent();

test("what a program died of is explained under its terminal, until it starts anew", async () => {
  const lesson = await open();
  const solution = await labSource("pair", "solution", "server.ts");
  const broken = solution.replace("await pair.receive()", "pair.receive()");
  expect(broken).not.toBe(solution);
  await lesson.write("server.ts", broken);
  await lesson.write(
    "client.ts",
    await labSource("pair", "solution", "client.ts"),
  );
  await lesson.run("server");
  await lesson.run("client");
  const line = trouble(lesson, "server");
  await line.waitFor();
  expect(await line.textContent()).toMatch(
    /^server\.ts:\d+ What stands there is no list\. Often an await is missing/,
  );
  // It is an element of the page: the terminal shows only what the program printed.
  expect(await lesson.screen("server")).toContain("TypeError");
  expect(await lesson.screen("server")).not.toContain("What stands there");
  expect(await violationsOf(lesson.page)).toEqual([]);

  // Its place opens the editor there, in the file and at the line.
  await lesson.reads("client.ts");
  const place = line.getByRole("button", { name: /^server\.ts:\d+$/ });
  const [, number = ""] = (await place.textContent())?.split(":") ?? [];
  await place.click();
  await expect.poll(() => currentLine(lesson)).toBe(number);
  expect(
    await lesson.panel
      .getByRole("tab", { selected: true })
      .first()
      .textContent(),
  ).toContain("server.ts");

  // Who comes back reads it again, and can put it away.
  await lesson.page.reload();
  await lesson.connected();
  await line.waitFor();
  await line.getByRole("button", { name: "Dismiss" }).click();
  await expect.poll(() => line.count()).toBe(0);

  await lesson.write("server.ts", "const a = ;\n");
  await lesson.run("server");
  await line.waitFor();
  expect(await line.textContent()).toMatch(/^server\.ts:1 Node cannot read/);
  await lesson.write("server.ts", solution);
  await lesson.run("server");
  await lesson.hasState("server", "running");
  await expect.poll(() => line.count()).toBe(0);
  await lesson.stop("server");
  await lesson.stop("client");
  await lesson.page.close();
});

test("of an end that cannot be explained nothing is said", async () => {
  const lesson = await open();
  await lesson.type("server", "node -e 'throw new Error(\"no such town\")'\n");
  await lesson.hasState("server", "exited 1");
  await lesson.type("client", "node servr.ts\n");
  // The one is told, and was asked for later: so of the other nothing will come.
  await trouble(lesson, "client").waitFor();
  expect(await trouble(lesson, "client").textContent()).toContain(
    "There is no file servr.ts here",
  );
  expect(await trouble(lesson, "server").count()).toBe(0);
  await lesson.page.close();
});

test("who holds the address that a program wants is named, running or suspended", async () => {
  const lesson = await open();
  await lesson.write(
    "server.ts",
    await labSource("pair", "solution", "server.ts"),
  );
  await lesson.run("server");
  await lesson.shows("server", "server binds");
  await lesson.type("client", "node server.ts\n");
  await lesson
    .terminal("client")
    .getByText(/Port 5555 is held by .* started in Server\./)
    .waitFor();
  // The general advice would only mislead.
  expect(await trouble(lesson, "client").count()).toBe(0);

  await lesson.terminal("server").locator(".xterm-screen").click();
  await lesson.page.keyboard.press("Control+z");
  await lesson.hasState("server", "suspended");
  await lesson.type("server", "node server.ts\n");
  await lesson
    .terminal("server")
    .getByText(/Port 5555 is held by .* suspended in Server\./)
    .waitFor();
  await lesson.type("server", "kill -9 %1\n");
  await lesson.page.close();
});

test("beside a syntax error stands no hint for another defect", async () => {
  const lesson = await open();
  const solution = await labSource("pair", "solution", "server.ts");
  await lesson.write(
    "client.ts",
    await labSource("pair", "solution", "client.ts"),
  );
  const lines = solution.split("\n");
  const at = lines.findIndex((line) => line.includes("await pair.bind"));
  lines[at] = "await pair.bind(endpoint;";
  await lesson.write("server.ts", lines.join("\n"));
  await lesson.check();
  const failed = lesson.panel.locator('[data-check="server-receives"]');
  const why = failed.locator(".why");
  expect(await why.textContent()).toMatch(
    new RegExp(String.raw`Server:\s*server\.ts:${at + 1} SyntaxError`),
  );
  expect(await why.textContent()).toContain("Node cannot read this line");
  expect(await why.getByRole("button", { name: /hint/i }).count()).toBe(0);
  await lesson.reads("client.ts");
  await why
    .getByRole("button", { name: `server.ts:${at + 1}` })
    .first()
    .click();
  await expect.poll(() => currentLine(lesson)).toBe(String(at + 1));

  // A program that began has its hints.
  await lesson.write(
    "server.ts",
    await labSource("pair", "starter", "server.ts"),
  );
  await lesson.check();
  expect(await why.getByRole("button", { name: /hint/i }).count()).toBe(1);
  await lesson.page.close();
});

test("a promise that is printed in place of its value is told in the check", async () => {
  const lesson = await open();
  const solution = await labSource("pair", "solution", "client.ts");
  const broken = solution.replace(
    "const [frame] = await pair.receive();",
    "const frame = pair.receive();\n    await frame;",
  );
  expect(broken).not.toBe(solution);
  await lesson.write("client.ts", broken);
  await lesson.check();
  expect(
    await lesson.panel.locator('[data-check="client-answers"]').textContent(),
  ).toContain("The program printed a promise");
  await lesson.page.close();
});
