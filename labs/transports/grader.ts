import { checksOf, expect } from "#grading";
import type { CheckLab } from "#grading";
import { Request } from "zeromq";
import transports from "./lab.ts";

const check = checksOf(transports);
const listening = (port: number) => ({ when: "listening", port }) as const;

check("every-endpoint", async ({ lab }) => {
  // Names that begin with @ are no files: the grader and the server share them.
  const others = lab.random.shuffle([
    `inproc://${lab.random.nonce()}`,
    `ipc://@${lab.random.nonce()}`,
    `tcp://127.0.0.${lab.random.integer(2, 250)}:5556`,
    `ipc://@${lab.random.nonce()}`,
  ]);
  const endpoints = [...others, "tcp://127.0.0.1:5555"];
  const server = await lab.start("server-1", {
    args: endpoints,
    ready: listening(5555),
  });
  const reachable = endpoints.filter((each) => !each.startsWith("inproc"));
  const clients = [];
  for (const endpoint of reachable) {
    const client = await lab.connect(new Request(), endpoint, server, binds);
    clients.push({ client, endpoint });
  }
  const rounds = lab.random.shuffle([...clients, ...clients]);
  for (const [index, { client, endpoint }] of rounds.entries()) {
    const word = lab.random.nonce();
    const what = `request ${index + 1} of ${rounds.length}, on ${endpoint}`;
    await client.send(word, what);
    await client.text(`the reply to ${what}`, {
      includes: `reply ${index + 1} to ${word}`,
      tryNext: binds,
    });
  }
  await server.stopsOnInterrupt("while it waits for a request");
});

check("says-what-it-cannot", async ({ lab }) => {
  const wrong = [
    { endpoint: `pgm://127.0.0.1:${lab.random.integer(6001, 6999)}`, code },
    { endpoint: `norm://127.0.0.1:${lab.random.integer(6001, 6999)}`, code },
    { endpoint: `tcp://${lab.random.nonce()}`, code: "EINVAL" },
  ];
  const server = await lab.start("server-1", {
    args: [
      ...lab.random.shuffle(wrong.map(({ endpoint }) => endpoint)),
      "tcp://127.0.0.1:5555",
    ],
    ready: { when: "started" },
  });
  for (const each of wrong)
    await server.printed(
      new RegExp(
        `${each.code}.*${each.endpoint}|${each.endpoint}.*${each.code}`,
      ),
      {
        what: `that ${each.endpoint} cannot be bound, with the code ${each.code}`,
        tryNext: tells,
      },
    );
  const client = await lab.connect(
    new Request(),
    "tcp://127.0.0.1:5555",
    server,
    tells,
  );
  const word = lab.random.nonce();
  await client.send(word, "a request");
  await client.text("its reply", { includes: `reply 1 to ${word}` });
});

check(
  "keeps-the-file",
  async ({ lab }) => {
    const file = `${lab.random.nonce()}.sock`;
    const ipc = `ipc://${file}`;
    const first = await lab.start("server-1", {
      args: [ipc, "tcp://127.0.0.1:5555"],
      ready: listening(5555),
    });
    const second = await lab.start("server-2", {
      args: [ipc, "tcp://127.0.0.1:5557"],
      ready: listening(5557),
    });
    await second.printed(
      new RegExp(`EADDRINUSE.*${file}|${file}.*EADDRINUSE`),
      {
        what: `that ${ipc} is taken, with the code EADDRINUSE`,
        tryNext: steals,
      },
    );
    await second.stopsOnInterrupt("while the first one still serves");
    await isServed(lab, ipc, "When the second server has come and gone", mine);
    await first.stopsOnInterrupt("when it has answered", mine);
    await isGone(lab, file);

    const crashed = await lab.start("server-1", {
      args: [ipc, "tcp://127.0.0.1:5555"],
      ready: listening(5555),
    });
    await crashed.rest();
    crashed.kill("SIGKILL");
    await crashed.exit;
    const heir = await lab.start("server-2", {
      args: [ipc, "tcp://127.0.0.1:5557"],
      ready: listening(5557),
    });
    const when = "With a file that a server left behind when it was killed";
    await isServed(lab, ipc, when, stale);
    await heir.stopsOnInterrupt("when it has answered", mine);
    await isGone(lab, file);
  },
  { after: ["every-endpoint"] },
);

type Lab = CheckLab<typeof transports>;

async function isServed(lab: Lab, ipc: string, when: string, tryNext: string) {
  const word = lab.random.nonce();
  const client = await lab.start("client", { args: [ipc, word] });
  await expect(client, when).toHavePrinted(`reply 1 to ${word}`, { tryNext });
  await expect(client, when).toHaveExited(0, tryNext);
}

async function isGone(lab: Lab, file: string) {
  const look = await lab.start("shell");
  await expect(look).toHaveExited(0);
  look.require(
    !look.transcript.includes(file),
    `When the server has ended, its file ${file} should be gone, but it is still there.`,
    { seen: look.lines.join(" / "), tryNext: removes },
  );
}

const code = "EPROTONOSUPPORT";
const binds =
  "Bind the one REP socket to every endpoint of the arguments, as it stands there.";
const tells =
  "Catch the error of each bind(), print `` `${error.code}: cannot bind ${endpoint}` ``, and go on with the next endpoint.";
const steals =
  "bind() takes an ipc file without asking. Ask isHeld(file) before, and leave the endpoint out when somebody holds it.";
const mine =
  "Only a server that has bound a file may remove it, and nobody may bind one that is held.";
const stale =
  "That a file exists does not mean that somebody listens. isHeld(file) tells.";
const removes =
  "Remove the files that you have bound with rmSync, when the loop has ended.";
