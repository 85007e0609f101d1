import { isListening } from "../../../sandbox/is-listening.ts";
import { countSockets } from "../../../sandbox/listening-ports.ts";
import type { Waiting } from "../waiting/waiting.ts";
import type { ObservedProgram, OutputWait } from "./observed-program.ts";

/** How often it is looked while a port is awaited, in milliseconds. */
const interval = 5;

/** The most looks without reading the kernel's table of sockets: one may have come just as another went. */
const looksWithout = 10;

/** Waits until something listens on the port, which only `program` is there to do. */
export async function awaitListening(
  port: number,
  waiting: Waiting,
  program: ObservedProgram,
  wait: OutputWait,
): Promise<void> {
  const over = new AbortController();
  const listening = (async () => {
    let sockets: number | null = null;
    for (let look = 0; !over.signal.aborted; look++) {
      const now = countSockets();
      if (now === null || now !== sockets || look % looksWithout === 0)
        if (await isListening(port)) return;
      sockets = now;
      if (!program.running) throw wait.ended();
      await nextLook(program);
    }
  })();
  // One wait, not one for each look: looks of the grader are no sign that the program moves.
  try {
    await waiting.until(listening, {
      from: program,
      what: wait.what,
      whenTimeIsUp: wait.inVain,
      seesEnd: true,
    });
  } finally {
    over.abort();
  }
}

/** Waits until none of these ports is listened on; false when that takes more than `limit` milliseconds. */
export async function portsAreFree(
  ports: readonly number[],
  limit: number,
): Promise<boolean> {
  const patience = performance.now() + limit;
  for (;;) {
    if (!(await isListening(...ports))) return true;
    if (performance.now() > patience) return false;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

function nextLook(program: ObservedProgram): Promise<unknown> {
  return Promise.race([
    program.exit,
    new Promise((resolve) => setTimeout(resolve, interval)),
  ]);
}
