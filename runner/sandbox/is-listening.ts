import { connect } from "node:net";
import { listeningPorts } from "./listening-ports.ts";

/** Whether something in this process's network listens on this TCP port, or on one of them. */
export async function isListening(
  ...ports: readonly number[]
): Promise<boolean> {
  if (process.platform !== "linux")
    return (await Promise.all(ports.map(canConnect))).includes(true);
  const listening = await listeningPorts("self");
  return ports.some((port) => listening.has(port));
}

/** Systems without /proc: a connection is opened and closed again, which a ZeroMQ socket takes for a peer that left early. */
function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  }).then((open) => open === true);
}
