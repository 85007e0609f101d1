import type { LabManifest } from "./manifest.ts";

/** The ports of the lab's diagram, each once. */
export function topologyPorts(manifest: LabManifest): number[] {
  const endpoints = manifest.topology.flatMap((node) =>
    node.sockets.flatMap((socket) => socket.endpoints),
  );
  const ports = endpoints.map(portOf).filter((port) => port !== null);
  return [...new Set(ports)];
}

/** The port of a TCP endpoint; null for other transports. */
export function portOf(endpoint: string): number | null {
  const port = /^tcp:\/\/.*:(\d+)$/.exec(endpoint)?.[1];
  return port === undefined ? null : Number(port);
}
