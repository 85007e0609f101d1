import { describe, expect, test } from "vitest";
import {
  decodeOutput,
  maxFramePayload,
  viewerWindow,
  type OutputFrame,
  type ServerMessage,
} from "#contract";
import { ByteRing, ringBytes } from "../../runner/session/ring.ts";
import { Terminal } from "../../runner/session/terminal.ts";
import { Viewer } from "../../runner/session/viewer.ts";

/** A connection that keeps what it is given. */
function createSocket() {
  const frames: OutputFrame[] = [];
  const messages: ServerMessage[] = [];
  const socket = {
    frames,
    messages,
    buffered: 0,
    send(frame: Uint8Array) {
      const decoded = decodeOutput(frame);
      if (decoded) frames.push(decoded);
    },
    tell: (message: ServerMessage) => void messages.push(message),
    bufferedAmount: () => socket.buffered,
  };
  return socket;
}

/** A terminal without a shell: its output is pushed by the test. */
function createTerminal(id: string, number: number) {
  const terminal = new Terminal(id, number, new ByteRing());
  const put = (length: number) => {
    terminal.ring.push(Buffer.alloc(length, `${"x".repeat(63)}\n`));
    terminal.events.emit("output");
  };
  return { terminal, put };
}

describe("a viewer", () => {
  test("that does not acknowledge gets one window and no more, and is let in again when it has caught up", () => {
    const { terminal, put } = createTerminal("one", 0);
    const socket = createSocket();
    const viewer = new Viewer([terminal], socket);
    viewer.attach(new Map());
    for (let count = 0; count < 1000; count += 1) put(4096);
    const sent = () =>
      socket.frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const before = sent();
    expect(before).toBeGreaterThanOrEqual(viewerWindow.high);
    expect(before).toBeLessThanOrEqual(viewerWindow.high + maxFramePayload);

    expect(
      viewer.acknowledge("one", before - viewerWindow.low - 1),
    ).toBeGreaterThan(0);
    expect(sent()).toBe(before);
    viewer.acknowledge("one", before - viewerWindow.low);
    expect(sent()).toBeGreaterThan(before);
    // What the ring no longer had was skipped, and the page was told where it goes on.
    const skip = socket.messages.at(-1);
    expect(skip).toMatchObject({
      type: "replay",
      terminal: "one",
      reset: true,
      until: terminal.ring.end,
    });
    const next = socket.frames.find(({ sequence }) => sequence >= before);
    expect(next?.sequence).toBe(skip?.type === "replay" ? skip.from : null);
    expect(socket.frames.at(-1)).toMatchObject({
      sequence: terminal.ring.end - (socket.frames.at(-1)?.bytes.length ?? 0),
    });
    viewer.detach();
  });

  test("cannot acknowledge what it was not sent", () => {
    const { terminal, put } = createTerminal("one", 0);
    const viewer = new Viewer([terminal], createSocket());
    viewer.attach(new Map());
    put(1000);
    expect(viewer.acknowledge("one", 1001)).toBe(0);
    expect(viewer.acknowledge("two", 10)).toBe(0);
    expect(viewer.acknowledge("one", 1000)).toBe(1000);
    expect(viewer.acknowledge("one", 1000)).toBe(0);
    viewer.detach();
  });

  test("gets the terminals' frames in turn, each of a bounded size", () => {
    const quiet = createTerminal("quiet", 0);
    const loud = createTerminal("loud", 1);
    loud.put(ringBytes);
    quiet.put(10);
    const socket = createSocket();
    const viewer = new Viewer([quiet.terminal, loud.terminal], socket);
    viewer.attach(new Map());
    expect(socket.frames.map(({ terminal }) => terminal)).toEqual([
      0, 1, 1, 1, 1,
    ]);
    expect(Math.max(...socket.frames.map(({ bytes }) => bytes.length))).toBe(
      maxFramePayload,
    );
    viewer.detach();
  });

  test("gets nothing while its socket is full, and goes on when there is room", () => {
    const { terminal, put } = createTerminal("one", 0);
    const socket = createSocket();
    const viewer = new Viewer([terminal], socket);
    viewer.attach(new Map());
    socket.buffered = 10_000_000;
    put(100);
    expect(socket.frames).toEqual([]);
    socket.buffered = 0;
    viewer.drained();
    expect(socket.frames).toHaveLength(1);
    viewer.detach();
  });

  test("that says what it has gets only the rest", () => {
    const { terminal, put } = createTerminal("one", 0);
    put(1000);
    const socket = createSocket();
    const viewer = new Viewer([terminal], socket);
    viewer.attach(new Map([["one", 900]]));
    expect(socket.messages).toEqual([
      { type: "replay", terminal: "one", from: 900, until: 1000, reset: false },
    ]);
    expect(socket.frames).toMatchObject([{ sequence: 900 }]);
    viewer.detach();
  });

  test.each([
    ["more than there is", 1001],
    ["what is no longer kept", -1],
  ])("that claims %s begins anew", (_, has) => {
    const { terminal, put } = createTerminal("one", 0);
    put(1000);
    const socket = createSocket();
    const viewer = new Viewer([terminal], socket);
    viewer.attach(new Map([["one", has]]));
    expect(socket.messages).toMatchObject([
      { from: 0, until: 1000, reset: true },
    ]);
    viewer.detach();
  });

  test("that has left is sent nothing", () => {
    const { terminal, put } = createTerminal("one", 0);
    const socket = createSocket();
    const viewer = new Viewer([terminal], socket);
    viewer.attach(new Map());
    viewer.detach();
    put(1000);
    viewer.drained();
    viewer.acknowledge("one", 0);
    expect(socket.frames).toEqual([]);
    expect(terminal.events.listenerCount("output")).toBe(0);
  });
});
