import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { GradingResult } from "#contract";
import { courseFolder, courseVersion } from "../../catalog/course.ts";

const zeromqPackage = join(
  courseFolder,
  "node_modules",
  "zeromq",
  "package.json",
);

/** What a grading result rests on. */
export const versions: GradingResult["versions"] = {
  course: courseVersion,
  node: process.versions.node,
  zeromq: z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(zeromqPackage, "utf8"))).version,
};
