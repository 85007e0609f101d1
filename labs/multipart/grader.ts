import { checksOf, expect, type CheckLab } from "#grading";
import { Pull, Push } from "zeromq";
import multipart from "./lab.ts";

const check = checksOf(multipart);
const endpoint = "tcp://127.0.0.1:5555";

check("sends-frames", async ({ lab }) => {
  const parcels = secretParcels(lab);
  for (const [index, frames] of parcels.entries()) {
    const [name = "", note = "", ...things] = frames;
    const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:${6001 + index}`;
    const receiver = await lab.bind(new Pull(), at);
    const hex = things.map((thing) => thing.toString("hex"));
    const sender = await lab.start("sender", {
      args: [at, String(name), String(note), ...hex],
    });
    await receiver.meet(sender, pushes);
    const which = `parcel ${index + 1} of ${parcels.length}`;
    const seen = await receiver.receive(which, oneMessage);
    sender.require(
      listed(seen) === listed(frames),
      `It should send ${which} as ${frames.length} frames: name, note and ${things.length} things. The message that came is another, of ${seen.length}.`,
      { expected: listed(frames), seen: listed(seen), tryNext: oneMessage },
    );
    await expect(sender, "After its parcel").toHaveExited(0);
    await receiver.expectNoMore("one message", oneMessage);
  }
});

check("reads-frames", async ({ lab }) => {
  const receiver = await lab.start("receiver");
  const sender = await lab.connect(new Push(), endpoint, receiver, pulls);
  const things = [];
  for (const [index, frames] of secretParcels(lab).entries()) {
    const parcel = index + 1;
    await sender.send(frames, `parcel ${parcel}`);
    const [name, note, ...rest] = frames;
    const what = `name and note of parcel ${parcel} in one line`;
    const heading = await receiver.printed(String(name), {
      what,
      tryNext: texts,
    });
    const line = heading.input;
    receiver.require(
      line.includes(String(note)) && new RegExp(`\\b${parcel}\\b`).test(line),
      `It should print the number, ${what}.`,
      {
        expected: `parcel ${parcel} for ${String(name)}: ${String(note)}`,
        seen: line,
        tryNext: texts,
      },
    );
    for (const [number, thing] of rest.entries()) {
      const values = { parcel, thing: number + 1, bytes: thing.length };
      const hex = thing.toString("hex");
      things.push({
        after: `parcel ${parcel}`,
        // An empty one has no bytes to print.
        values: hex ? { ...values, hex } : values,
      });
    }
  }
  await expect(receiver, "Each thing").toHavePrintedEach(things, {
    decidedBy: "thing",
    tryNext: bytes,
  });
  await receiver.stopsOnInterrupt("after the parcels of others");
});

check(
  "whole-parcels",
  async ({ lab }) => {
    const alone = await lab.start("receiver");
    await alone.rest();
    await alone.stopsOnInterrupt("before a parcel has come");

    const [missing, late, name] = [1, 2, 3].map(() => lab.random.nonce());
    const receiver = await lab.start("receiver");
    const leaves = await lab.start("half", { args: [missing ?? ""] });
    await leaves.printed("two frames");
    await leaves.stopsOnInterrupt("with a frame still to send");
    const finishes = await lab.start("half", { args: [late ?? ""] });
    await finishes.printed("two frames");
    const sender = await lab.start("sender", {
      args: [endpoint, name ?? "", "", "00"],
    });
    await expect(sender, "After its parcel").toHaveExited(0);
    // The one that began later was whole first.
    const tryNext = "Add 1 for each message that the loop gets, and print it.";
    const first = { parcel: 1, thing: 1, bytes: 1, hex: "00" };
    const second = { parcel: 2, thing: 1, bytes: 7, hex: hexOf("at last") };
    const options = { decidedBy: "thing", tryNext };
    await expect(receiver, "Your sender's").toHavePrinted(first, options);
    finishes.type("\n");
    await expect(receiver, "The late one").toHavePrinted(second, options);
    await receiver.stopsOnInterrupt("after all parcels");
    await expect(receiver, "Of the half one").not.toHavePrinted(missing ?? "");
  },
  { after: ["sends-frames", "reads-frames"] },
);

/** Parcels of which each has something that a wrong answer does not expect. */
function secretParcels({ random }: CheckLab): Buffer[][] {
  const nonce = () => random.nonce();
  const binary = Buffer.from([0, 0xff, 0xc3, 0xa4, random.integer(0, 255)]);
  return [
    [nonce(), "", binary, nonce()],
    [nonce(), `12 °C | 温度, "${nonce()}"`],
    [nonce(), nonce(), "", Buffer.concat([binary, binary]), "", "0a0a"],
    [nonce(), "", ""],
  ].map((frames) => frames.map((frame) => Buffer.from(frame)));
}

const listed = (frames: readonly Buffer[]) =>
  frames.map((frame) => `<${frame.toString("hex")}>`).join(" ");
const hexOf = (text: string) => Buffer.from(text).toString("hex");

const pushes =
  "The sender is a PUSH socket, `Push`, and connects to the endpoint, its first argument.";
const pulls = "The receiver is a PULL socket, `Pull`, and binds the endpoint.";
const oneMessage =
  'Send once, and give `send` a list: name, note, and for each thing `Buffer.from(thing, "hex")`, also for an empty one.';
const texts =
  "Name and note are the first two frames, and texts: `String(name)`. Print both in one line, behind the number of the parcel.";
const bytes =
  'All frames behind the note are things. Print for each `parcel ${count}  thing ${number}  bytes ${thing.length}  hex ${thing.toString("hex")}`, and make no text of it.';
