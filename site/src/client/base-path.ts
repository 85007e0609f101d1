/** Where the site lies on its server, with a slash at the end: the one place in the client that knows it. */
export const basePath: string = import.meta.env.BASE_URL.replace(/\/*$/, "/");

/** The address of the runner's API call `path`, such as `course`. */
export function apiAddress(path: string): URL {
  return new URL(`${basePath}api/${path}`, location.origin);
}

/** The address of a lab's WebSocket. */
export function labSocketAddress(lab: string): URL {
  const address = apiAddress(`labs/${lab}/socket`);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address;
}

/** The address of the recorded run that lies beside the pages. */
export function recordedRunAddress(lab: string): URL {
  return new URL(`${basePath}recordings/${lab}.json`, location.origin);
}
