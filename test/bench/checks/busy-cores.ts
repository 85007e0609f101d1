import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";

/** Keeps one core busy, and ends when its parent has. */
const loop = `
const parent = process.ppid;
for (;;) {
  const until = performance.now() + 50;
  while (performance.now() < until);
  if (process.ppid !== parent) process.exit();
}`;

/** Keeps every core busy, as the student's other programs may, until it is disposed. */
export function keepCoresBusy(): AsyncDisposable {
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", loop], { stdio: "ignore" }),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null)
          await once(child, "exit");
      }
    },
  };
}
