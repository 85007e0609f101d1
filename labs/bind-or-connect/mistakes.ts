import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const server = lines(
  'if (action === "bind") await server.bind(endpoint);',
  "else server.connect(endpoint);",
);
const client = lines(
  '  if (action === "bind") await client.bind(endpoint);',
  "  else client.connect(endpoint);",
);

export default defineMistakes(lab, {
  "server-always-connects": {
    what: "The server connects, whatever it is told.",
    edits: [
      { file: "server.ts", replace: server, by: "server.connect(endpoint);" },
    ],
    fails: "server-either-way",
    says: ["Waited for a connection of its REP socket"],
  },
  "client-always-binds": {
    what: "The client binds, whatever it is told.",
    edits: [
      {
        file: "client.ts",
        replace: client,
        by: "  await client.bind(endpoint);",
      },
    ],
    fails: "client-either-way",
    says: ["which the other side"],
  },
  "does-both": {
    what: "The server binds and connects too, to be safe.",
    edits: [
      {
        file: "server.ts",
        replace: server,
        by: "await server.bind(endpoint);\nserver.connect(endpoint);",
      },
    ],
    fails: "server-either-way",
    says: ["which the other side"],
  },
  "the-other-way-round": {
    what: "The client binds when it is to connect, and connects when it is to bind.",
    edits: [
      {
        file: "client.ts",
        replace: '(action === "bind")',
        by: '(action === "connect")',
      },
    ],
    fails: "client-either-way",
    says: ["do just that"],
  },
  "tries-first": {
    what: "The server tries to bind, and connects when the address is taken.",
    edits: [
      {
        file: "server.ts",
        replace: server,
        by: "await server.bind(endpoint).catch(() => server.connect(endpoint));",
      },
    ],
    fails: "server-either-way",
    says: ["which the other side"],
  },
  "client-tries-first": {
    what: "The client tries to bind, and connects when the address is taken.",
    edits: [
      {
        file: "client.ts",
        replace: client,
        by: "  await client.bind(endpoint).catch(() => client.connect(endpoint));",
      },
    ],
    fails: "client-either-way",
    says: ["which the other side"],
  },
  "own-endpoint": {
    what: "The server does not look at the endpoint that it is given.",
    edits: [
      {
        file: "server.ts",
        replace: server,
        by: server.replaceAll("endpoint", '"tcp://127.0.0.1:5555"'),
      },
    ],
    fails: "server-either-way",
    says: ["Waited for a connection of its REP socket"],
  },
  "bind-on-all": {
    what: "The server binds a port of its own choice when it has to bind.",
    edits: [
      {
        file: "server.ts",
        replace: "server.bind(endpoint)",
        by: 'server.bind("tcp://127.0.0.1:*")',
      },
    ],
    fails: "server-either-way",
    says: ["the endpoint is the last"],
  },
  "does-not-wait": {
    what: "The client sends its next request before it has received a reply.",
    edits: [
      {
        file: "client.ts",
        replace:
          "    const [frame] = await client.receive();\n    console.log(`client received: ${String(frame)}`);\n",
        by: "",
      },
    ],
    fails: "client-either-way",
    says: ["request 2 of 3"],
  },
  "dies-on-interrupt": {
    what: "The client has no handler for Ctrl+C.",
    edits: [
      {
        file: "client.ts",
        replace: 'process.once("SIGINT"',
        by: 'process.once("SIGHUP"',
      },
    ],
    fails: "client-either-way",
    says: ["while nobody is there", "was ended by SIGINT"],
  },
});
