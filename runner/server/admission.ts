import {
  passOf,
  proofOf,
  random256,
  returnKeyOf,
  tokenOf,
  type ServerMessage,
} from "#contract";

/** What one run of the runner lets pages in with, on its port. */
export interface Admission {
  /** The name of this run: no secret. An open page makes this run's token from it. */
  run: string;
  /** For the printed link. It is never sent. */
  token: string;
  /** What pages send. */
  pass: string;
  /** Shows a page that has let itself in that this is its runner, and gives it what it may come back with. */
  prove(nonce: string): Promise<Extract<ServerMessage, { type: "proof" }>>;
}

/** Makes the keys of a new run on this port, for a home with this secret. */
export async function createAdmission(
  secret: string,
  port: number,
): Promise<Admission> {
  const run = random256();
  const returnKey = await returnKeyOf(secret, port);
  const token = await tokenOf(returnKey, run);
  return {
    run,
    token,
    pass: await passOf(token),
    async prove(nonce) {
      return { type: "proof", proof: await proofOf(token, nonce), returnKey };
    },
  };
}
