import { checksOf, expect } from "#grading";
import type { CheckLab, Program } from "#grading";
import { Pull } from "zeromq";
import linger from "./lab.ts";

const check = checksOf(linger);

check("lingers-as-told", async ({ lab }) => {
  const long = lab.random.integer(2_000, 2_600);
  const lasted = new Map<number, number>();
  for (const time of lab.random.shuffle([0, long])) {
    const letter = lab.random.nonce();
    const sender = await start(lab, time, [letter]);
    await sender.printed(letter, { tryNext: prints });
    const sent = performance.now();
    await endsWith(0, sender, time);
    lasted.set(time, (sender.ended ?? sent) - sent);
  }
  // Both runs begin and end alike, however slowly: what differs is the linger.
  const difference = (lasted.get(long) ?? 0) - (lasted.get(0) ?? 0);
  lab.require(
    difference > long / 3,
    `With linger ${long} the sender should take ${long} ms longer to end than with linger 0, but both took about as long.`,
    lingers,
  );
});

check("waits-for-receiver", async ({ lab }) => {
  const letters = lab.random.nonces(lab.random.integer(4, 7));
  const patient = [];
  for (const [index, time] of [600_000, -1].entries()) {
    const at = someAddress(lab, 5558 + index);
    patient.push({ at, time, sender: await start(lab, time, letters, at) });
  }
  // While this one gives up, those have time enough.
  const short = await start(lab, lab.random.integer(1_000, 1_500), letters);
  await expect(short, "With nobody there").toHaveExited(0, soon(lingers));
  for (const { at, time, sender } of patient) {
    const got = await lateReceiver(lab, sender, time, at);
    await expect(sender, "When all has left").toHaveExited(0, soon(lingers));
    allCame(sender, await got.rest(), letters, lingers);
  }
  const lonely = await start(lab, -1, letters);
  await lonely.printed(letters.at(-1) ?? "", { tryNext: prints });
  await lonely.stopsOnInterrupt("while its letters wait", givesUp);
});

check("survives-error", async ({ lab }) => {
  const [a, b, c] = [
    lab.random.nonce(),
    lab.random.nonce(),
    lab.random.nonce(),
  ];
  const time = lab.random.integer(1_000, 1_500);
  const short = await start(lab, time, [a, "", b]);
  await endsWith(1, short, time);
  await expect(short, "About its second letter").toHavePrinted(
    /letter 2 is empty/,
    { tryNext: says },
  );
  // Nothing is unsent here, so there is nothing to wait for.
  await endsWith(1, await start(lab, -1, ["", ""]), -1);

  const at = someAddress(lab);
  const sender = await start(lab, -1, [a, b, "", c], at);
  await sender.printed(/letter 3 is empty/, { tryNext: says });
  const receiver = await lateReceiver(lab, sender, -1, at);
  await expect(sender, "When letters 1 and 2 have left").toHaveExited(
    1,
    soon(catches),
  );
  allCame(sender, await receiver.rest(), [a, b], stops);
});

type Lab = CheckLab<typeof linger>;

const someAddress = (lab: Lab, port = 5557) =>
  `tcp://127.0.0.${lab.random.integer(2, 250)}:${port}`;

const start = (
  lab: Lab,
  time: number,
  letters: readonly string[],
  at = someAddress(lab),
) =>
  lab.start("sender", {
    args: [String(time), letters.join(","), at],
    ready: { when: "started" },
  });

/** It ends by itself, and not before its linger is over. */
async function endsWith(code: number, sender: Program, time: number) {
  const when = `With linger ${time}, and nobody there`;
  const tryNext = code === 0 ? lingers : catches;
  await expect(sender, when).toHaveExited(code, soon(tryNext));
  const lived = Math.round((sender.ended ?? 0) - sender.started);
  sender.require(
    lived >= time,
    `The sender has ended ${lived} ms after its start. With linger ${time} what it has sent has ${time} ms to leave after close().`,
    { tryNext },
  );
}

async function lateReceiver(
  lab: Lab,
  sender: Program,
  time: number,
  at: string,
) {
  sender.require(
    sender.running,
    `With linger ${time} the sender should still try to deliver its letters, but it has ended before the receiver came.`,
    lingers,
  );
  const receiver = await lab.bind(new Pull(), at);
  await receiver.meet(sender, lingers);
  return receiver;
}

function allCame(
  sender: Program,
  got: readonly Buffer[][],
  letters: readonly string[],
  tryNext: string,
) {
  const seen = got.map((frames) => frames.join(" | ")).join(", ");
  sender.require(
    seen === letters.join(", "),
    `The sender should deliver ${letters.length} letters, in order, but ${got.length} came.`,
    { expected: letters.join(", "), seen, tryNext },
  );
}

/** A linger of 2.6 s, and some seconds for whoever is slow. */
const soon = (tryNext: string) => ({ within: 10, tryNext });

const prints = "Print each letter when it has been sent, as the file does.";
const lingers =
  "Give the socket the option `linger`, the first argument as a number, and close it when all is sent. Do not sleep, and do not wait for a receiver.";
const givesUp =
  "Leave the SIGINT handler as it is, and listen before the first wait.";
const says = "Print the error: `console.error(String(error))`.";
const catches =
  "Catch the error, set process.exitCode = 1, and close the socket in `finally`. An error that nobody catches, and process.exit(), do not wait for what is unsent.";
const stops =
  "The error ends the loop: letters before it arrive, and those behind it are not sent.";
