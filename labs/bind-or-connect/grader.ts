import { checksOf, expect } from "#grading";
import { Reply, Request } from "zeromq";
import bindOrConnect from "./lab.ts";

const check = checksOf(bindOrConnect);
const actions = ["bind", "connect"] as const;

check("server-either-way", async ({ lab }) => {
  for (const action of actions) {
    const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
    const server = await lab.start("server", { args: [action, at] });
    await server.rest();
    // The grader takes the other side, when the server has taken its own.
    const other = action === "bind" ? lab.connect : lab.bind;
    const client = await other(new Request(), at);
    await client.meet(server, obeys);
    for (let number = 1; number <= 2; number += 1) {
      const word = lab.random.nonce();
      await client.send(word, `request ${number}`);
      const what = `the reply to request ${number} with "${action}"`;
      await client.text(what, { includes: word, tryNext: replies });
    }
    await server.stopsOnInterrupt(`with "${action}"`);
    await client.leave();
  }
});

check(
  "client-either-way",
  async ({ lab }) => {
    for (const action of actions) {
      const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
      const word = lab.random.nonce();
      const start = () => lab.start("client", { args: [action, word, at] });
      const alone = await start();
      await alone.rest();
      await alone.stopsOnInterrupt(`with "${action}", while nobody is there`);

      const client = await start();
      await client.rest();
      const other = action === "bind" ? lab.connect : lab.bind;
      const server = await other(new Reply(), at);
      await server.meet(client, obeys);
      const secrets = lab.random.nonces(3);
      for (const [index, secret] of secrets.entries()) {
        const what = `request ${index + 1} of 3 with "${action}"`;
        const includes = `${word} ${index + 1}`;
        await server.text(what, { includes, tryNext: asks });
        await server.send(secret, `the reply to ${what}`);
      }
      await expect(
        client,
        `With "${action}", its replies`,
      ).toHavePrintedInOrder(secrets, { tryNext: asks });
      await expect(client, "After its third reply").toHaveExited(0, asks);
      await server.expectNoMore("three requests", asks);
      await server.leave();
    }
  }, // A client that looks at its events is never quite at rest while nobody is there.
  { deadline: 60 },
);

check(
  "four-ways",
  async ({ lab }) => {
    for (const action of actions)
      for (const first of ["server", "client"] as const) {
        const word = lab.random.nonce();
        const way = `When the server is to ${action} and the ${first} comes first`;
        const others = { bind: "connect", connect: "bind" } as const;
        const args = {
          server: [action],
          client: [others[action], word],
        };
        const one = await lab.start(first, { args: args[first] });
        await one.rest();
        const second = first === "server" ? "client" : "server";
        const two = await lab.start(second, { args: args[second] });
        const [server, client] = first === "server" ? [one, two] : [two, one];
        await expect(client, way).toHaveExited(0, sameAlways);
        await expect(client, way).toHavePrintedInOrder(
          [1, 2, 3].map((number) => `reply to ${word} ${number}`),
          { tryNext: sameAlways },
        );
        await server.stopsOnInterrupt("when its client has gone");
      }
  },
  { after: ["server-either-way", "client-either-way"], deadline: 60 },
);

const obeys =
  "The first argument is `bind` or `connect`, and the endpoint is the last: do just that, and await bind().";
const replies = "Send `` `reply to ${request}` `` for each request.";
const asks =
  "It asks three times, `` `${word} ${number}` ``, and prints each reply before it asks again.";
const sameAlways =
  "Do what the argument says, without looking whether the other one is there.";
