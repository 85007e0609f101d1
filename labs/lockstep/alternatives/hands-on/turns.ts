// A switch over the steps, and other words.
import { Request } from "zeromq";
const s = new Request({ linger: 0, sendTimeout: 0, receiveTimeout: 1500 });
s.connect("tcp://127.0.0.1:5555");
let i = 0;
for (const what of process.argv.slice(2)) {
  i += 1;
  try {
    switch (what) {
      case "send":
        await s.send("step " + i + " asks");
        console.log(`[${i}] send ok`);
        break;
      case "receive":
        console.log(`[${i}] receive`, String(await s.receive()));
    }
  } catch (e) {
    console.error(`[${i}]`, e instanceof Error && "code" in e ? e.code : e);
  }
}
s.close();
