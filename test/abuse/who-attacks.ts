import { onTestFinished } from "vitest";
import {
  becomeOrdinaryUser,
  whyNotAsOrdinaryUser,
  type OrdinaryUser,
} from "../helpers/unprivileged.ts";
import type { Attack } from "./attack.ts";

/** Who runs the runner that is attacked: whoever runs the tests, and an ordinary user where that is root. */
export const users = ["", ", as an ordinary user"] as const;

/** The user of that name; null for the one who runs the tests. */
export async function whoIs(
  name: (typeof users)[number],
  { notTried }: Attack,
): Promise<OrdinaryUser | null> {
  if (name === "") return null;
  const reason = whyNotAsOrdinaryUser();
  if (reason !== null) return notTried(reason);
  const user = await becomeOrdinaryUser();
  onTestFinished(() => user[Symbol.asyncDispose]());
  return user;
}
