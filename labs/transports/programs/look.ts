// Says which socket files are in this folder.
import { lstatSync, readdirSync } from "node:fs";

const files = readdirSync(".").filter((name) => lstatSync(name).isSocket());
console.log(
  files.length > 0 ? `socket files: ${files.join(", ")}` : "no socket files",
);
