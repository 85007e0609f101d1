// Tries the steps it is given, and says how each of them ends:
// node turns.ts send send receive
import { Request } from "zeromq";

const given = process.argv.slice(2);
const steps = given.length > 0 ? given : ["send", "send", "receive", "send"];
const endpoint = "tcp://127.0.0.1:5555";

// sendTimeout: send() fails at once instead of waiting for its turn.
// receiveTimeout: receive() waits for 2 s.
const client = new Request({
  linger: 0,
  sendTimeout: 0,
  receiveTimeout: 2_000,
});
process.once("SIGINT", () => client.close());
client.connect(endpoint);

for (const [index, step] of steps.entries()) {
  const number = index + 1;
  console.log(`step ${number}: ${step} …`);
  try {
    if (step === "send") {
      await client.send(`request from step ${number}`);
      console.log(`step ${number}: sent`);
    } else {
      const [frame] = await client.receive();
      console.log(`step ${number}: received ${String(frame)}`);
    }
  } catch (error) {
    if (client.closed) break;
    const { code } = error as NodeJS.ErrnoException;
    console.log(`step ${number}: failed with ${code}`);
  }
}
client.close();
console.log("closed");
