import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { IsolationLevel } from "#contract";
import type { Lab } from "../../runner/catalog/lab.ts";
import {
  standingGraders,
  type StandingGraders,
} from "../../runner/grading/run/standing-graders.ts";
import { kill } from "../../runner/sandbox/members.ts";
import type { Home } from "../../runner/workspace/home.ts";
import { gradersOf } from "../helpers/grader-processes.ts";
import { changeableLab, type ChangeableLab } from "./changeable-lab.ts";
import {
  fixtures,
  grade,
  loadTally,
  temporaryHome,
  type Graded,
} from "./tally.ts";
import { watchedProvider } from "./watched-provider.ts";

const solution = join(fixtures, "tally/solution");

/** As in use, but at once and, unless said otherwise, for long. */
const times = { afterMs: 1, idleMs: 60_000 };

/** How long a grader may take to get ready on a busy machine. */
const patience = { timeout: 25_000, interval: 10 };

interface Scene {
  home: Home;
  provider: Awaited<ReturnType<typeof watchedProvider>>;
  graders: StandingGraders;
  check(options?: { signal?: AbortSignal }): Promise<Graded>;
}

async function standBy(
  options: {
    lab?: Lab;
    level?: IsolationLevel;
    idleMs?: number;
  } = {},
): Promise<Scene> {
  const { lab = await loadTally(), level, ...others } = options;
  const provider = await watchedProvider(level ? { level } : {});
  const home = await temporaryHome();
  const graders = standingGraders(
    { lab, home, provider },
    { ...times, ...others },
  );
  onTestFinished(() => graders.close());
  return {
    home,
    provider,
    graders,
    check: (more = {}) =>
      grade({
        lab,
        home,
        provider,
        graders,
        folder: solution,
        only: ["sums"],
        ...more,
      }),
  };
}

/** Waits until a grader is being made ready, or stands so. */
async function untilThere({ home }: Scene): Promise<number> {
  const [pid = 0] = await vi.waitUntil(
    () => (gradersOf(home).length > 0 ? gradersOf(home) : null),
    patience,
  );
  return pid;
}

test("a check is given the grader that stands ready; the next one gets another sandbox", async () => {
  const scene = await standBy();
  const { provider, graders, check } = scene;
  graders.stir();
  const first = await untilThere(scene);
  expect(provider.sandboxes).toHaveLength(1);
  const graded = check();
  // Nobody gets it a second time.
  expect((await graded).check("sums").status).toBe("pass");
  expect((await graded).troubles).toEqual([]);
  expect(gradersOf(scene.home)).not.toContain(first);
  await vi.waitUntil(() => provider.sandboxes.length === 2, patience);
  await untilThere(scene);
  expect((await check()).check("sums").status).toBe("pass");
  const [one, other] = provider.sandboxes;
  expect(one?.id).not.toBe(other?.id);
  await expect(one?.ended).resolves.toBe("The lab was closed.");
});

test("a check before a grader stands ready waits for the one that is being made, or makes one", async () => {
  const { provider, graders, check } = await standBy();
  expect((await check()).check("sums").status).toBe("pass");
  expect(provider.sandboxes).toHaveLength(1);
  graders.stir();
  expect((await check()).check("sums").status).toBe("pass");
});

test.each<[string, (lab: ChangeableLab) => Promise<void>, string]>([
  ["a changed grader", (lab) => lab.says("new"), "new alone"],
  [
    "a changed file that the grader imports",
    ({ folder }) =>
      writeFile(join(folder, "helper.ts"), 'export const helped = "helped";'),
    "old helped",
  ],
  [
    "a changed manifest",
    ({ folder }) => writeFile(join(folder, "lab.ts"), "export {};"),
    "old alone",
  ],
])(
  "after %s the one that stands ready is not used",
  async (_, change, message) => {
    const lab = await changeableLab();
    const { provider, graders, check } = await standBy({ lab });
    graders.stir();
    await vi.waitUntil(
      async () => (await readdir(lab.folder)).includes("loaded-old"),
      patience,
    );
    await change(lab);
    const graded = await check();
    expect(graded.check("sums").message).toBe(message);
    expect(graded.troubles).toEqual([]);
    expect(provider.sandboxes.length).toBeGreaterThanOrEqual(2);
  },
);

test.each<[string, (scene: Scene, pid: number) => void]>([
  [
    "whose sandbox has ended",
    ({ provider }) => kill(provider.sandboxes[0]?.pid ?? 0),
  ],
  ["whose process has ended", (_, pid) => kill(pid)],
])(
  "a grader %s is replaced, and the student notices nothing",
  async (_, end) => {
    const scene = await standBy({ level: "isolated" });
    scene.graders.stir();
    end(scene, await untilThere(scene));
    // At once, and also when it has been replaced.
    for (let times = 0; times < 2; times++) {
      const { result, troubles, check } = await scene.check();
      expect(troubles).toEqual([]);
      expect(check("sums").status).toBe("pass");
      expect(result.problem).toBeNull();
    }
  },
);

test("an abort while a grader is awaited ends it", async () => {
  const scene = await standBy();
  scene.graders.stir();
  await vi.waitUntil(() => scene.provider.sandboxes.length > 0, patience);
  const abort = new AbortController();
  const reason = new Error("the student changed their mind");
  const checking = scene.check({ signal: abort.signal });
  abort.abort(reason);
  await expect(checking).rejects.toBe(reason);
  await scene.graders.close();
  expect(gradersOf(scene.home)).toEqual([]);
});

test("closing ends the one that stands ready, or gets ready, and leaves no folder", async () => {
  for (const wait of [true, false]) {
    const scene = await standBy();
    scene.graders.stir();
    if (wait) await untilThere(scene);
    else
      await vi.waitUntil(() => scene.provider.sandboxes.length > 0, patience);
    await scene.graders.close();
    expect(gradersOf(scene.home)).toEqual([]);
    expect(await readdir(join(scene.home.state, "in-memory"))).toEqual([]);
    scene.graders.stir();
    expect(scene.provider.sandboxes).toHaveLength(1);
  }
});

test("it goes when the student does nothing for long, and comes again when they do", async () => {
  const scene = await standBy({ idleMs: 1000 });
  scene.graders.stir();
  await vi.waitUntil(() => scene.provider.sandboxes.length === 1, patience);
  await scene.provider.sandboxes[0]?.ended;
  scene.graders.stir();
  await vi.waitUntil(() => scene.provider.sandboxes.length === 2, patience);
});

test("a grader that cannot be loaded is not tried again and again, and the check tells its author", async () => {
  const scene = await standBy({
    lab: await loadTally("grader-throws-at-load"),
  });
  scene.graders.stir();
  await vi.waitUntil(() => scene.provider.sandboxes.length === 1, patience);
  await scene.provider.sandboxes[0]?.ended;
  scene.graders.stir();
  const { result, troubles } = await scene.check();
  expect(result.status).toBe("error");
  expect(troubles.map(({ text }) => text).join()).toContain(
    "a defect outside of any check",
  );
  expect(scene.provider.sandboxes).toHaveLength(2);
});
