import { submit, type Contender } from "../contenders/contender.ts";
import type { Sizes } from "./sizes.ts";
import type { Figures } from "./typing.ts";

/** From Enter to the last of the numbers on the screen, and how much of them was delivered. */
export async function throughput(
  contender: Contender,
  { numbers }: Sizes,
): Promise<Figures> {
  const page = await contender.open(1);
  try {
    const [pane] = page.panes;
    if (!pane) throw new Error("no terminal was opened");
    const bytes = printedBy(numbers);
    const received = pane.screen.received;
    const begin = performance.now();
    const end = await submit(
      pane,
      `seq 1 ${numbers}; echo all''-there`,
      "all-there",
    );
    const delivered = Math.min(bytes, pane.screen.received - received);
    return {
      throughput: bytes / 1e3 / (end - begin),
      "throughput, what the page got": delivered / 1e3 / (end - begin),
      "share delivered": delivered / bytes,
    };
  } finally {
    await page.close();
  }
}

/** Bytes of `seq 1 N` in a terminal: each line ends in two. */
function printedBy(numbers: number): number {
  let bytes = 2 * numbers;
  for (let least = 1; least <= numbers; least *= 10)
    bytes += numbers - least + 1;
  return bytes;
}
