import type { ErrorCode } from "./error-codes.ts";

/** A program that provokes an error, and what is printed then. */
export interface ProvokedError {
  code: ErrorCode | "linger";
  language: "ts" | "python";
  program: string;
  /** What comes on standard error: of an error in Node its message and properties, without the lines of the stack. */
  prints: string;
}

const node = (message: string, ...properties: string[]) =>
  `${message} {\n${properties.map((each) => `  ${each}`).join(",\n")}\n}`;

/** The shortest program for each. `test/site/errors.test.ts` runs them, and compares what they print. */
export const provokedErrors: readonly ProvokedError[] = [
  {
    code: "EADDRINUSE",
    language: "ts",
    program: `import { Reply } from "zeromq";

const [first, second] = [new Reply(), new Reply()];
await first.bind("tcp://127.0.0.1:5555");
await second.bind("tcp://127.0.0.1:5555");
`,
    prints: node(
      "[Error: Address already in use]",
      "errno: 98",
      "code: 'EADDRINUSE'",
      "address: 'tcp://127.0.0.1:5555'",
    ),
  },
  {
    code: "EFSM",
    language: "ts",
    program: `import { Reply } from "zeromq";

const server = new Reply({ sendTimeout: 0 });
await server.send("a reply to nothing");
`,
    prints: node(
      "Error: Operation cannot be accomplished in current state",
      "errno: 156384763",
      "code: 'EFSM'",
    ),
  },
  {
    code: "EAGAIN",
    language: "ts",
    program: `import { Pull } from "zeromq";

const tasks = new Pull({ receiveTimeout: 100 });
await tasks.receive();
`,
    prints: node(
      "[Error: Operation was not possible or timed out]",
      "errno: 11",
      "code: 'EAGAIN'",
    ),
  },
  {
    code: "EBUSY",
    language: "ts",
    program: `import { Pull } from "zeromq";

const tasks = new Pull();
await Promise.all([tasks.receive(), tasks.receive()]);
`,
    prints: node(
      "Error: Socket is busy reading; only one receive operation may be in progress at any time",
      "errno: 16",
      "code: 'EBUSY'",
    ),
  },
  {
    code: "EBADF",
    language: "ts",
    program: `import { Push } from "zeromq";

const tasks = new Push();
tasks.close();
await tasks.send("too late");
`,
    prints: node("Error: Socket is closed", "errno: 9", "code: 'EBADF'"),
  },
  {
    code: "EHOSTUNREACH",
    language: "ts",
    program: `import { Dealer, Router } from "zeromq";

const router = new Router({ mandatory: true });
await router.bind("inproc://desk");
new Dealer().connect("inproc://desk");
await router.send(["nobody", "news"]);
`,
    prints: node(
      "Error: Host unreachable",
      "errno: 113",
      "code: 'EHOSTUNREACH'",
    ),
  },
  {
    code: "EINVAL",
    language: "ts",
    program: `import { Request } from "zeromq";

const client = new Request();
client.connect("tcp://*:5555");
`,
    prints: node(
      "Error: Invalid argument",
      "errno: 22",
      "code: 'EINVAL'",
      "address: 'tcp://*:5555'",
    ),
  },
  {
    code: "ENODEV",
    language: "ts",
    program: `import { Reply } from "zeromq";

const server = new Reply();
await server.bind("tcp://desk.invalid:5555");
`,
    prints: node(
      "[Error: No such device]",
      "errno: 19",
      "code: 'ENODEV'",
      "address: 'tcp://desk.invalid:5555'",
    ),
  },
  {
    code: "EPROTONOSUPPORT",
    language: "ts",
    program: `import { Publisher } from "zeromq";

const publisher = new Publisher();
await publisher.bind("pgm://127.0.0.1;239.192.1.1:5555");
`,
    prints: node(
      "[Error: Protocol not supported]",
      "errno: 93",
      "code: 'EPROTONOSUPPORT'",
      "address: 'pgm://127.0.0.1;239.192.1.1:5555'",
    ),
  },
  {
    code: "ENOCOMPATPROTO",
    language: "ts",
    program: `import { Reply } from "zeromq";

const server = new Reply();
await server.bind("udp://127.0.0.1:5555");
`,
    prints: node(
      "[Error: The protocol is not compatible with the socket type]",
      "errno: 156384764",
      "code: 'ENOCOMPATPROTO'",
      "address: 'udp://127.0.0.1:5555'",
    ),
  },
  {
    code: "ENAMETOOLONG",
    language: "ts",
    program: `import { Reply } from "zeromq";

const server = new Reply();
await server.bind(\`ipc:///tmp/\${"long".repeat(26)}\`);
`,
    prints: node(
      "[Error: File name too long]",
      "errno: 36",
      "code: 'ENAMETOOLONG'",
      `address: 'ipc:///tmp/${"long".repeat(26)}'`,
    ),
  },
  {
    code: "ETERM",
    language: "python",
    program: `import threading
import zmq

context = zmq.Context()
threading.Timer(0.1, context.term).start()
with context.socket(zmq.PULL) as tasks:
    tasks.recv()
`,
    prints: "zmq.error.ContextTerminated: Context was terminated",
  },
  {
    code: "linger",
    language: "ts",
    program: `import { Push } from "zeromq";

const tasks = new Push();
tasks.connect("tcp://127.0.0.1:5599");
await tasks.send("a task for nobody");
`,
    prints:
      "(node:4711) WARNING: Waiting for queued ZeroMQ messages to be delivered. Set 'context.blocky = false' to change this behaviour.",
  },
];
