import { basePath } from "./base-path.ts";
import { readStored, writeStored } from "./stored.ts";

/** Where the token is kept. Two courses under one origin have two runners, so the path is part of the name. */
const storageKey = `zeromq-labs:${basePath}:token`;

/** The fragment of the link that `npm start` prints. */
const fragment = /^#token=([\w~.-]+)$/;

/**
 * The token that the runner wants with every call; null when this browser has not been given one. A token in the page's
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
