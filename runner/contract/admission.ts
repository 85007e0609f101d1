/**
 * How a page and its runner know each other. What goes over the wire is worth nothing to whoever else listens on the port, now or
 * later: another user of the machine may do so while the runner does not run.
 *
 * - The *token* is of one run of the runner. It is in the printed link, and never sent. The page sends the *pass* made from it,
 *   and says nothing more until the runner has shown by a *proof* that it has the token too.
 * - The *return key* is what an open page comes back with when the runner is started again on the same port. It gets it
 *   from a runner that has proven itself, and keeps it in its memory only. With the name of the new run it makes the new token.
 */

/** The version of the protocol; a page of another version is told to reload. */
export const protocolVersion = 4;

/** The prefixes of the subprotocols that carry the pass, and the random text that the runner's proof must be made for. */
export const passProtocolPrefix = "token.";
export const nonceProtocolPrefix = "nonce.";

/** 256 bits in hexadecimal, which an HTTP header, a subprotocol and a URL fragment all take as it is. */
export const secretPattern = /^[0-9a-f]{64}$/;

/** What a page sends to be let in. */
export const passOf = (token: string) => derive(token, "pass");

/** What the runner sends to be believed. */
export const proofOf = (token: string, nonce: string) =>
  derive(token, "proof", nonce);

/** The key for pages that were open under this port of a home with this secret. */
export const returnKeyOf = (secret: string, port: number) =>
  derive(secret, "return", String(port));

/** The token of this run. */
export const tokenOf = (returnKey: string, run: string) =>
  derive(returnKey, "token", run);

/** A new random secret, nonce or name of a run. */
export function random256(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** HMAC-SHA-256 of the words: nobody gets from one to its secret, or to what is derived from it for another use. */
async function derive(secret: string, ...words: string[]): Promise<string> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const { subtle } = crypto;
  const bytes = encode(secret);
  const key = await subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const signed = await subtle.sign("HMAC", key, encode(JSON.stringify(words)));
  return toHex(new Uint8Array(signed));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
