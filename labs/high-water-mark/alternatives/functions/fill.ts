import * as zmq from "zeromq";

const [where = "inproc://x", s = "10", r = "10", size = "20", ms = "500"] =
  process.argv.slice(2);

async function fill(push: zmq.Push, number = 1): Promise<number> {
  for (; ; number += 1) {
    const text = `${number}${" ".repeat(Number(size))}`.slice(0, Number(size));
    const room = await push.send([text]).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "EAGAIN") return false;
        throw error;
      },
    );
    if (!room) return number - 1;
  }
}

const pull = new zmq.Pull({ receiveHighWaterMark: +r });
const push = new zmq.Push({ sendHighWaterMark: +s, linger: 0 });
push.sendTimeout = parseInt(ms, 10);
try {
  if (where.startsWith("inproc")) await pull.bind(where);
  push.connect(where);
  const count = await fill(push);
  console.log(`marks: ${s} / ${r}`);
  console.log(`It was full after ${count} messages.`);
} finally {
  push.close();
  pull.close();
}
