import { acknowledgeEvery } from "#contract";
import { describe, expect, test } from "vitest";
import {
  createTerminalStream,
  type TerminalSink,
} from "../../site/src/client/terminal-stream.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A sink that draws only when it is told to, as a busy terminal does. */
function createSlowSink() {
  const pending: { piece: Uint8Array; drawn: () => void }[] = [];
  let screen = "";
  const sink: TerminalSink = {
    write: (piece, drawn) => void pending.push({ piece, drawn }),
    reset: () => void (screen = ""),
  };
  return {
    sink,
    draw(pieces = pending.length) {
      for (const { piece, drawn } of pending.splice(0, pieces)) {
        screen += new TextDecoder().decode(piece);
        drawn();
      }
    },
    get screen() {
      return screen;
    },
  };
}

function createStream() {
  const acknowledged: number[] = [];
  const slow = createSlowSink();
  const stream = createTerminalStream((sequence) =>
    acknowledged.push(sequence),
  );
  return { stream, slow, acknowledged };
}

describe("a terminal's stream", () => {
  test("draws what arrived before there was anything to draw on", () => {
    const { stream, slow } = createStream();
    stream.take(0, bytes("one "));
    stream.attach(slow.sink);
    stream.take(4, bytes("two"));
    slow.draw();
    expect(slow.screen).toBe("one two");
    expect(stream.received).toBe(7);
  });

  test("acknowledges what was drawn, not what has arrived, and cumulatively", () => {
    const { stream, slow, acknowledged } = createStream();
    stream.attach(slow.sink);
    stream.take(0, new Uint8Array(2 * acknowledgeEvery + 10));
    expect(acknowledged).toEqual([]);
    slow.draw();
    expect(acknowledged).toEqual([acknowledgeEvery, 2 * acknowledgeEvery]);
  });

  test("draws bytes that come twice only once", () => {
    const { stream, slow } = createStream();
    stream.attach(slow.sink);
    stream.take(0, bytes("abcdef"));
    expect(stream.take(3, bytes("defghi"))).toBe(true);
    expect(stream.take(0, bytes("abc"))).toBe(true);
    slow.draw();
    expect(slow.screen).toBe("abcdefghi");
  });

  test("says when bytes are missing, and draws nothing then", () => {
    const { stream, slow } = createStream();
    stream.attach(slow.sink);
    stream.take(0, bytes("abc"));
    expect(stream.take(5, bytes("fgh"))).toBe(false);
    slow.draw();
    expect(slow.screen).toBe("abc");
    expect(stream.received).toBe(3);
  });

  test("is replaying until the last repeated byte is drawn", () => {
    const { stream, slow } = createStream();
    stream.attach(slow.sink);
    stream.replay({ from: 0, until: 6, reset: false });
    stream.take(0, bytes("abcdef"));
    stream.take(6, bytes("new"));
    expect(stream.replaying).toBe(true);
    slow.draw(1);
    expect(stream.replaying).toBe(false);
  });

  test("clears at a resynchronisation, after all that was written before", () => {
    const { stream, slow, acknowledged } = createStream();
    stream.attach(slow.sink);
    stream.take(0, bytes("old"));
    stream.replay({ from: 900_000, until: 900_004, reset: true });
    stream.take(900_000, bytes("tail"));
    slow.draw();
    expect(slow.screen).toBe("tail");
    expect(stream.received).toBe(900_004);
    expect(acknowledged).toEqual([]);
  });

  test("does not acknowledge what was drawn of an earlier run", () => {
    const { stream, slow, acknowledged } = createStream();
    stream.attach(slow.sink);
    stream.take(0, new Uint8Array(acknowledgeEvery));
    stream.restart();
    slow.draw();
    expect(acknowledged).toEqual([]);
    expect(stream.received).toBe(0);
  });

  test("shows the terminals' next run and nothing of the one before", () => {
    const { stream, slow } = createStream();
    stream.attach(slow.sink);
    stream.take(0, bytes("before"));
    stream.restart();
    stream.replay({ from: 3, until: 8, reset: true });
    stream.take(3, bytes("after"));
    slow.draw();
    expect(slow.screen).toBe("after");
    expect(stream.received).toBe(8);
  });
});
