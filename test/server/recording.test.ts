import { describe, expect, test } from "vitest";
import {
  apiError,
  parseCast,
  recording,
  stateOf,
  type Recording,
} from "#contract";
import { ringBytes } from "../../runner/session/ring.ts";
import { whyNoAsciinema, playWithAsciinema } from "../helpers/asciinema.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { passFrom } from "../helpers/pass.ts";
import { startTestServer } from "../helpers/lab-server.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

function ask(lab: string, pass = passFrom(scene.server)) {
  return fetch(`${scene.server.url}api/labs/${lab}/recording`, {
    headers: { authorization: `Bearer ${pass}` },
  });
}

async function record(): Promise<Recording> {
  return recording.parse(await (await ask("relay")).json());
}

function castOf({ terminals }: Recording, terminal: string): string {
  const found = terminals.find(({ id }) => id === terminal);
  if (!found) throw new Error(`no terminal ${terminal}`);
  return found.cast;
}

/** Reads a cast by nothing but the words of the format's description. */
function readStrictly(cast: string) {
  const lines = cast.split("\n");
  expect(lines.pop()).toBe("");
  const [header, ...events] = lines.map((line): unknown => JSON.parse(line));
  expect(header).toMatchObject({
    version: 2,
    width: expect.any(Number) as number,
    height: expect.any(Number) as number,
    timestamp: expect.any(Number) as number,
  });
  let last = 0;
  return events.map((event) => {
    if (!Array.isArray(event) || event.length !== 3)
      throw new Error(`no event: ${JSON.stringify(event)}`);
    const [time, what, text] = event as unknown[];
    if (typeof time !== "number" || typeof text !== "string")
      throw new Error(`no event: ${JSON.stringify(event)}`);
    expect(time).toBeGreaterThanOrEqual(last);
    expect(["o", "r", "m"]).toContain(what);
    last = time;
    return { time, what: String(what), text };
  });
}

const textOf = (cast: string, what = "o") =>
  readStrictly(cast)
    .filter((event) => event.what === what)
    .map(({ text }) => text);

describe("the recording of an open lab", () => {
  test("tells on one clock what every terminal put out, what ran and how it ended", async () => {
    const page = await LabClient.open(scene.server, "relay");
    await page.shows("listener", "lab$");
    page.send({ type: "resize", terminal: "listener", columns: 99, rows: 33 });
    page.type("listener", "node listener.ts 5555\r");
    await page.shows("listener", "listening on 5555");
    page.type("talker-1", "echo fünf 漢字; exit 3\r");
    await page.is("talker-1", "closed");
    page.type("listener", "\x03");
    await page.is("listener", "exited");

    const recorded = await record();
    expect(recorded.lab).toBe("relay");
    expect(recorded.terminals.map(({ id, title }) => [id, title])).toEqual([
      ["listener", "Listener"],
      ["talker-1", "Talker 1"],
      ["talker-2", "Talker 2"],
    ]);
    const listener = castOf(recorded, "listener");
    const talker = castOf(recorded, "talker-1");
    expect(textOf(listener).join("")).toContain("listening on 5555\r\n");
    expect(textOf(talker).join("")).toContain("fünf 漢字\r\n");
    expect(textOf(listener, "r")).toEqual(["99x33"]);
    expect(textOf(listener, "m").map(stateOf)).toEqual([
      { is: "running", command: "node listener.ts 5555" },
      { is: "exited", command: "node listener.ts 5555", code: 0 },
    ]);
    expect(textOf(talker, "m").map(stateOf).at(-1)).toEqual({
      is: "closed",
      reason: "The shell has ended.",
    });
    const started = readStrictly(listener).find(({ what }) => what === "m");
    const closed = readStrictly(talker).findLast(({ what }) => what === "m");
    const ended = readStrictly(listener).findLast(({ what }) => what === "m");
    const times = [started, closed, ended].map((event) => event?.time ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const begun = recorded.terminals.map(
      ({ cast }) => parseCast(cast)?.header.timestamp,
    );
    expect(new Set(begun).size).toBe(1);
    await page.close();
  });

  test("does not hold what was typed without an echo, nor the word that makes the shell's marks its own", async () => {
    const page = await LabClient.open(scene.server, "relay");
    await page.shows("listener", "lab$");
    page.type("listener", "read -s -p 'pass''word: ' word\r");
    await page.shows("listener", "password: ");
    page.type("listener", "open-sesame\r");
    await page.is("listener", "exited");
    const text = JSON.stringify(await record());
    expect(text).toContain("password: ");
    expect(text).not.toContain("open-sesame");
    expect(page.text("listener")).toContain("aid=");
    expect(text).not.toContain("aid=");
    await page.close();
  });

  test("holds no more of a flood than the scrollback, whole from a line's beginning", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type("listener", "seq 1 200000; echo end-$((6 * 7))\r");
    await page.shows("listener", "end-42");
    const text = textOf(castOf(await record(), "listener")).join("");
    expect(text.length).toBeLessThanOrEqual(ringBytes);
    expect(text.length).toBeGreaterThan(ringBytes / 2);
    const numbers = text.match(/^\d+(?=\r$)/gm)?.map(Number) ?? [];
    expect(numbers.at(-1)).toBe(200_000);
    expect(numbers.at(0)).toBe(200_001 - numbers.length);
    await page.close();
  });

  test("is there after a reload, and what an earlier runner had shown stands at its beginning", async () => {
    const first = await LabClient.open(scene.server, "relay");
    first.type("listener", "echo before-$((40 + 2))\r");
    await first.shows("listener", "before-42");
    await first.close();
    const again = await LabClient.open(scene.server, "relay");
    expect(textOf(castOf(await record(), "listener")).join("")).toContain(
      "before-42\r\n",
    );
    await again.close();

    await scene.server.close();
    scene.server = await startTestServer(scene.home);
    const later = await LabClient.open(scene.server, "relay");
    later.type("listener", "echo after-$((40 + 3))\r");
    await later.shows("listener", "after-43");
    const events = readStrictly(castOf(await record(), "listener"));
    const before = events.find(({ text }) => text.includes("before-42"));
    const after = events.find(({ text }) => text.includes("after-43"));
    expect(before?.time).toBe(0);
    expect(after?.time).toBeGreaterThan(0);
    await later.close();
  });

  test("is a file that asciinema plays", async (ctx) => {
    const obstacle = whyNoAsciinema();
    if (obstacle) ctx.skip(obstacle);
    const page = await LabClient.open(scene.server, "relay");
    page.type("listener", "printf 'gr\\303\\274n \\e[32mok\\e[0m\\n'\r");
    await page.is("listener", "exited");
    page.send({ type: "resize", terminal: "listener", columns: 90, rows: 30 });
    page.type("listener", "echo done\r");
    await page.shows("listener", "done\r\n");
    const cast = castOf(await record(), "listener");
    expect(await playWithAsciinema(cast)).toBe(textOf(cast).join(""));
    await page.close();
  });
});

test("nobody gets a recording without the token", async () => {
  const page = await LabClient.open(scene.server, "relay");
  const answer = await ask("relay", "0".repeat(64));
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain("terminals");
  await page.close();
});

test.each(["relay", "nothing", "..%2f..%2fetc"])(
  "a lab that is not open (%s) has no recording, and is not opened by asking",
  async (lab) => {
    const answer = await ask(lab);
    expect(answer.status).toBe(404);
    expect(apiError.parse(await answer.json()).message).not.toBe("");
    expect((await ask(lab)).status).toBe(404);
  },
);
