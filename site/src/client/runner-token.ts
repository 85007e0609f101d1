// Not from the whole contract: its schemas are 100 KB, and every page loads this.
import { passOf, secretPattern, tokenOf } from "#contract/admission";
import { apiAddress, basePath } from "./base-path.ts";
import { readStored, writeStored } from "./stored.ts";

/** Where the token is kept. Two courses under one origin have two runners, so the path is part of the name. */
const storageKey = `zeromq-labs:${basePath}:token`;

/** The fragment of the link that `npm start` prints. */
const fragment = /^#token=([\w~.-]+)$/;

/**
 * The token of the runner's run, which is never sent (see `passOf`); null when this browser has not been given one. A token in the page's
 * address is kept for later and taken out of the address, so that it is neither copied nor bookmarked with it.
 */
export function readToken(): string | null {
  const given = fragment.exec(location.hash)?.[1];
  if (given !== undefined) {
    writeStored(storageKey, given);
    history.replaceState(
      history.state,
      "",
      location.pathname + location.search,
    );
    return given;
  }
  return readStored(storageKey);
}

/** The headers that let a call in, if this browser has been given a token. */
export async function admission(): Promise<Record<string, string>> {
  const token = readToken();
  return token === null
    ? {}
    : { authorization: `Bearer ${await passOf(token)}` };
}

/** In this page's memory only: what is stored could be read by a page that someone else serves here while the runner is away. */
let returnKey: string | null = null;

/** Keeps what a runner that has proven itself gave this page to come back with. */
export function keepReturnKey(key: string): void {
  returnKey = key;
}

/** Whether a runner has given this page what it can come back with. */
export const canReturn = (): boolean => returnKey !== null;

/** Makes the token of a run that was started after this page was opened. False when there is none. Never rejects. */
export async function renewToken(): Promise<boolean> {
  if (returnKey === null) return false;
  try {
    const answer = await fetch(apiAddress("run"), { cache: "no-store" });
    const { run } = (await answer.json()) as { run?: unknown };
    if (typeof run !== "string" || !secretPattern.test(run)) return false;
    const token = await tokenOf(returnKey, run);
    if (token === readStored(storageKey)) return false;
    writeStored(storageKey, token);
    return true;
  } catch {
    // No connection, or what answers is no runner.
    return false;
  }
}

/** Calls back when the printed link was opened, in this window or in another one. Returns how to stop. */
export function onNewToken(listener: () => void): () => void {
  const whenStored = ({ key, newValue }: StorageEvent): void => {
    if (key === storageKey && newValue !== null) listener();
  };
  const whenOpened = (): void => {
    if (fragment.test(location.hash)) listener();
  };
  addEventListener("storage", whenStored);
  addEventListener("hashchange", whenOpened);
  return () => {
    removeEventListener("storage", whenStored);
    removeEventListener("hashchange", whenOpened);
  };
}
