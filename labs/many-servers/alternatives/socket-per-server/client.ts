// A socket for each server, and the turns by hand: the second server first.
import { Request } from "zeromq";
const [count = "8", patience = "3000", ...eps] = process.argv.slice(2);
if (!eps.length) eps.push("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556");
const all = eps.map((e) => {
  const c = new Request({ linger: 0, receiveTimeout: +patience });
  c.connect(e);
  return c;
});
process.on("SIGINT", () => {
  for (const c of all) c.close();
});
for (let i = 1; i <= +count; i++) {
  const c = all[i % all.length]!;
  await c.send(`request ${i}`);
  try {
    console.log(String((await c.receive())[0]));
  } catch {
    if (c.closed) break;
    console.log("no reply to request", i);
    process.exit(1);
  }
}
for (const c of all) c.close();
