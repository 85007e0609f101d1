import { checksOf, expect } from "#grading";
import { Pull, XPublisher } from "zeromq";
import highWaterMark from "./lab.ts";

const check = checksOf(highWaterMark);

check("full-at-the-marks", async ({ lab }) => {
  const { random } = lab;
  const nobody = `tcp://127.0.0.${random.integer(2, 250)}:6001`;
  for (const endpoint of [`inproc://${random.nonce()}`, nobody]) {
    const [send, receive] = [random.integer(3, 19), random.integer(20, 40)];
    const size = random.integer(20, 200);
    const fill = await lab.start("fill", {
      args: [endpoint, send, receive, size, 200].map(String),
    });
    const [where, after] =
      endpoint === nobody
        ? ["with nobody on the other side", send]
        : ["with both sockets in one program", send + receive];
    const marks = `With marks of ${send} and ${receive}, and ${where}`;
    await expect(fill, marks).toHavePrinted({ after }, { tryNext: fills });
    await expect(fill, marks).toHaveExited(0, ends);
  }
});

check("full-with-a-peer", async ({ lab }) => {
  const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
  const send = lab.random.integer(1, 3);
  const receive = lab.random.integer(10, 19);
  const size = lab.random.integer(90_000, 100_000);
  // This peer takes nothing until the filler has ended.
  const idle = new Pull({ receiveHighWaterMark: receive });
  const peer = await lab.bind(idle, at);
  const fill = await lab.start("fill", {
    args: [at, send, 1, size, 3_000].map(String),
  });
  await peer.meet(fill);
  const [line, told] = await fill.printed(/after (\d+) messages/, {
    what: "after how many messages it is full",
    tryNext: fills,
  });
  await expect(fill, "When it has told its count").toHaveExited(0, ends);

  const count = Number(told);
  const room = `${send} on its own side, ${receive} on the other, and some in the kernel's buffers`;
  fill.require(
    count >= send + receive,
    `The filler has stopped too early: there is room for ${room}.`,
    {
      expected: `full after more than ${send + receive}`,
      seen: line,
      tryNext: patience,
    },
  );
  // What had not left by then is thrown away: as many as its own queue holds.
  const got = (await peer.rest()).map(([frame]) => Number(String(frame)));
  fill.require(
    got.every((number, index) => number === index + 1) &&
      got.length <= count &&
      got.length >= count - send - 2,
    "The filler should tell how many messages have found room. All but those in its own queue arrive, numbered from 1.",
    {
      expected: `${count - send} to ${count} messages, as it told ${count}`,
      seen: `${got.length} messages, the last with number ${got.at(-1) ?? "none"}`,
      tryNext: fills,
    },
  );
});

check("counts-what-is-missing", async ({ lab }) => {
  const { random } = lab;
  const at = `tcp://127.0.0.${random.integer(2, 250)}:6001`;
  const publisher = await lab.bind(new XPublisher(), at);
  const reader = await lab.start("reader", { args: ["1", at] });
  await publisher.meet(reader);
  await publisher.receive("its subscription", subscribes);

  // How many are missing before each of the news. The first ones were before its time.
  const gaps = [0, 1, 0, random.integer(2, 9), 0, random.integer(100, 999)];
  let number = random.integer(50, 500);
  let missed = 0;
  for (const [index, gap] of [0, ...random.shuffle(gaps)].entries()) {
    number += gap + 1;
    missed += gap;
    const news = String(number).padEnd(random.integer(5, 200));
    await publisher.send(news, `news ${number}`);
    await expect(
      reader,
      `After news ${number}, with ${gap} missing before it`,
    ).toHavePrinted(
      { news: number, received: index + 1, missed },
      { decidedBy: "received", tryNext: counts },
    );
  }
  await reader.stopsOnInterrupt("while it waits for news");
});

check(
  "with-the-others",
  async ({ lab }) => {
    await lab.start("idle");
    const args = ["tcp://127.0.0.1:5555", "10", "10", "10000", "3000"];
    const fill = await lab.start("fill", { args });
    await expect(fill, "With idle on the other side").toHaveExited(0, ends);
    await expect(fill).toHavePrinted(/after \d{3,} messages/, {
      tryNext: patience,
    });

    const news = await lab.start("news", { args: ["300"] });
    const reader = await lab.start("reader", { args: ["10"] });
    await expect(reader, "After a burst").toHavePrinted(/missed\W+[1-9]/i, {
      tryNext: counts,
    });
    await reader.stopsOnInterrupt("in the middle of its work");
    await news.stopsOnInterrupt("at any time");
  },
  {
    after: ["full-at-the-marks", "full-with-a-peer", "counts-what-is-missing"],
  },
);

const fills =
  "Set both marks when the sockets are made. Count a message when send() has resolved, and stop when it fails with EAGAIN.";
const ends = "When it is full, print the count and close both sockets.";
const patience =
  "Room may come a moment later, as the background thread moves messages on. Give each send() as many milliseconds as the last argument says, with `sendTimeout`.";
const subscribes = "Leave the SUB socket as it is: it subscribes to all news.";
const counts =
  "Between numbers 7 and 10 two are missing: add `number - last - 1` to `missed`, for all but the first news.";
