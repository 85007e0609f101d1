import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The folder that holds the course: the checkout. */
export const courseFolder = fileURLToPath(
  new URL("../..", import.meta.url),
).replace(/\/$/, "");

/** Where the labs are. */
export const labsFolder = join(courseFolder, "labs");

/** The course's version, from `package.json`. */
export const courseVersion = z
  .object({ version: z.string() })
  .parse(
    JSON.parse(readFileSync(join(courseFolder, "package.json"), "utf8")),
  ).version;
