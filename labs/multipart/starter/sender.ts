// Sends one parcel: whom it is for, a note, and things. Things are bytes, written
// in hex here: node sender.ts tcp://127.0.0.1:5555 Ada "a note" 00ff80
import { Push } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", name = "Ada", note = "", ...things] =
  process.argv.slice(2);

// linger: a parcel still unsent at close() has up to 2 s to leave.
const sender = new Push({ linger: 2_000 });
try {
  sender.connect(endpoint);
  // TODO: send one message of several frames instead of this text: the name, the
  // note, and then each thing as the bytes that its hex stands for.
  await sender.send([name, note, ...things].join("|"));
  console.log(`sender sent a parcel for ${name}, with ${things.length} things`);
} finally {
  sender.close();
  console.log("sender closed");
}
