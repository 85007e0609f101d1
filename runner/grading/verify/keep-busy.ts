import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";

/** Keeps one core busy, and ends when its parent has. */
const busyLoop = `
const parent = process.ppid;
for (;;) {
  const until = performance.now() + 50;
  while (performance.now() < until);
  if (process.ppid !== parent) process.exit();
}`;

/** Keeps every core busy until it is disposed. */
export function keepBusy(): AsyncDisposable {
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", busyLoop], { stdio: "ignore" }),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    },
  };
}
