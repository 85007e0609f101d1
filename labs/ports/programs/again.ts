// Binds a port, closes the socket and binds the port again, 200 times: at once,
// and then only when the socket has said that it is closed.
import { Pair } from "zeromq";

const [rounds = "200", endpoint = "tcp://127.0.0.1:5557"] =
  process.argv.slice(2);

for (const waits of [false, true]) {
  let taken = 0;
  for (let round = 1; round <= Number(rounds); round += 1) {
    const pair = new Pair({ linger: 0 });
    const closed = new Promise((resolve) => pair.events.on("close", resolve));
    try {
      await pair.bind(endpoint);
      pair.close();
      if (waits) await closed;
    } catch (error) {
      pair.close();
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      taken += 1;
    }
  }
  const when = waits ? "after the event close" : "right after close()";
  console.log(`bound again ${when}: EADDRINUSE ${taken} of ${rounds} times`);
}
