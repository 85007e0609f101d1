// Callbacks instead of await, and an exit in each of them.
import { Pair } from "zeromq";

const endpoint = process.argv[3] ?? "tcp://127.0.0.1:5555";
const socket = new Pair();
const end = () => {
  socket.close();
  process.exit();
};
process.on("SIGINT", end).on("SIGTERM", end);

const next = (): Promise<void> =>
  socket.receive().then((frames) => {
    console.log(frames.map(String).join());
    return next();
  });
socket.bind(endpoint).then(next, (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE") {
    console.log(JSON.stringify({ error: error.code, endpoint }));
    process.exit(1);
  }
  console.error(String(error), error.code);
  process.exit(1);
});
