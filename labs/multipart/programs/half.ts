// Speaks ZeroMQ's protocol by hand, over plain TCP. It sends two frames of a
// parcel, and the last one when you press Enter. On Ctrl+C it leaves before that.
import { connect } from "node:net";
import { createInterface } from "node:readline";

const [name = "Bob", port = "5555"] = process.argv.slice(2);

// The handshake: "I speak version 3, without encryption, and am a PUSH socket".
const greeting = Buffer.alloc(64);
greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
greeting.write("NULL", 12);
const ready = Buffer.from("\x04\x1a\x05READY\x0bSocket-Type\0\0\0\x04PUSH");

/** A frame: whether more follow, the length of its text, and the text. */
function frame(more: boolean, text: string): Buffer {
  return Buffer.from([more ? 1 : 0, text.length, ...Buffer.from(text)]);
}

const tcp = connect(Number(port), "127.0.0.1");
tcp.write(Buffer.concat([greeting, ready]));

// Frames may follow only when the other side has said READY too.
let heard = "";
let begun = false;
tcp.on("data", (data) => {
  heard += String(data);
  if (begun || !heard.includes("READY")) return;
  begun = true;
  tcp.write(Buffer.concat([frame(true, name), frame(true, "one moment")]));
  console.log(`half sent two frames for ${name}, and more will follow`);
  console.log("press Enter to send the last one, or Ctrl+C to leave");
});

const keyboard = createInterface({ input: process.stdin });
keyboard.once("line", () => {
  tcp.end(frame(false, "at last"));
  console.log("half sent the last frame");
});

process.once("SIGINT", () => tcp.destroy());
tcp.once("error", (error) => console.log(`half: ${error.message}`));
tcp.once("close", () => {
  keyboard.close();
  console.log("half has left");
});
