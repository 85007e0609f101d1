// One file: the known wrong answers of a lab are read as one list.
import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

export default defineMistakes(lab, {
  "always-client-a": {
    what: "Each client prints that it is client A.",
    edits: [
      {
        file: "client.ts",
        replace: "client ${name} received",
        by: "client A received",
      },
    ],
    fails: "client-asks",
    says: ["own name"],
  },
  "constant-reply": {
    what: "The server sends the same reply to everybody.",
    edits: [
      {
        file: "server.ts",
        replace: "send(`reply to ${request}`)",
        by: 'send("World")',
      },
    ],
    fails: "server-replies",
    says: ["should contain", "as it is"],
  },
  "crashes-on-interrupt": {
    what: "The server lets the error out that Ctrl+C causes in the middle of a request.",
    edits: [
      {
        file: "server.ts",
        replace: lines("  stop.abort();", "  if (!working) server.close();"),
        by: "  server.close();",
      },
    ],
    fails: "server-serves-all",
    says: ["Ctrl+C in the middle"],
  },
  "dealer-for-req": {
    what: "The client has a DEALER socket: its requests lack the empty frame that a REP socket looks for.",
    edits: [
      {
        file: "client.ts",
        replace: "import { Request }",
        by: "import { Dealer }",
      },
      { file: "client.ts", replace: "new Request", by: "new Dealer" },
    ],
    fails: "client-asks",
    says: ["another type of socket"],
  },
  "eight-requests": {
    what: "The loop of the client ends one request too early.",
    edits: [
      {
        file: "client.ts",
        replace: "number <= requests",
        by: "number < requests",
      },
    ],
    fails: "client-asks",
    says: ["request 9"],
  },
  "ends-when-idle": {
    what: "The server ends when nothing was asked for three seconds.",
    edits: [
      {
        file: "server.ts",
        replace: "({ linger: 2_000 });",
        by: "({ linger: 2_000, receiveTimeout: 3000 });",
      },
      {
        file: "server.ts",
        replace: "} finally {",
        by: lines(
          "} catch {",
          "  // Nobody asks any more: done.",
          "} finally {",
        ),
      },
    ],
    fails: "server-replies",
    says: ["exited with code 0"],
  },
  "first-client-only": {
    what: "The server goes on with the client that came first and gives the others an empty reply.",
    edits: [
      {
        file: "server.ts",
        replace: "  for await (const [frame] of server) {",
        by: lines(
          "  let first: string | undefined;",
          "  for await (const [frame] of server) {",
        ),
      },
      {
        file: "server.ts",
        replace: "    await server.send(`reply to ${request}`);",
        by: lines(
          '    const name = request.split(" ").at(-1);',
          "    first ??= name;",
          "    await server.send(",
          '      request.includes(" from ") && name !== first ? "" : `reply to ${request}`,',
          "    );",
        ),
      },
    ],
    fails: "server-serves-all",
    says: ["an empty message"],
  },
  "ignores-empty": {
    what: "The server takes an empty request for no request and sends no reply.",
    edits: [
      {
        file: "server.ts",
        replace: "    console.log(`server received: ${request}`);",
        by: lines(
          "    if (!request) continue;",
          "    console.log(`server received: ${request}`);",
        ),
      },
    ],
    fails: "server-replies",
    says: ['("")'],
  },
  "impatient-client": {
    what: "The client waits a quarter of a second for each reply.",
    edits: [
      {
        file: "client.ts",
        replace: "({ linger: 0 });",
        by: "({ linger: 0, receiveTimeout: 250 });",
      },
    ],
    fails: "client-asks",
    says: ["timed out"],
  },
  "no-receive": {
    what: "The client sends its requests without receiving the replies: the second send() waits forever.",
    edits: [
      {
        file: "client.ts",
        replace: lines(
          "    const [frame] = await client.receive();",
          "    console.log(`client ${name} received: ${String(frame)}`);",
        ),
        by: "",
      },
    ],
    fails: "client-asks",
    says: ["request 2"],
  },
  "previous-reply": {
    what: "The server replies with the text of the request before.",
    edits: [
      {
        file: "server.ts",
        replace: "  for await (const [frame] of server) {",
        by: lines(
          '  let previous = "nothing yet";',
          "  for await (const [frame] of server) {",
        ),
      },
      {
        file: "server.ts",
        replace: "    await server.send(`reply to ${request}`);",
        by: lines(
          "    await server.send(`reply to ${previous}`);",
          "    previous = request;",
        ),
      },
    ],
    fails: "server-replies",
    says: ["should contain", "as it is"],
  },
  "prints-at-the-end": {
    what: "The client keeps the replies and prints all of them at its end.",
    edits: [
      {
        file: "client.ts",
        replace: "const requests = 9;",
        by: lines("const requests = 9;", "const replies: string[] = [];"),
      },
      {
        file: "client.ts",
        replace: "console.log(`client ${name} received: ${String(frame)}`)",
        by: "replies.push(String(frame))",
      },
      {
        file: "client.ts",
        replace: "} catch (error) {",
        by: lines(
          "  for (const reply of replies) console.log(`client ${name} received: ${reply}`);",
          "} catch (error) {",
        ),
      },
    ],
    fails: "client-asks",
    says: ["before it asks again"],
  },
  "prints-buffer": {
    what: "The client prints the frame itself, so that one sees <Buffer …> and no text.",
    edits: [
      {
        file: "client.ts",
        replace: "log(`client ${name} received: ${String(frame)}`)",
        by: 'log("client", name, "received:", frame)',
      },
    ],
    fails: "client-asks",
    says: ["as text"],
  },
  "prints-the-request": {
    what: "The client prints what it has asked instead of what it was replied.",
    edits: [
      {
        file: "client.ts",
        replace:
          "    console.log(`client ${name} received: ${String(frame)}`);",
        by: lines(
          "    console.log(",
          "      `client ${name} received: reply to request ${number} from ${name}`,",
          "    );",
        ),
      },
    ],
    fails: "client-asks",
    says: ["print each"],
  },
  "replies-unprinted": {
    what: "The client receives each reply and throws it away.",
    edits: [
      {
        file: "client.ts",
        replace: lines(
          "    const [frame] = await client.receive();",
          "    console.log(`client ${name} received: ${String(frame)}`);",
        ),
        by: "    await client.receive();",
      },
    ],
    fails: "client-asks",
    says: ["print each"],
  },
  "reply-before-receive": {
    what: "The server sends before it has received a request: a REP socket waits with that forever.",
    edits: [
      {
        file: "server.ts",
        replace: lines(
          "  for await (const [frame] of server) {",
          "    working = true;",
          "    const request = String(frame);",
          "    console.log(`server received: ${request}`);",
        ),
        by: lines(
          "  for (;;) {",
          '    await server.send("reply");',
          "    const [frame] = await server.receive();",
          "    console.log(`server received: ${String(frame)}`);",
        ),
      },
      {
        file: "server.ts",
        replace: "await server.send(`reply to ${request}`);",
        by: "",
      },
    ],
    fails: "server-replies",
    says: ["reply to request 1"],
  },
  "second-receive": {
    what: "The server receives once more before it replies: a REP socket waits with that forever.",
    edits: [
      {
        file: "server.ts",
        replace: "    await server.send(`reply to ${request}`);",
        by: lines(
          "    const [next] = await server.receive();",
          "    await server.send(`reply to ${request} and ${String(next)}`);",
        ),
      },
    ],
    fails: "server-replies",
    says: ["reply to request 1"],
  },
  "stops-after-nine": {
    what: "The server serves nine requests, as if there were only one client.",
    edits: [
      {
        file: "server.ts",
        replace: "  for await (const [frame] of server) {",
        by: lines(
          "  let served = 0;",
          "  for await (const [frame] of server) {",
        ),
      },
      {
        file: "server.ts",
        replace: "    await server.send(`reply to ${request}`);",
        by: lines(
          "    await server.send(`reply to ${request}`);",
          "    served += 1;",
          "    if (served === 9) break;",
        ),
      },
    ],
    fails: "server-serves-all",
    says: ["server exited"],
  },
  "two-replies": {
    what: "The server replies twice to each request: the second send() waits forever.",
    edits: [
      {
        file: "server.ts",
        replace: "    await server.send(`reply to ${request}`);",
        by: lines(
          "    await server.send(`reply to ${request}`);",
          "    await server.send(`done with ${request}`);",
        ),
      },
    ],
    fails: "server-replies",
    says: ["reply to request 2"],
  },
  "nine-sockets": {
    what: "The client asks with nine sockets at once, so that nobody waits for a reply.",
    edits: [
      {
        file: "client.ts",
        whole: lines(
          'import { Request } from "zeromq";',
          "",
          'const [name = "A", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);',
          "const ask = async (number: number) => {",
          "  const client = new Request({ linger: 0 });",
          "  client.connect(endpoint);",
          "  await client.send(`request ${number} from ${name}`);",
          "  const [frame] = await client.receive();",
          "  console.log(`client ${name} received: ${String(frame)}`);",
          "  client.close();",
          "};",
          "await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(ask));",
        ),
      },
    ],
    fails: "client-asks",
    says: ["asked again"],
  },
  "prints-one-late": {
    what: "The client prints each reply when it has the next one.",
    edits: [
      {
        file: "client.ts",
        replace: lines("try {", "  client.connect(endpoint);"),
        by: lines('let last = "";', "try {", "  client.connect(endpoint);"),
      },
      {
        file: "client.ts",
        replace:
          "    console.log(`client ${name} received: ${String(frame)}`);",
        by: lines(
          "    if (last) console.log(`client ${name} received: ${last}`);",
          "    last = String(frame);",
        ),
      },
      {
        file: "client.ts",
        replace: "} catch (error) {",
        by: lines(
          "  console.log(`client ${name} received: ${last}`);",
          "} catch (error) {",
        ),
      },
    ],
    fails: "client-asks",
    says: ["before it asks again: reply 1"],
  },
  "trims-requests": {
    what: "The server tidies a request up before it repeats it.",
    edits: [
      {
        file: "server.ts",
        replace: "const request = String(frame);",
        by: "const request = String(frame).trim().toLowerCase();",
      },
    ],
    fails: "server-replies",
    says: ["Two words"],
  },
  "repeats-all": {
    what: "The server repeats every request that it ever had.",
    edits: [
      {
        file: "server.ts",
        replace: "  for await (const [frame] of server) {",
        by: lines(
          "  const all: string[] = [];",
          "  for await (const [frame] of server) {",
        ),
      },
      {
        file: "server.ts",
        replace: "await server.send(`reply to ${request}`);",
        by: lines(
          "all.push(request);",
          "    await server.send(`reply to ${all.join()}`);",
        ),
      },
    ],
    fails: "server-replies",
    says: ["was answered before"],
  },
  "gives-up-when-idle": {
    what: "The server ends when nothing was asked for eight seconds.",
    edits: [
      {
        file: "server.ts",
        replace: "new Reply({ linger: 2_000 })",
        by: "new Reply({ linger: 2_000, receiveTimeout: 8_000 })",
      },
    ],
    fails: "server-replies",
    says: ["timed out"],
  },
});
