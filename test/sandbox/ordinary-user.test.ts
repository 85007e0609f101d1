import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import {
  testAsOrdinaryUser,
  whyNotAsOrdinaryUser,
} from "../helpers/unprivileged.ts";

/** The whole suite of the sandbox takes about half a minute on two cores; a busy machine may take many times that. */
const suiteTimeout = 600_000;

test(
  "every level holds for an ordinary user, too",
  { timeout: suiteTimeout },
  async (context) => {
    const reason = whyNotAsOrdinaryUser();
    if (reason !== null) return context.skip(`not tried: ${reason}`);
    const files = (await readdir(import.meta.dirname))
      .filter((name) => name.endsWith(".test.ts"))
      .filter((name) => name !== basename(import.meta.filename))
      .map((name) => join("test/sandbox", name));
    const { code, output } = await testAsOrdinaryUser(files);
    expect(code, output).toBe(0);
  },
);
