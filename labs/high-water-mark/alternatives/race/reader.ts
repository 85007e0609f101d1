import { Subscriber } from "zeromq";

const [work = "30", endpoint = "tcp://127.0.0.1:5556"] = process.argv.slice(2);
const socket = new Subscriber();
socket.connect(endpoint);
socket.subscribe("");
process.on("SIGINT", () => process.exit(0));

const seen: number[] = [];
for (;;) {
  const [frame] = await socket.receive();
  seen.push(parseInt(String(frame), 10));
  const [first = 0] = seen;
  const news = seen.at(-1) ?? 0;
  const missed = news - first + 1 - seen.length;
  console.log(JSON.stringify({ news, received: seen.length, missed }));
  await new Promise((resolve) => setTimeout(resolve, Number(work)));
}
