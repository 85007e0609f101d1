import { setTimeout as delay } from "node:timers/promises";
import { submit, type Contender } from "../contenders/contender.ts";
import type { Sizes } from "./sizes.ts";
import type { Figures } from "./typing.ts";

/** A program that prints 20 KB each 5 ms, which is less than any terminal takes, and then the longest gap between two turns. */
function gapProgram(milliseconds: number): string {
  const text = `let l=performance.now(),e=l+${milliseconds},g=0;const t=setInterval(()=>{const n=performance.now();g=Math.max(g,n-l);l=n;if(n>e){clearInterval(t);console.log("longest"+"-gap="+g.toFixed(1)+";")}else process.stdout.write("x".repeat(19999)+"\\n")},5)`;
  return `node -e '${text}'`;
}

/** How long a program's timer is held up while it prints, with a page that reads and with one that does not. */
export async function timerGap(
  contender: Contender,
  { floodMs }: Sizes,
): Promise<Figures> {
  return {
    "longest timer gap": await longestGap(contender, floodMs, false),
    "longest timer gap, stalled viewer": await longestGap(
      contender,
      floodMs,
      true,
    ),
  };
}

async function longestGap(
  contender: Contender,
  milliseconds: number,
  stalled: boolean,
): Promise<number> {
  const page = await contender.open(1);
  try {
    const [pane] = page.panes;
    if (!pane) throw new Error("no terminal was opened");
    const result = Promise.withResolvers<number>();
    pane.screen.watch(/longest-gap=([\d.]+);/, (found) =>
      result.resolve(Number(found)),
    );
    await submit(pane, gapProgram(milliseconds), "xxxxx\r\n");
    if (stalled) {
      page.stall();
      await delay(milliseconds + 500);
      page.resume();
    }
    return await result.promise;
  } finally {
    await page.close();
  }
}

/** How the server's memory grows while a page with a flooding terminal reads nothing: after, as a multiple of before. */
export async function stalledMemory(
  contender: Contender,
  { floodMs }: Sizes,
): Promise<Figures> {
  const page = await contender.open(1);
  try {
    const [pane] = page.panes;
    if (!pane) throw new Error("no terminal was opened");
    pane.type("yes\r");
    await pane.screen.shows("y\r\ny\r\n");
    // What a flood costs while it is read is no news.
    await delay(500);
    const before = await contender.memory();
    page.stall();
    await delay(2 * floodMs);
    const after = await contender.memory();
    page.resume();
    return { "memory, stalled viewer": after / before };
  } finally {
    await page.close();
  }
}
