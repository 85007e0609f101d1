import { test, type TestContext } from "vitest";
import type { IsolationLevel } from "#contract";

declare module "vitest" {
  interface TaskMeta {
    attack?: { level: IsolationLevel | "any"; figure?: string };
  }
}

/** What an attack can say while it runs. */
export interface Attack {
  /** The figure that stands in the table, such as `p99 14 ms`. */
  measured(figure: string): void;
  /** This machine cannot try it: the table lists it as not tried, with the reason. */
  notTried(reason: string): never;
  /** The test that it runs in, for what must be undone at its end. */
  readonly context: TestContext;
}

/**
 * An attack on what the course promises at `level` (or whatever the level). It passes when the promise held; the
 * table at the end of the run lists it with its figure.
 */
export function attack(
  name: string,
  level: IsolationLevel | "any",
  body: (attack: Attack) => Promise<void>,
  timeout?: number,
): void {
  const run = async (context: TestContext) => {
    const { meta } = context.task;
    meta.attack = { level };
    await body({
      measured: (figure) => void (meta.attack = { level, figure }),
      notTried: (reason) => context.skip(reason),
      context,
    });
  };
  test(`${name} [${level}]`, timeout === undefined ? {} : { timeout }, run);
}
