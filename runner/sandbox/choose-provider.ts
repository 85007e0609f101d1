import { type IsolationLevel, LabsError } from "#contract";
import { explain, type Obstacle } from "./obstacle.ts";
import { isolated } from "./isolated.ts";
import { namespaced } from "./namespaced.ts";
import { none } from "./none.ts";
import { tryLevel } from "./try-level.ts";
import type { Level, SandboxProvider } from "./sandbox.ts";

/** Strongest first. */
const levels: Level[] = [isolated, namespaced, none];

const tried = new Map<IsolationLevel, Promise<Obstacle | null>>();

/**
 * The provider of the strongest level that works on this machine, or of exactly the level asked for. Whether one works is
 * found out by making such a sandbox and running Node in it, once in the life of this process.
 *
 * @throws LabsError `sandbox-unavailable` when the level asked for does not work here.
 */
export async function chooseProvider(
  options: { level?: IsolationLevel } = {},
): Promise<SandboxProvider> {
  const obstacles: Obstacle[] = [];
  for (const level of levels) {
    if (options.level !== undefined && options.level !== level.level) continue;
    const obstacle = await obstacleTo(level);
    if (!obstacle) return provider(level, obstacles[0] ?? null);
    obstacles.push(obstacle);
  }
  const [first] = obstacles;
  throw new LabsError(
    "sandbox-unavailable",
    `No sandbox of level ${options.level ?? "none"} can be made on this machine. ${first?.reason ?? ""}`,
    first?.remedy ? { hint: first.remedy } : {},
  );
}

function obstacleTo(level: Level): Promise<Obstacle | null> {
  const known = tried.get(level.level);
  if (known) return known;
  const attempt = tryLevel(level).then(
    () => null,
    (error: unknown) => explain(level.level, error),
  );
  tried.set(level.level, attempt);
  return attempt;
}

function provider(level: Level, obstacle: Obstacle | null): SandboxProvider {
  const askedFor = level.level !== "isolated" && !obstacle;
  return {
    isolation: {
      level: level.level,
      reason: askedFor
        ? "This level was asked for."
        : (obstacle?.reason ?? null),
      remedy: obstacle?.remedy ?? null,
    },
    open: (options) => level.open(options),
  };
}
