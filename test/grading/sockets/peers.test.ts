import { setTimeout as delay } from "node:timers/promises";
import { Pair, Request } from "zeromq";
import { expect, test } from "vitest";
import { CheckFailure } from "../../../runner/grading/grader/outcome/failures.ts";
import { createPeers } from "../../../runner/grading/grader/sockets/peers.ts";
import { createWaiting } from "../../../runner/grading/grader/waiting/waiting.ts";

test("a taken address is the submission's failure each time, whatever ZeroMQ calls it", async () => {
  const holder = new Pair();
  await holder.bind("tcp://127.0.0.1:*");
  const endpoint = holder.lastEndpoint ?? "";
  const waiting = createWaiting(60, []);
  // One in two hundred was called EAGAIN.
  for (let time = 0; time < 1000; time++) {
    const peers = createPeers(waiting, []);
    const socket = new Request();
    peers.add(socket, endpoint);
    await delay(time % 3);
    await expect(peers.bind(socket, endpoint)).rejects.toThrow(CheckFailure);
    await peers.close();
  }
  waiting.close();
  holder.close();
});
