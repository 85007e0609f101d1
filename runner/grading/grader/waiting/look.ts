import { readFileSync } from "node:fs";
import { numbersIn, processesOf } from "./group-processes.ts";
import { threadSleep, type ThreadSleep } from "./thread-sleep.ts";

/** What of a program tells whether it moves. */
export interface Movable {
  /** Its process group; null when it could not be started. */
  readonly group: number | null;
  readonly running: boolean;
  readonly transcript: string;
  /** When it was started, in milliseconds of `performance.now()`. */
  readonly started: number;
}

/** One thread at one look. */
export interface Thread extends ThreadSleep {
  readonly pid: number;
  readonly id: number;
  /** Whether it is one of ZeroMQ's: its timers connect again, and end a linger. */
  readonly ofZeroMQ: boolean;
  /** How often it has been given a core. As long as this stays the same, it sleeps on. */
  readonly turns: number;
  /** How long it has had a core, in milliseconds. */
  readonly ran: number;
  /** How long it has wanted a core and had none, in milliseconds. */
  readonly waited: number;
}

/** How programs stood at one moment, thread by thread. */
export interface Look {
  /** When the look began, and when it ended, in milliseconds of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  /** When the first of the programs was started. */
  readonly started: number;
  /** What changes when one of the programs prints, starts or ends. */
  readonly events: string;
  readonly pids: readonly number[];
  readonly threads: readonly Thread[];
  /** Threads of this process by which messages go and ports are looked at. */
  readonly own: readonly Thread[];
  /** Whether all of this could be seen. */
  readonly complete: boolean;
}

/** ZeroMQ's names for its threads begin so (src/ctx.cpp). */
const zeroMQ = "ZMQbg";

/** Threads of the grader that bring it something: ZeroMQ's, and those in which Node reads files. */
const bringers = [zeroMQ, "libuv-worker"];

/** Looks at the programs that run. */
export function look(programs: readonly Movable[]): Look {
  const began = performance.now();
  const running = programs.filter((program) => program.running);
  const pids = processesOf(new Set(running.map(({ group }) => group)));
  const threads = pids?.map((pid) => threadsOf(pid, () => true)) ?? [null];
  const own = threadsOf(process.pid, (name) =>
    bringers.some((bringer) => name.startsWith(bringer)),
  );
  return {
    began,
    ended: performance.now(),
    started: Math.min(...running.map(({ started }) => started)),
    events: programs
      .map(({ running, transcript }) => `${running} ${transcript.length}`)
      .join(),
    pids: pids ?? [],
    threads: threads.flatMap((each) => each ?? []),
    own: own ?? [],
    complete: own !== null && !threads.includes(null),
  };
}

/** Null when one of them cannot be seen: another user's, gone since it was listed, or no kernel that counts turns. */
function threadsOf(
  pid: number,
  counts: (name: string) => boolean,
): Thread[] | null {
  const threads: Thread[] = [];
  const folder = `/proc/${pid}/task`;
  const ids = numbersIn(folder);
  if (ids.length === 0) return null;
  try {
    for (const id of ids) {
      const name = readFileSync(`${folder}/${id}/comm`, "utf8");
      if (!counts(name)) continue;
      const [ran, waited, turns] = readFileSync(
        `${folder}/${id}/schedstat`,
        "utf8",
      )
        .split(" ")
        .map(Number);
      // A kernel that does not count shows three zeros.
      if (ran === undefined || waited === undefined || !turns) return null;
      threads.push({
        ...threadSleep(pid, id),
        pid,
        id,
        // A program can give its main thread any name.
        ofZeroMQ: id !== pid && name.startsWith(zeroMQ),
        turns,
        ran: ran / nanoseconds,
        waited: waited / nanoseconds,
      });
    }
  } catch {
    return null;
  }
  return threads;
}

/** In a millisecond. */
const nanoseconds = 1e6;
