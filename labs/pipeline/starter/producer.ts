// Sends numbers into the pipeline, each as one message, to the consumers in
// turn: node producer.ts 4 8 15 sends three, node producer.ts 1..100 a hundred.
// It is meant for two consumers, or for as many as --consumers=1 says. With
// --padding=1000 each message is a thousand characters longer, to see what slow
// consumers do to a producer.
import { Push } from "zeromq";

const endpoint = "tcp://127.0.0.1:5555";

const args = process.argv.slice(2);
const given = args.filter((arg) => !arg.startsWith("--"));
const numbers = (given.length > 0 ? given : ["1..5"]).flatMap(expand);
const consumers = Number(option("consumers") ?? 2);
const padding = "x".repeat(Number(option("padding") ?? 0));

// linger: numbers still unsent at close() have up to 5 s to leave. With 0 they
// would be thrown away.
const work = new Push({ linger: 5_000 });
process.once("SIGINT", () => work.close());

// Counting begins before bind(), so that no handshake is missed.
const ready = handshakes(consumers);
await work.bind(endpoint);
console.log(`producer binds ${endpoint}`);

try {
  await ready;
  let sum = 0;
  for (const [index, number] of numbers.entries()) {
    await work.send(JSON.stringify({ id: index + 1, number, padding }));
    sum += number;
  }
  console.log(`produced  count ${numbers.length}  sum ${sum}`);
} catch (error) {
  // Once Ctrl+C has closed the socket, what was waiting ends with EAGAIN, and
  // what comes then with EBADF. Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!work.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  work.close();
  console.log("producer closed");
}

/** Resolves once so many peers have completed the ZeroMQ handshake. */
async function handshakes(wanted: number): Promise<void> {
  // TODO: what happens to the socket's connections comes as events:
  // for await (const event of work.events) { … }
  // Count those with the type "handshake", and return when there were as many
  // as `wanted`.
}

/** The numbers an argument stands for: "4" is one number, "1..5" are five. */
function expand(argument: string): number[] {
  const [first = 0, last = first] = argument.split("..").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** What stands behind the `=` of an option: "1000" for --padding=1000. */
function option(name: string): string | undefined {
  return args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
}
