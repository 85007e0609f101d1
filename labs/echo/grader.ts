import { checksOf, expect } from "#grading";
import { Router } from "zeromq";
import echo from "./lab.ts";

const check = checksOf(echo);

check("joins-words", async ({ lab }) => {
  const endpoint = `tcp://127.0.0.1:${lab.random.integer(5600, 5900)}`;
  const server = await lab.bind(new Router(), endpoint);
  const [one = "", two = "", three = ""] = lab.random.nonces(3);
  // The last run has one word, which says that it is not one.
  const runs = [[one, `${two} °C `, three], ["quit"]];
  for (const words of runs) {
    const client = await lab.start("client", { args: [endpoint, ...words] });
    await server.meet(client, connects);
    const [from = "", delimiter, frame] = await server.receive(
      "the one request",
      joins,
    );
    client.require(
      delimiter?.length === 0,
      "The request was sent by another type of socket than REQ: it lacks the empty frame in front.",
      "The client is a REQ socket, `Request`.",
    );
    client.require(
      String(frame) === words.join(" "),
      "The request should be all words as one text, with a blank between them, but it is not.",
      { expected: words.join(" "), seen: String(frame), tryNext: joins },
    );
    const reply = lab.random.nonce();
    await server.send([from, "", reply], "its reply");
    await expect(client, "With its words answered").toHaveExited(0, oneRequest);
    await expect(client, "The reply").toHavePrinted(reply, prints);
    await server.expectNoMore("one request", oneRequest);
  }
});

check("line-by-line", async ({ lab }) => {
  const server = await lab.bind(new Router(), usual);
  const client = await lab.start("client", { args: [] });
  await client.rest();
  client.require(
    client.running && !server.hasMessage,
    "Before anything is typed, the client should wait for a line, and send nothing.",
    typed,
  );

  // Some at once, as when one pastes: the client answers for each of them, in order.
  const words = lab.random.nonces(3);
  const lines = [...words, "", `  do not quit, ${lab.random.nonce()} −3°`];
  const quit = lab.random.pick(["QUIT", "Quit", "qUiT"]);
  client.type(`${lines.join("\n")}\n`);
  await server.meet(client, connects);
  const replies: string[] = [];
  for (const [index, line] of lines.entries()) {
    const which = `line ${index + 1} of ${lines.length}`;
    const [from = "", , frame] = await server.receive(which, typed);
    client.require(
      String(frame) === line,
      `It should send ${which} as it was typed, but it sends another text.`,
      { expected: JSON.stringify(line), seen: JSON.stringify(String(frame)) },
    );
    // The last reply is still on its way when somebody wants to leave.
    if (index === lines.length - 1) client.type(`${quit}\n`);
    await client.rest({ sleeps: 5_000 });
    client.require(
      !server.hasMessage,
      `The client sent another request before ${which} was answered.`,
      typed,
    );
    const before = replies.at(-1);
    if (before)
      await client.printed(before, {
        what: `the reply to line ${index} before it sends the next one`,
        ...prints,
      });
    replies.push(lab.random.nonce());
    await server.send(
      [from, "", replies.at(-1) ?? ""],
      `the reply to ${which}`,
    );
  }
  await expect(client, `After ${quit}`).toHaveExited(0, quits);
  await server.expectNoMore(`${lines.length} lines`, quits);
  await expect(client, "The replies").toHavePrintedInOrder(replies, prints);

  // Small letters, and with nobody to answer.
  const early = await lab.start("client", { args: [] });
  early.type("quit\n");
  await expect(early, "After quit").toHaveExited(0, quits);
});

check("ends-cleanly", async ({ lab }) => {
  const idle = await lab.start("client", { args: [] });
  await idle.rest();
  await idle.stopsOnInterrupt("while it waits for a line", stops);

  const nobody = await lab.start("client", { args: [usual, "hello"] });
  await nobody.rest({ sleeps: 5_000 });
  await nobody.stopsOnInterrupt("while it waits for a server", stops);

  const server = await lab.bind(new Router(), usual);
  const left = await lab.start("client", { args: [] });
  left.type("hello\n");
  await server.meet(left, connects);
  await server.receive("the line", typed);
  await left.rest({ sleeps: 5_000 });
  await left.stopsOnInterrupt("while it waits for a reply", stops);

  // Ctrl+D says that no more is typed. What was typed before still gets its reply.
  const last = await lab.start("client", { args: [] });
  last.type("first\nlast\n");
  last.endInput();
  await server.meet(last, connects);
  for (const line of ["first", "last"]) {
    const which = `the ${line} line before Ctrl+D`;
    const [from = ""] = await server.receive(which, inputEnds);
    await last.rest({ sleeps: 5_000 });
    const reply = lab.random.nonce();
    await server.send([from, "", reply], `the reply to ${which}`);
    await last.printed(reply, {
      what: `the reply to ${which}`,
      tryNext: inputEnds,
    });
  }
  await expect(last, "After Ctrl+D").toHaveExited(0, inputEnds);
});

const usual = "tcp://127.0.0.1:5555";
const connects = "Connect to the endpoint, which is the first argument.";
const joins =
  'The words are all arguments behind the endpoint: `words.join(" ")`.';
const oneRequest =
  "With words there is one request and one reply. Then the program ends by itself, without reading any line.";
const prints = { tryNext: "Print each reply as text: String(frame)." };
const typed =
  "In the loop over the typed lines, `await ask(line)`: one request and one reply for each line, also for an empty one.";
const quits =
  "A line that is `quit`, however it is written, ends the loop before it is sent; one that only contains it is sent. Nothing may go on reading then: `lines.close()` behind the loop, or `process.stdin.destroy()`.";
const stops =
  "On SIGINT end both waits: `stop.abort()` that for a line, and `client.close()` that for a reply. Let the error pass that this causes.";
const inputEnds =
  "The end of the input ends the loop, and not the program: close the socket behind the loop, when the last `ask` is done.";
