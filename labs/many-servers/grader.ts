import { checksOf, expect } from "#grading";
import { Router } from "zeromq";
import manyServers from "./lab.ts";

const check = checksOf(manyServers);
const [portA, portB] = ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
// Longer than any check, and long enough to be told from a pause.
const veryPatient = "600000";

check("asks-in-turn", async ({ lab }) => {
  // One ROUTER is all three servers: it sees in which order they are asked. Its ids tell the connections apart.
  const endpoints = [5555, 5556, lab.random.integer(5600, 5900)].map(
    (port) => `tcp://127.0.0.1:${port}`,
  );
  const socket = new Router();
  const servers = await lab.bind(socket, endpoints[0] ?? "");
  for (const endpoint of endpoints.slice(1)) await socket.bind(endpoint);

  const count = lab.random.integer(7, 9);
  const replies = lab.random.nonces(count);
  const args = [String(count), veryPatient, ...lab.random.shuffle(endpoints)];
  const client = await lab.start("client", { args });
  for (let met = 0; met < endpoints.length; met++)
    await servers.meet(client, connects);

  const asked: string[] = [];
  for (const [index, reply] of replies.entries()) {
    const which = `request ${index + 1} of ${count}`;
    const [from, delimiter] = await servers.receive(which, goesOn);
    client.require(
      !!from && delimiter?.length === 0,
      `The ${which} was sent by another type of socket than REQ: it lacks the empty frame in front.`,
      "The client is one REQ socket, `Request`.",
    );
    asked.push(from?.toString("hex") ?? "");
    // The first may go out when only one server is connected. From then on nobody has a second turn before all had one.
    const round = asked.slice(1).slice(-endpoints.length);
    client.require(
      new Set(round).size === round.length &&
        new Set(asked).size <= endpoints.length,
      `The ${which} should go to the server whose turn it is, but it does not.`,
      { tryNext: oneSocket },
    );
    // Once the reply takes long: who was told to be patient still waits.
    if (index === 1) await client.rest({ sleeps: 20_000 });
    client.require(
      !servers.hasMessage,
      `The ${which} was not answered yet, and the client asked again.`,
      "Receive each reply before you send the next request.",
    );
    await servers.send([from ?? "", "", reply], `the reply to ${which}`);
  }
  await expect(client, `After ${count} replies`).toHaveExited(0, goesOn);
  await servers.expectNoMore(`${count} requests`, goesOn);
  await expect(client, "Its replies").toHavePrintedInOrder(replies, {
    tryNext: "Print each reply as text: String(frame).",
  });
});

check("gives-up", async ({ lab }) => {
  const alone = await lab.start("client", { args: ["3", "400"] });
  await expect(alone, "Without any server").toHaveExited(1, endsWithOne);
  await expect(alone, "Without any server").toHavePrinted(naming(1), says);

  const server = await lab.bind(new Router(), portA);
  const answered = lab.random.integer(2, 4);
  const client = await lab.start("client", { args: ["9", "2500", portA] });
  await server.meet(client);
  for (let number = 1; number <= answered; number++) {
    const [from = ""] = await server.receive(`request ${number}`);
    await server.send([from, "", lab.random.nonce()], `reply ${number}`);
  }
  await server.receive(`request ${answered + 1}`);
  const after = `After ${answered} replies and then none`;
  await expect(client, after).toHaveExited(1, endsWithOne);
  // A line that it prints for every request does not say that this one got no reply.
  const unanswered = naming(answered + 1);
  const form = (line: string) => line.replace(/\d+/g, "#");
  const usual = client.lines.filter((line) => !unanswered.test(line)).map(form);
  client.require(
    client.lines.some(
      (line) => unanswered.test(line) && !usual.includes(form(line)),
    ),
    `${after}, it should say that request ${answered + 1} got none, in a line of its own`,
    says,
  );
  await server.expectNoMore(`${answered + 1} requests`, notAgain);
});

check(
  "server-dies",
  async ({ lab }) => {
    const [a, b] = [lab.random.nonce(), lab.random.nonce()];
    const serverA = await lab.start("server-a", { args: [a, "1", portA] });
    const serverB = await lab.start("server-b", { args: [b, "1", portB] });
    const client = await lab.start("client", { args: ["8", veryPatient] });
    await expect(client, "After eight replies").toHaveExited(0, goesOn);
    for (const name of [a, b])
      await expect(client, "With two servers").toHavePrinted(`${name} did`, {
        // Four each, unless the first two went out when only one was connected.
        times: 3,
        tryNext: connects,
      });
    serverB.interrupt();
    await expect(serverB, "On Ctrl+C").toHaveExited(0);

    // Now B dies with a request in its hands.
    const busy = await lab.start("server-b", { args: [b, "600000", portB] });
    const bereft = await lab.start("client", { args: ["8", "2500"] });
    await busy.printed("received");
    busy.kill("SIGKILL");
    const dead = "When a server has died with its request";
    await expect(bereft, dead).toHaveExited(1, endsWithOne);

    serverA.interrupt();
    await expect(serverA, "On Ctrl+C").toHaveExited(0);
    const waiting = await lab.start("client", { args: ["8", veryPatient] });
    await waiting.rest({ sleeps: 20_000 });
    await waiting.stopsOnInterrupt("while it waits for a reply");
  },
  { after: ["asks-in-turn", "gives-up"] },
);

/** A number that stands for itself, and not in an address. */
const naming = (number: number) => new RegExp(`(?<![\\d.])${number}(?!\\d)`);

const connects =
  "Connect the one socket to every endpoint that the program is given.";
const oneSocket =
  "One REQ socket, connected once to every endpoint, asks them in turn by itself. Make it before the loop, and keep it.";
const goesOn =
  "The client sends as many requests as its first argument says, receives a reply to each, and ends.";
const endsWithOne =
  "Give the socket `receiveTimeout: Number(patience)`. When the receive fails and the socket is not closed, set `process.exitCode = 1`, and let the program end.";
const says = {
  tryNext: "Print which request got no reply: its number stands in `number`.",
};
const notAgain =
  "After the first reply that does not come, the client gives up: it asks nobody any more.";
