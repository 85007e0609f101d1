import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { providerOf } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { attackFrom, openPage, putProgram } from "./lab-pages.ts";
import { versionOf } from "../../runner/workspace/file-state.ts";
import { beginEcho, measureEcho, milliseconds, startRunner } from "./scene.ts";
import { openConnections } from "./slow-connections.ts";
import { boundedLevels, slowestEcho } from "./siege.ts";
import { users, whoIs } from "./who-attacks.ts";

for (const level of boundedLevels)
  for (const who of users)
    attack(
      `take all watches over files that the user may have${who}`,
      level,
      async (scene) => {
        await providerOf(level, scene.context);
        const user = await whoIs(who, scene);
        const runner = await startRunner({ labs: 2, level }, { user });
        const attacker = await openPage(runner, "relay-1");
        const said = await attackFrom(
          runner,
          attacker,
          "relay-1",
          "take-watches.pl",
          "",
        );
        if (said === null) return scene.notTried("perl is not installed");

        // Another lab opens, works, and sees what becomes of its files.
        const other = await openPage(runner, "relay-2");
        other.type("listener", "echo he''re\r");
        await other.shows("listener", "here\r\n");
        const file = join(runner.home, "workspace/relay-2/listener.ts");
        await writeFile(
          file,
          `${await readFile(file, "utf8")}// from outside\n`,
        );
        await other.next("file", ({ file: { text } }) =>
          text.includes("from outside"),
        );
        scene.measured(String(said.pop()).replace("tried 3 ways: ", ""));
      },
    );

// The kernel counts these for a user alone, the runner among them, so it is a race. An ordinary user's only: it could end
// whatever else the one who runs the tests has running.
for (const level of boundedLevels)
  attack(
    "take all watches over descriptors that the user may have",
    level,
    async (scene) => {
      await providerOf(level, scene.context);
      const user = await whoIs(", as an ordinary user", scene);
      const runner = await startRunner({ labs: 2, level }, { user });
      const attacker = await openPage(runner, "relay-1");
      await putProgram(runner, "relay-1", "take-epoll-watches.pl");
      attacker.type("listener", "perl take-epoll-watches.pl 2\r");
      const began = performance.now();
      await attacker.until("the lab is ended", () => {
        const state = attacker.state("listener");
        return state.is === "closed" && /watched so many/.test(state.reason);
      });
      scene.measured(`ended after ${milliseconds(performance.now() - began)}`);
      await openPage(runner, "relay-2");
    },
  );

for (const [what, bytes] of [
  ["ask for nothing", ""],
  ["ask slowly", "GET /api/run HTTP/1.1\r\nhost: "],
  ["read slowly", "GET /api/run HTTP/1.1\r\nhost: x\r\n\r\n".repeat(50)],
  [
    "offer to become lab sockets",
    "GET /api/labs/relay-1/socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  ],
] as const)
  attack(
    `open 2000 connections that ${what}, where the runner may have 400 descriptors`,
    "any",
    async (scene) => {
      const runner = await startRunner(
        { labs: 2 },
        { before: ["/bin/bash", "-c", 'ulimit -n 400; exec "$@"', "sh"] },
      );
      const first = await openPage(runner, "relay-1");
      const strangers = await openConnections(runner.url, 2000, bytes);
      scene.context.onTestFinished(() => strangers.close());

      const page = await openPage(runner, "relay-2");
      const file = join(runner.home, "workspace/relay-2/talker.ts");
      const text = await readFile(file);
      page.send({
        type: "save",
        name: "talker.ts",
        text: `${String(text)}\n`,
        base: versionOf(text),
      });
      await page.next("saved");
      first.type("listener", "echo he''re\r");
      await first.shows("listener", "here\r\n");
      expect((await fetch(new URL("/", runner.url))).status).toBe(200);
      scene.measured(`${strangers.opened} opened`);
    },
  );

attack("keep the file of progress locked", "any", async (scene) => {
  const runner = await startRunner({ labs: 2 });
  const page = await openPage(runner, "relay-1");
  const other = await openPage(runner, "relay-2");
  await beginEcho(other, "listener");
  const database = new DatabaseSync(join(runner.home, ".labs/progress.sqlite"));
  scene.context.onTestFinished(() => database.close());
  database.exec("BEGIN EXCLUSIVE");
  for (let step = 0; step < 5; step += 1)
    page.send({ type: "step", step: "say-hello", done: step % 2 === 0 });
  const end = performance.now() + 2_000;
  const echo = await measureEcho(
    other,
    "listener",
    () => performance.now() > end,
  );
  expect(page.messages.map(({ type }) => type)).not.toContain("progress");
  database.exec("ROLLBACK");
  await page.next("progress", ({ progress }) =>
    progress.steps.includes("say-hello"),
  );
  expect(echo.quantile(0.99)).toBeLessThan(slowestEcho);
  scene.measured(`echo p99 ${milliseconds(echo.quantile(0.99))}`);
});
