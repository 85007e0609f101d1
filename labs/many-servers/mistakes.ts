import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const file = "client.ts";
const timeout = ", receiveTimeout: Number(patience)";
const receives = "const [frame] = await client.receive();";
const tells = "    console.log(`client got no reply to request ${number}`);\n";

export default defineMistakes(lab, {
  "first-server-only": {
    what: "The client connects to the first endpoint only.",
    edits: [
      {
        file,
        replace: "endpoint of endpoints)",
        by: "endpoint of endpoints.slice(0, 1))",
      },
    ],
    fails: "asks-in-turn",
    says: ["Waited for a connection", "every endpoint"],
  },
  "two-fixed-servers": {
    what: "The client connects to the two usual endpoints, whatever it is given.",
    edits: [{ file, replace: "given.length > 0 ? given :", by: "" }],
    fails: "asks-in-turn",
    says: ["Waited for a connection"],
  },
  "all-at-once": {
    what: "The client has a socket for each server, and asks all of them at the same time.",
    edits: [
      {
        file,
        whole: lines(
          'import { Request } from "zeromq";',
          "const [count, , ...endpoints] = process.argv.slice(2);",
          "await Promise.all(endpoints.map(async (endpoint, index) => {",
          "  const client = new Request({ linger: 0 });",
          "  client.connect(endpoint);",
          "  for (let number = 1 + index; number <= Number(count); number += endpoints.length) {",
          "    await client.send(`request ${number}`);",
          "    console.log(String(await client.receive()));",
          "  }",
          "  client.close();",
          "}));",
        ),
      },
    ],
    fails: "asks-in-turn",
    says: ["was not answered yet, and the client asked again"],
  },
  "one-server-at-a-time": {
    what: "The client has a socket for each server, and asks the next one only when it is done with the first.",
    edits: [
      {
        file,
        whole: lines(
          'import { Request } from "zeromq";',
          "const [count, , ...endpoints] = process.argv.slice(2);",
          "const sockets = endpoints.map((endpoint) => {",
          "  const client = new Request({ linger: 0 });",
          "  client.connect(endpoint);",
          "  return client;",
          "});",
          "const each = Math.ceil(Number(count) / sockets.length);",
          "for (let number = 1; number <= Number(count); number += 1) {",
          "  const client = sockets[Math.floor((number - 1) / each)];",
          "  await client?.send(`request ${number}`);",
          "  console.log(String(await client?.receive()));",
          "}",
          "for (const client of sockets) client.close();",
        ),
      },
    ],
    fails: "asks-in-turn",
    says: ["should go to the server whose turn it is"],
  },
  "prints-buffers": {
    what: "The client prints the frames themselves, so one sees <Buffer …> and no text.",
    edits: [
      {
        file,
        replace: "log(`client received: ${String(frame)}`)",
        by: 'log("client received:", frame)',
      },
    ],
    fails: "asks-in-turn",
    says: ["as text: String(frame)"],
  },
  "fixed-patience": {
    what: "The client waits three seconds for a reply, however patient it was told to be.",
    edits: [{ file, replace: "Number(patience)", by: "3_000" }],
    fails: "asks-in-turn",
    says: ["exited with code 1"],
  },
  "waits-for-ever": {
    what: "The client has no limit for waiting.",
    edits: [{ file, replace: timeout, by: "" }],
    fails: "gives-up",
    says: ["Without any server", "had not ended"],
  },
  "ends-with-zero": {
    what: "The client gives up, but ends as if all were well.",
    edits: [{ file, replace: "    process.exitCode = 1;\n", by: "" }],
    fails: "gives-up",
    says: ["exited with code 0"],
  },
  "lets-the-error-out": {
    what: "The client ends with Node's error message, which does not say what was not answered.",
    edits: [
      {
        file,
        replace: 'if (code !== "EAGAIN") throw error;',
        by: "if (!client.closed || code) throw error;",
      },
    ],
    fails: "gives-up",
    says: ["Operation was not possible or timed out"],
  },
  "names-the-last": {
    what: "The client names the last request that it was to send, not the one without a reply.",
    edits: [
      {
        file,
        replace: "reply to request ${number}",
        by: "reply to request ${count}",
      },
    ],
    fails: "gives-up",
    says: ["Print which request got no reply"],
  },
  "always-the-first": {
    what: "The client always says that request 1 got no reply.",
    edits: [
      {
        file,
        replace: tells,
        by: '    console.log("client got no reply to request 1");\n',
      },
    ],
    fails: "gives-up",
    says: ["replies and then none", "its number stands in"],
  },
  "only-says-what-it-asks": {
    what: "The client prints each request that it sends, and nothing more when it gives up.",
    edits: [
      { file, replace: tells, by: "" },
      {
        file,
        replace: receives,
        by: lines("console.log(`request ${number} sent`);", `    ${receives}`),
      },
    ],
    fails: "gives-up",
    says: ["a line of its own"],
  },
  "goes-on-without": {
    what: "The client leaves a reply out and sends the next request, which a REQ socket keeps back for ever.",
    edits: [
      {
        file,
        replace: receives,
        by: lines(
          "const [frame] = await client.receive().catch(() => {",
          "      console.log(`client got no reply to request ${number}`);",
          "      return [];",
          "    });",
        ),
      },
    ],
    fails: "gives-up",
    says: ["Without any server", "had not ended"],
  },
  "interrupt-is-a-failure": {
    what: "Ctrl+C counts as a reply that did not come.",
    edits: [{ file, replace: "if (!client.closed) {", by: "{" }],
    fails: "server-dies",
    says: ["it exited with code 1"],
  },
  "dies-on-interrupt": {
    what: "The client has no handler for Ctrl+C.",
    edits: [
      {
        file,
        replace: 'process.once("SIGINT", () => client.close());',
        by: "",
      },
    ],
    fails: "server-dies",
    says: ["was ended by SIGINT"],
  },
});
