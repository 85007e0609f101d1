import { createHmac } from "node:crypto";

/** The token in the link that a runner prints. */
export const tokenFrom = ({ link }: { link: string }): string =>
  new URL(link).hash.replace("#token=", "");

/** What a page that was given this link sends to be let in. */
export const passFrom = (server: { link: string }): string =>
  keyed(tokenFrom(server), "pass");

/** What the runner must answer to this nonce. */
export const proofFrom = (server: { link: string }, nonce: string): string =>
  keyed(tokenFrom(server), "proof", nonce);

function keyed(secret: string, ...words: string[]): string {
  return createHmac("sha256", secret)
    .update(JSON.stringify(words))
    .digest("hex");
}
