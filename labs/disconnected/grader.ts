import { checksOf, expect } from "#grading";
import type { Program } from "#grading";
import { Dealer, Request, Stream } from "zeromq";
import disconnected from "./lab.ts";

const check = checksOf(disconnected);
const arrival = /asker is there/i;
const departure = /asker has gone/i;

check(
  "connects-first",
  async ({ lab }) => {
    const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
    const answerer = await lab.start("answerer", { args: ["1", at] });
    await answerer.rest();
    answerer.require(
      answerer.running,
      "As long as nobody is there it should wait, but it has ended.",
      "Set no limit for the waiting: the answerer stays until Ctrl+C.",
    );
    answerer.require(
      !answerer.lines.some((line) => arrival.test(line)),
      "It says that an asker is there, and nobody is.",
      "Nothing is known after connect(). Print it on the event `handshake`.",
    );
    const asker = await lab.bind(new Request(), at);
    await asker.meet(answerer, connects);
    await expect(
      answerer,
      "When an asker has come, and before it asks",
    ).toHavePrinted(arrival, { tryNext: arrives });
    const word = lab.random.nonce();
    await asker.send(word, "its request");
    await asker.text("the reply", { includes: word, tryNext: replies });
    await answerer.stopsOnInterrupt("while it waits for a request");

    // What takes connections and says nothing is no asker: there is no handshake.
    const elsewhere = `tcp://127.0.0.${lab.random.integer(2, 250)}:6002`;
    const mute = await lab.bind(new Stream(), elsewhere);
    const deceived = await lab.start("answerer", { args: ["1", elsewhere] });
    await mute.receive("a connection of its REP socket", connects);
    await deceived.rest();
    deceived.kill("SIGKILL");
    deceived.require(
      !deceived.lines.some((line) => arrival.test(line)),
      "It says that an asker is there, but only something else has accepted its connection.",
      "On the event `connect` it is not known yet who is there. Print it on `handshake`.",
    );
  }, // While it looks for somebody, it is never quite at rest.
  { deadline: 40 },
);

check("one-after-another", async ({ lab }) => {
  const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
  const answerer = await lab.start("answerer", { args: ["300", at] });
  // How often each asks. One is there and asks nothing, and one leaves before its reply has come.
  const silent = 0;
  const visits = [silent, 1, lab.random.integer(2, 3), 2];
  const impatient = lab.random.integer(1, 2);
  let total = 0;
  let lost = "";
  for (const [index, requests] of visits.entries()) {
    const who = `asker ${index + 1} of ${visits.length}`;
    const asker = await lab.bind(new Dealer(), at);
    await asker.meet(answerer, stays);
    for (let number = 1; number <= requests; number++) {
      const word = lab.random.nonce();
      const what = `request ${number} of ${who}`;
      total += 1;
      await asker.send(["", word], what);
      if (index === impatient && number === requests) {
        await answerer.printed(word, {
          what: `what it received: ${what}`,
          tryNext: "Print each request as soon as it is received.",
        });
        lost = word;
        break;
      }
      let frames = await asker.receive(`the reply to ${what}`, replies);
      // What the asker before did not wait for, the socket may bring to this one.
      if (lost && String(frames.at(-1)).includes(lost))
        frames = await asker.receive(`the reply to ${what}`, replies);
      const reply = String(frames.at(-1));
      answerer.require(
        reply.includes(word),
        `The reply to ${what} should contain this request, but it does not.`,
        {
          expected: `reply ${total} to ${word}`,
          seen: reply,
          tryNext: replies,
        },
      );
      answerer.require(
        naming(total).test(reply.replaceAll(word, "")),
        `${what[0]?.toUpperCase()}${what.slice(1)} is number ${total} of all, and the reply should have this number, but it does not.`,
        { expected: `reply ${total} to ${word}`, seen: reply, tryNext: counts },
      );
    }
    await asker.leave();
    for (const [pattern, tryNext] of [
      [arrival, arrives],
      [departure, stays],
    ] as const)
      await expect(answerer, `When ${who} has left`).toHavePrinted(pattern, {
        times: index + 1,
        tryNext,
      });
  }
  await answerer.stopsOnInterrupt("when all askers have gone");
  saysOnce(answerer, visits.length);
});

check(
  "restarts",
  async ({ lab }) => {
    const asker = await lab.start("asker", { args: [lab.random.nonce()] });
    const words = lab.random.nonces(3);
    const [first = "", between = "", within = ""] = words;
    const old = await lab.start("answerer", { args: ["1"] });
    asker.type(`${first}\n`);
    await expect(asker, "With the first answerer").toHavePrinted(
      new RegExp(`received.*${first}`),
      { tryNext: connects },
    );
    await old.stopsOnInterrupt("between two requests");
    // Its socket has noticed then. A request sent before would be lost with the connection.
    await asker.rest();

    // Asked while nobody is there; then the next answerer stops in the middle of its work.
    asker.type(`${between}\n`);
    await asker.rest();
    const next = await lab.start("answerer", { args: ["1500"] });
    await expect(asker, "With a new answerer").toHavePrinted(
      new RegExp(`received.*${between}`),
      { tryNext: connects },
    );
    asker.type(`${within}\n`);
    await next.printed(within);
    await next.stopsOnInterrupt("in the middle of its work", passes);

    await asker.rest();
    await asker.stopsOnInterrupt("while it waits for a lost reply");
    const last = await lab.start("answerer", { args: ["1"] });
    const other = await lab.start("asker");
    await expect(other, "With a third answerer").toHaveExited(0, connects);
    await expect(last, "When that asker has left").toHavePrinted(departure, {
      tryNext: stays,
    });
    await last.stopsOnInterrupt("when its asker has gone");
  },
  {
    after: ["connects-first", "one-after-another"],
    deadline: 40,
  },
);

/** It says of each asker once that it is there and has gone, and not with each request or for a second socket. */
function saysOnce(answerer: Program, askers: number): void {
  for (const pattern of [arrival, departure]) {
    const times = answerer.lines.filter((line) => pattern.test(line)).length;
    answerer.require(
      times === askers,
      `There were ${askers} askers, and it should say of each of them once that it is there, and once that it has gone.`,
      { seen: `${times} lines match ${String(pattern)}`, tryNext: oneSocket },
    );
  }
}

/** A number that stands for itself. */
const naming = (number: number) => new RegExp(`(?<![\\w.])${number}(?!\\w)`);

const connects =
  "One REP socket, connected once to the endpoint, which is the second argument.";
const arrives =
  'On the event `handshake`, print "an asker is there". Listen before connect().';
const stays =
  'On the event `disconnect`, print "the asker has gone" and do nothing else: the same socket finds the next asker by itself.';
const replies = "Send `` `reply ${count} to ${request}` `` for each request.";
const counts =
  "Count each request when it is received, over all askers: the counter belongs to the program, not to one asker.";
const oneSocket = "One socket, connected once, has one handshake with each.";
const passes =
  "After Ctrl+C the reply cannot leave: let EAGAIN and EBADF pass when the socket is closed.";
