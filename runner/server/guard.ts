import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { LabsError, passProtocolPrefix } from "#contract";

/** A request that is not let in: the HTTP status, and what is said about it. */
export interface Refusal {
  status: 401 | 403 | 421;
  error: LabsError;
}

/** Who may talk to this server. Each method answers null when the request may go on. */
export interface Guard {
  /** From now on pages are let in under this name with port, with this pass; before, nobody is. */
  open(name: string, pass: string): void;
  /** Every request: a name that leads here but is not ours is another site that had its name pointed at this machine. */
  checkHost(headers: IncomingHttpHeaders): Refusal | null;
  /** Where a page that was asked for under the name `localhost` is to be found; null for all other names. */
  homeOf(headers: IncomingHttpHeaders): string | null;
  /** What anybody on this machine may ask, but no other page of this browser. */
  checkPage(headers: IncomingHttpHeaders): Refusal | null;
  /** Calls of the API: no other page of this browser, and only who has the pass. */
  checkApi(headers: IncomingHttpHeaders): Refusal | null;
  /** The WebSocket, which browsers open from any page: its Origin must be there. */
  checkSocket(headers: IncomingHttpHeaders): Refusal | null;
}

export function createGuard(): Guard {
  let door: { name: string; pass: Buffer } | null = null;

  function checkHost({ host }: IncomingHttpHeaders): Refusal | null {
    if (door !== null && host?.toLowerCase() === door.name) return null;
    return refuse(
      421,
      "This server does not answer under that name.",
      door === null ? undefined : `Use http://${door.name}/`,
    );
  }

  /** The page and the request must have the very same scheme, name and port. */
  function checkOrigin({ host, origin }: IncomingHttpHeaders): Refusal | null {
    if (origin === `http://${host?.toLowerCase()}`) return null;
    return refuse(403, "This page may not talk to the runner.");
  }

  function checkPass(candidate: string | undefined): Refusal | null {
    const given = Buffer.from(candidate ?? "");
    const expected = door?.pass;
    if (expected?.length === given.length && timingSafeEqual(given, expected))
      return null;
    const hint =
      "Open the link that `npm start` prints: it carries the key to this runner.";
    return refuse(401, "The runner does not know this page.", hint);
  }

  function checkPage(headers: IncomingHttpHeaders): Refusal | null {
    const site = headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none")
      return refuse(403, "This page may not talk to the runner.");
    return (
      checkHost(headers) ??
      (headers.origin === undefined ? null : checkOrigin(headers))
    );
  }

  return {
    open: (name, pass) => void (door = { name, pass: Buffer.from(pass) }),
    checkHost,
    homeOf({ host }) {
      const port = door && /:\d+$/.exec(door.name)?.[0];
      if (door === null || host?.toLowerCase() !== `localhost${port ?? ""}`)
        return null;
      return `http://${door.name}`;
    },
    checkPage,
    checkApi(headers) {
      const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
      return checkPage(headers) ?? checkPass(bearer);
    },
    checkSocket(headers) {
      return (
        checkHost(headers) ??
        checkOrigin(headers) ??
        checkPass(offeredWith(passProtocolPrefix, headers))
      );
    },
  };
}

/** What stands behind this prefix in the subprotocols that a page offers. */
export function offeredWith(
  prefix: string,
  headers: IncomingHttpHeaders,
): string | undefined {
  return (headers["sec-websocket-protocol"] ?? "")
    .split(",")
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix))
    ?.slice(prefix.length);
}

function refuse(
  status: Refusal["status"],
  message: string,
  hint?: string,
): Refusal {
  const options = {
    learnerSafe: true,
    ...(hint === undefined ? {} : { hint }),
  };
  return { status, error: new LabsError("forbidden", message, options) };
}
