// A queue that looks right: a server to the clients, and a client to the workers.
import { Reply, Request } from "zeromq";

const front = new Reply({ linger: 2_000 });
const back = new Request({ linger: 0 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});

await front.bind("tcp://127.0.0.1:5555");
await back.bind("tcp://127.0.0.1:5556");
console.log("relay waits for clients and workers");

try {
  for await (const request of front) {
    console.log(`relay passes a request: <${request.join("> <")}>`);
    await back.send(request);
    const reply = await back.receive();
    console.log(`relay passes a reply: <${reply.join("> <")}>`);
    await front.send(reply);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!front.closed) throw error;
}
console.log("relay closed");
