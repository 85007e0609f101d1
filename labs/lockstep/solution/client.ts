// Three parts of one program ask through one socket, whenever they like.
import { Request } from "zeromq";

const given = process.argv.slice(2);
const questions = given.length > 0 ? given : ["price", "stock", "weight"];
const endpoint = "tcp://127.0.0.1:5555";

// linger: a request still unsent at close() is thrown away.
const client = new Request({ linger: 0 });
process.once("SIGINT", () => client.close());
client.connect(endpoint);

// Settles when the socket is free for the next question.
let free: Promise<unknown> = Promise.resolve();

/** Sends a question, and gives its answer. Who asks meanwhile, waits for its turn. */
function ask(question: string): Promise<string> {
  const answer = free.then(async () => {
    await client.send(question);
    const [frame] = await client.receive();
    return String(frame);
  });
  free = answer;
  return answer;
}

/** A part of the program. It knows nothing of the others. */
async function part(question: string): Promise<void> {
  try {
    const answer = await ask(question);
    console.log(`asked ${question}, received: ${answer}`);
  } catch (error) {
    // After Ctrl+C what was waiting ends with an error.
    if (client.closed) return;
    console.log(`asked ${question}, failed: ${String(error)}`);
  }
}

await Promise.all(questions.map(part));
client.close();
console.log("client closed");
