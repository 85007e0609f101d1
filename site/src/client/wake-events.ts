/**
 * Calls back when there is reason to try the connection at once: the page is looked at again (its timers were
 * throttled meanwhile), the network is back, or the page comes out of the browser's back-and-forward cache.
 * Returns how to stop.
 */
export function onWake(
  listener: (event: "visible" | "online") => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "visible") listener("visible");
    },
    { signal },
  );
  addEventListener("online", () => listener("online"), { signal });
  addEventListener(
    "pageshow",
    ({ persisted }) => persisted && listener("online"),
    { signal },
  );
  return () => stop.abort();
}
