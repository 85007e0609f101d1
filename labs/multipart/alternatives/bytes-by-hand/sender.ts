// Knows nothing of Buffer.
import { Push } from "zeromq";

const [endpoint, name, note, ...things] = process.argv.slice(2);

function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

const sender = new Push({ linger: 5_000 });
sender.connect(endpoint ?? "tcp://127.0.0.1:5555");
await sender.send([name ?? "", note ?? "", ...things.map(bytesOf)]);
sender.close();
