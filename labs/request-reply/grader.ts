import { checksOf, expect } from "#grading";
import { Request, Router } from "zeromq";
import requestReply from "./lab.ts";

const check = checksOf(requestReply);
const endpoint = "tcp://127.0.0.1:5555";
const requests = 9;

check("server-replies", async ({ lab }) => {
  const server = await lab.start("server", { args: ["5"] });
  const client = await lab.connect(new Request(), endpoint, server);
  const [first = "", repeated = "", words = ""] = lab.random.nonces(3);
  const texts = [first, repeated, repeated, "0", "", "温度 −3°"];
  // To the letter: with capitals, and with blanks at its ends.
  texts.push(`  Two words, ${words.toUpperCase()} `);

  for (const [index, text] of texts.entries()) {
    const which = `request ${index + 1} (${JSON.stringify(text)})`;
    // Once nothing is asked for long: a server waits for the next request.
    if (index === 1) await server.rest();
    await client.send(text, which);
    const reply = await client.text(`the reply to ${which}`, {
      includes: text,
      tryNext: index === 0 ? repeats : oneReply,
    });
    server.require(
      index === 0 || !reply.includes(first),
      `The reply to ${which} should repeat this request, and not also one that was answered before.`,
      { seen: reply, tryNext: repeats },
    );
  }
});

check("server-serves-all", async ({ lab }) => {
  const server = await lab.start("server", { args: ["5"] });
  const clients = [];
  for (const name of lab.random.nonces(3)) {
    const peer = await lab.connect(new Request(), endpoint, server);
    clients.push({ name, peer });
  }

  // All three have a request under way at any time, and how many there will be is not to be guessed.
  const each = lab.random.integer(requests + 2, requests + 4);
  for (let number = 1; number <= each; number++) {
    for (const { name, peer } of clients)
      await peer.send(`request ${number} from ${name}`, `request ${number}`);
    for (const [index, { name, peer }] of clients.entries())
      await peer.text(`the reply to request ${number} of client ${index + 1}`, {
        includes: `request ${number} from ${name}`,
        tryNext: goesOn,
      });
  }
  await server.stopsOnInterrupt("while it waits for a request");

  const busy = await lab.start("server", { args: ["300"] });
  const client = await lab.connect(new Request(), endpoint, busy);
  const request = `request from ${lab.random.nonce()}`;
  await client.send(request, "its request");
  await busy.printed(request, { tryNext: "Print what you receive." });
  await busy.stopsOnInterrupt("in the middle of its work");
});

check("client-asks", async ({ lab }) => {
  // It sees what a REP would not: requests that come before the last one was answered.
  const server = await lab.bind(new Router(), endpoint);
  const name = lab.random.nonce();
  const client = await lab.start("client-a", { args: [name] });
  await server.meet(client);
  const replies = lab.random.nonces(requests).map((text) => `reply ${text}`);

  for (const [index, reply] of replies.entries()) {
    const which = `request ${index + 1} of ${requests}`;
    const [from = "", delimiter, frame] = await server.receive(
      which,
      afterReply,
    );
    client.require(
      delimiter?.length === 0,
      `The ${which} was sent by another type of socket than REQ: it lacks the empty frame in front.`,
      "The client is a REQ socket, `Request`.",
    );
    client.require(
      String(frame).includes(name),
      `The ${which} should carry the name of its client, which is its first argument.`,
      { expected: `request ${index + 1} from ${name}`, seen: String(frame) },
    );
    const before = replies[index - 1];
    if (before)
      await client.printed(before, {
        what: `each reply as text before it asks again: reply ${index}`,
        tryNext: printsFirst,
      });
    // Once the reply takes long: a client waits for it, for ever or for some seconds.
    if (index === 0) await client.rest({ sleeps: 2_000 });
    client.require(
      !server.hasMessage,
      `The ${which} was not answered yet, and the client asked again.`,
      afterReply,
    );
    await server.send([from, "", reply], `the reply to ${which}`);
  }

  const nineTimes = `It asks exactly ${requests} times, and ends when it has the last reply.`;
  await expect(client, "After its ninth reply").toHaveExited(0, nineTimes);
  await server.expectNoMore(`${requests} requests`, nineTimes);
  await expect(client, "Its replies").toHavePrintedInOrder(replies, {
    tryNext: printsFirst,
  });
  await expect(client, "Its own name with each reply").toHavePrinted(name, {
    times: requests,
    tryNext:
      "The name is the program's first argument, `name`. It tells the lines of two clients apart.",
  });
});

check(
  "two-clients",
  async ({ lab }) => {
    const [a = "", b = ""] = lab.random.nonces(2);
    const server = await lab.start("server", { args: ["5"] });
    const clientA = await lab.start("client-a", { args: [a] });
    const clientB = await lab.start("client-b", { args: [b] });
    for (const client of [clientA, clientB])
      await expect(client, "After nine replies of your server").toHaveExited(
        0,
        oneByOne,
      );
    await expect(clientA, "A reply to the other client").not.toHavePrinted(b);
    await expect(clientB, "A reply to the other client").not.toHavePrinted(a);
    const nine = { times: requests, tryNext: oneByOne };
    await expect(clientA, "A line for each request").toHavePrinted(a, nine);
    await expect(clientB, "A line for each request").toHavePrinted(b, nine);
    await expect(server, "A line for each request").toHavePrinted(a, nine);
    await expect(server, "A line for each request").toHavePrinted(b, nine);
  },
  { after: ["server-replies", "server-serves-all", "client-asks"] },
);

const repeats =
  "Put the received request into the reply as it is: `` `reply to ${request}` ``.";
const oneReply =
  "A REP socket receives and sends in turn: for each request exactly one receive and then exactly one send.";
const goesOn =
  "Each round replies to its own request. The server goes on until Ctrl+C: it does not know how many will come.";
const afterReply =
  "After each request the client receives its reply. Only then may it send the next one.";
const printsFirst =
  "Receive the reply inside the loop and print String(frame), before the next request is sent: a frame is a Buffer.";
const oneByOne =
  "Run the server and both clients, and compare who asks what with who gets which reply.";
