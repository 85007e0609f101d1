import { look, type Look, type Movable } from "./look.ts";

/** How often it is looked, in milliseconds. */
const lookEvery = 50;

/** How many times longer than a look takes of a core the pause before the next one is: looking takes a twentieth of a core at most. */
const pauseShare = 20;

/**
 * Looks at programs again and again, also at those that are added, until it is closed. `onLook` is told how many milliseconds later
 * than planned each look began. Between two looks this process has read what there was to read.
 */
export function watchLooks(
  programs: readonly Movable[],
  onLook: (look: Look, late: number) => void,
): { close(): void } {
  let timer: NodeJS.Timeout;
  let open = true;
  const plan = (pause: number) => {
    const due = performance.now() + pause;
    timer = setTimeout(() => {
      const before = process.cpuUsage();
      const seen = look(programs);
      onLook(seen, Math.max(0, seen.began - due));
      // Not by the clock: on a busy machine most of a look is waiting, and the next one must not be put off for that.
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1000;
      if (open) plan(Math.max(lookEvery, pauseShare * took));
    }, pause);
  };
  plan(0);
  return {
    close() {
      open = false;
      clearTimeout(timer);
    },
  };
}
