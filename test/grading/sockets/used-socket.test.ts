import { Pull, Push } from "zeromq";
import { afterEach, expect, test } from "vitest";
import { useSocket } from "../../../runner/grading/grader/sockets/used-socket.ts";

const sockets: (Pull | Push)[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function connected() {
  const [push, pull] = [new Push(), new Pull()];
  sockets.push(push, pull);
  const used = useSocket(pull);
  await pull.bind("tcp://127.0.0.1:*");
  const met = used.nextEvent();
  push.connect(pull.lastEndpoint ?? "");
  await met;
  return { push, used };
}

/** Holds up this thread: others send and receive meanwhile. */
const holdUp = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test("what comes while a receive is pending is drained, at whichever moment of the event loop it comes", async () => {
  for (let time = 0; time < 5; time++) {
    const { push, used } = await connected();
    void used.receive();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Behind the phase in which Node looks at sockets, and before its timers.
    await new Promise((resolve) => setImmediate(resolve));
    const drained = used.drain();
    await Promise.all([push.send("one"), push.send("two")]);
    holdUp(50);
    expect((await drained).map(String)).toEqual(["one", "two"]);
  }
});

test("nothing is drained of a socket to which nothing came", async () => {
  const { used } = await connected();
  void used.receive();
  expect(await used.drain()).toEqual([]);
});
