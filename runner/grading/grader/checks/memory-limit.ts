import { CheckFailure } from "../outcome/failures.ts";

/**
 * How much memory a check may take in the grader's own process, in bytes: ten times what the largest messages of the
 * labs take. A program can send faster than anybody reads, and the sandbox's limits do not count what has arrived here.
 */
const limit = 512 * 2 ** 20;

/** How often it is looked at, in milliseconds: the loopback brings some 50 MB in this time. */
const interval = 50;

/** A limit on the memory of this process, until it is disposed. */
export interface MemoryLimit extends Disposable {
  /** Rejects with a \`CheckFailure\` when the memory has grown by more than the limit. */
  exceeded: Promise<never>;
}

export function limitMemory(): MemoryLimit {
  const begun = process.memoryUsage.rss();
  let timer: NodeJS.Timeout | undefined;
  const exceeded = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (process.memoryUsage.rss() - begun < limit) return;
      clearInterval(timer);
      reject(
        new CheckFailure(
          `The programs sent more than the check could take: ${limit / 2 ** 20} MiB were waiting to be received.`,
          {
            tryNext: "Send each message once, and end when there are no more.",
          },
        ),
      );
    }, interval);
  });
  // After the check nobody waits for it any more.
  exceeded.catch(() => undefined);
  return { exceeded, [Symbol.dispose]: () => clearInterval(timer) };
}
