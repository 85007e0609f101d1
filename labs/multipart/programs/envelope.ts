// A REQ socket asks, and a ROUTER socket shows what really comes and goes.
import { Request, Router } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5556"] = process.argv.slice(2);

const router = new Router({ linger: 0 });
const asker = new Request({ linger: 0, receiveTimeout: 2_000 });
process.once("SIGINT", () => {
  router.close();
  asker.close();
});

const show = (frames: Buffer[]) =>
  frames.map((frame) => `<${frame.toString("hex")}>`).join(" ");

try {
  await router.bind(endpoint);
  asker.connect(endpoint);

  await asker.send("Hi");
  console.log(`REQ sent          ${show([Buffer.from("Hi")])}`);
  const [owner = Buffer.alloc(0), ...rest] = await router.receive();
  console.log(`ROUTER received   ${show([owner, ...rest])}`);

  await router.send([owner, "", "Ho"]);
  console.log(
    `ROUTER sent       ${show([owner, Buffer.from(""), Buffer.from("Ho")])}`,
  );
  console.log(`REQ received      ${show(await asker.receive())}`);

  await asker.send("Hi again");
  await router.receive();
  await router.send([owner, "Ho"]);
  console.log(`ROUTER sent       ${show([owner, Buffer.from("Ho")])}`);
  console.log(`REQ received      ${show(await asker.receive())}`);
} catch (error) {
  // EAGAIN: nothing came within the 2 s, or Ctrl+C has closed the sockets.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "EAGAIN") console.log("REQ received      nothing");
  else if (!asker.closed) throw error;
} finally {
  router.close();
  asker.close();
  console.log("envelope closed");
}
