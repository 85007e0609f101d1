import { checksOf, expect } from "#grading";
import { Pair } from "zeromq";
import ports from "./lab.ts";

const check = checksOf(ports);
const endpoints = ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
const taken = "EADDRINUSE";
const started = { when: "started" } as const;

check("says-it-is-taken", async ({ lab }) => {
  const name = lab.random.nonce();
  for (const endpoint of lab.random.shuffle(endpoints)) {
    const holder = await lab.bind(new Pair(), endpoint);
    const server = await lab.start("server-1", {
      args: [name, endpoint],
      ready: started,
    });
    await expect(server, `While ${endpoint} is taken`).toHaveExited(1, exits);
    // Node's last line when nobody has caught an error.
    server.require(
      !server.lines.some((line) => /^Node\.js v\d/.test(line)),
      "A taken port should be told in one line, but Node has printed an error that nobody caught",
      catches,
    );
    server.require(
      server.lines.some((line) =>
        [taken, endpoint].every((part) => line.includes(part)),
      ),
      `While ${endpoint} is taken, it should say so in one line, with ${taken} and this address`,
      {
        expected: `${taken}, ${endpoint} is taken`,
        seen: server.lines.join(" / "),
        tryNext: says,
      },
    );
    await holder.leave();
  }

  // An address that nobody can bind is no taken port.
  const wrong = await lab.start("server-1", {
    args: [name, "tcp://nowhere"],
    ready: started,
  });
  await expect(wrong, "With an address that is none").toHaveExited(
    1,
    others.tryNext,
  );
  wrong.require(
    /EINVAL|Invalid argument/.test(wrong.transcript) &&
      !/EADDRINUSE|taken|in use/i.test(wrong.transcript),
    "With an address that is none, the server should end with the error EINVAL, and not speak of a taken port",
    { expected: "EINVAL", seen: wrong.lines.join(" / "), ...others },
  );
});

check("ends-in-order", async ({ lab }) => {
  const lonely = await lab.start("server-1");
  await lonely.rest();
  await lonely.stopsOnInterrupt("before anybody is there");

  const killed = await lab.start("server-1");
  await killed.rest();
  killed.kill("SIGTERM");
  await expect(killed, "On SIGTERM").toHaveExited(0, onTerm);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const server = await lab.start("server-1");
    const client = await lab.connect(
      new Pair(),
      "tcp://127.0.0.1:5555",
      server,
    );
    for (const word of lab.random.nonces(3)) {
      await client.send(word, "a message");
      await server.printed(word, { tryNext: leaves });
    }
    await server.rest();
    server.kill(signal);
    await expect(server, `On ${signal}, with a client`).toHaveExited(0, onTerm);
    await client.leave();
  }
});

check(
  "one-after-the-other",
  async ({ lab }) => {
    const [a, b] = [lab.random.nonce(), lab.random.nonce()];
    const endpoint = "tcp://127.0.0.1:5555";
    const holder = await lab.start("server-1", { args: [a] });
    const client = await lab.connect(new Pair(), endpoint, holder);
    await holder.rest();

    const second = await lab.start("server-2", {
      args: [b, endpoint],
      ready: started,
    });
    await expect(second, "While server-1 has the port").toHaveExited(1, exits);
    const [word, next] = [lab.random.nonce(), lab.random.nonce()];
    await client.send(word, "a message");
    await holder.printed(word, { tryNext: noHarm });
    await client.leave();
    await holder.stopsOnInterrupt("when another server wanted its port");

    const heir = await lab.start("server-2", {
      args: [b, endpoint],
      ready: { when: "listening", port: 5555 },
    });
    const other = await lab.connect(new Pair(), endpoint, heir);
    await other.send(next, "a message");
    await heir.printed(next, { tryNext: leaves });
  },
  { after: ["says-it-is-taken", "ends-in-order"] },
);

const exits =
  "Catch the error of bind(), set process.exitCode = 1, and let the program end: no other port, and no second try.";
const says =
  "Print one line with the error's code and the endpoint: `` `${error.code}, ${endpoint} is taken` ``.";
const catches =
  "Await bind() within `try`, and catch its error. Throw it again only when its code is not EADDRINUSE.";
const others = {
  tryNext:
    "Only EADDRINUSE is a taken port. Throw every other error again: Node prints it, and exits with code 1.",
};
const onTerm =
  "Listen for both signals, SIGINT and SIGTERM, and close the socket in both handlers: the loop ends, and so does the program.";
const leaves = "Leave the loop as it is: it prints every message as text.";
const noHarm =
  "A server whose port is taken ends only itself. Who holds the port is none of its business.";
