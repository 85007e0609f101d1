// Runs npm scripts side by side, each with its output in one piece; fails when one of them does.
import { spawn } from "node:child_process";

const ends = process.argv.slice(2).map(
  (script) =>
    new Promise((resolve, reject) => {
      const child = spawn("npm", ["run", script], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      const printed = [];
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (bytes) => printed.push(bytes));
      child.once("error", reject);
      child.once("close", (code) => {
        process.stdout.write(Buffer.concat(printed));
        resolve(code);
      });
    }),
);
if ((await Promise.all(ends)).some((code) => code !== 0)) process.exitCode = 1;
