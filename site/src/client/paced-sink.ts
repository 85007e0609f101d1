import type { TerminalSink } from "./terminal-stream.ts";

/** Bytes that a terminal draws without a pause: more than any program prints for people to read at once. */
const burstBytes = 64 * 1024;

/** The shortest pause after a burst, in milliseconds: time for a key, a click and a frame. */
const shortestRest = 10;

/**
 * A sink for a page that must answer while a program floods its terminal: after each burst it rests for as long as the burst
 * took. The busier the page, the longer a burst takes, so the rests grow by themselves. Whatever is not a flood is
 * drawn at once.
 */
export function createPacedSink(sink: TerminalSink): TerminalSink {
  const waiting: { bytes: Uint8Array; drawn: () => void }[] = [];
  let resting = false;
  let given = 0;
  let undrawn = 0;
  let begun = 0;

  return {
    write(bytes, drawn) {
      waiting.push({ bytes, drawn });
      give();
    },
    reset: () => sink.reset(),
  };

  function give(): void {
    while (!resting && given < burstBytes) {
      const next = waiting.shift();
      if (!next) return;
      if (undrawn === 0) begun = performance.now();
      given += next.bytes.length;
      undrawn += 1;
      sink.write(next.bytes, () => {
        next.drawn();
        undrawn -= 1;
        if (undrawn === 0) rest();
      });
    }
  }

  /** All that was given is drawn: after a burst that is time to rest, otherwise the next burst begins anew. */
  function rest(): void {
    if (given < burstBytes) {
      given = 0;
      return give();
    }
    resting = true;
    setTimeout(
      () => {
        resting = false;
        given = 0;
        give();
      },
      Math.max(shortestRest, performance.now() - begun),
    );
  }
}
