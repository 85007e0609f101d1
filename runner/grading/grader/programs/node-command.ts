/**
 * What Node is started with besides the program. V8 sets a timer of eight seconds after a garbage collection, to collect once more
 * when nothing happens: without it a program that only waits can be told from one that sleeps.
 */
const quietNode = ["--no-memory-reducer"];

/** The command of a Node program, with the flags that every program of a check has. */
export function nodeCommand(...args: readonly string[]): string[] {
  return ["node", ...quietNode, ...args];
}
