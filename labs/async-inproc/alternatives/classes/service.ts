// Two classes, which know how to stop.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply, Request } from "zeromq";

const [endpoint = "inproc://work", part = "both", time = "300", ...given] =
  process.argv.slice(2);

class Worker {
  private readonly socket = new Reply();
  private count = 0;
  private state: "idle" | "working" | "stopping" = "idle";

  async run(): Promise<void> {
    await this.socket.bind(endpoint);
    for await (const [frame] of this.socket) {
      const text = frame?.toString() ?? "";
      this.state = "working";
      console.log(`worker works on ${text}`);
      await sleep(Number(time));
      await this.socket.send(`reply ${++this.count} to ${text}`);
      if (this.isStopping()) break;
      this.state = "idle";
    }
    this.socket.close();
    console.log(`Worker stopped after request number ${this.count}.`);
  }

  isStopping(): boolean {
    return this.state === "stopping";
  }

  stop(): void {
    if (this.state === "idle") this.socket.close();
    this.state = "stopping";
  }
}

class Client {
  private readonly socket = new Request({ linger: 0 });
  private isAsked = true;

  async run(): Promise<void> {
    this.socket.connect(endpoint);
    const words = given.length > 0 ? given : ["one", "two", "three"];
    for (const word of words.values()) {
      if (!this.isAsked) break;
      await this.socket.send(Buffer.from(word));
      const reply = await this.socket.receive();
      console.log(`client got "${reply.join(" ")}"`);
    }
    this.socket.close();
  }

  stop(atOnce: boolean): void {
    this.isAsked = false;
    if (atOnce) this.socket.close();
  }
}

const worker = new Worker();
const client = new Client();
let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
  worker.stop();
  client.stop(part === "client");
});

const runs = { worker: () => worker.run(), client: () => client.run() };
try {
  if (part === "worker" || part === "client") await runs[part]();
  else {
    const worked = runs.worker();
    await runs.client();
    worker.stop();
    await worked;
  }
} catch (error) {
  if (!interrupted) throw error;
}
