import type { FastifyInstance } from "fastify";
import { LabsError } from "#contract";

/** How many ports are tried, one after the other. */
const tries = 20;

/** Listens on the first free port from `port` on (0: any free one) and answers which that is. Throws `port-in-use`. */
export async function listen(
  server: FastifyInstance,
  host: string,
  port: number,
): Promise<number> {
  for (let candidate = port; candidate < port + tries; candidate += 1) {
    try {
      await server.listen({ host, port: candidate });
      const address = server.server.address();
      return typeof address === "object" && address ? address.port : candidate;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new LabsError(
    "port-in-use",
    `The ports ${port} to ${port + tries - 1} are all taken.`,
    {
      hint: "Name another one with --port.",
    },
  );
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && error.code === "EADDRINUSE"
  );
}
