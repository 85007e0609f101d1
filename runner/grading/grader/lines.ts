import type { Readable } from "node:stream";

/** The lines of a stream, one after the other. Only a newline ends one: for `readline`, U+2028 in a submission would, too. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let pieces: string[] = [];
  for await (const piece of stream.setEncoding(
    "utf8",
  ) as AsyncIterable<string>) {
    const [first = "", ...others] = piece.split("\n");
    pieces.push(first);
    for (const other of others) {
      yield pieces.join("");
      pieces = [other];
    }
  }
}
