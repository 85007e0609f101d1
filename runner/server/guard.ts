import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { LabsError, tokenProtocolPrefix } from "#contract";

/** A request that is not let in: the HTTP status, and what is said about it. */
export interface Refusal {
  status: 401 | 403 | 421;
  error: LabsError;
}

/** Who may talk to this server. Each method answers null when the request may go on. */
export interface Guard {
  /** Every request: a name that leads here but is not ours is another site that had its name pointed at this machine. */
  checkHost(headers: IncomingHttpHeaders): Refusal | null;
  /** Calls of the API: no other page of this browser, and only who has the token. */
  checkApi(headers: IncomingHttpHeaders): Refusal | null;
  /** The WebSocket, which browsers open from any page: its Origin must be there. */
  checkSocket(headers: IncomingHttpHeaders): Refusal | null;
}

/** `hosts`: the names and addresses with port under which pages may reach the server; none as long as it is empty. */
export function createGuard(hosts: ReadonlySet<string>, token: string): Guard {
  const expected = Buffer.from(token);

  function checkHost({ host }: IncomingHttpHeaders): Refusal | null {
    if (host !== undefined && hosts.has(host.toLowerCase())) return null;
    return refuse(
      421,
      "This server does not answer under that name.",
      `Use http://${[...hosts][0]}/`,
    );
  }

  /** The page and the request must have the very same scheme, name and port. */
  function checkOrigin({ host, origin }: IncomingHttpHeaders): Refusal | null {
    if (origin === `http://${host?.toLowerCase()}`) return null;
    return refuse(403, "This page may not talk to the runner.");
  }

  function checkToken(candidate: string | undefined): Refusal | null {
    const given = Buffer.from(candidate ?? "");
    if (given.length === expected.length && timingSafeEqual(given, expected))
      return null;
    const hint =
      "Open the link that `npm start` prints: it carries the key to this runner.";
    return refuse(401, "The runner does not know this page.", hint);
  }

  return {
    checkHost,
    checkApi(headers) {
      const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
      const site = headers["sec-fetch-site"];
      if (site !== undefined && site !== "same-origin" && site !== "none")
        return refuse(403, "This page may not talk to the runner.");
      return (
        checkHost(headers) ??
        (headers.origin === undefined ? null : checkOrigin(headers)) ??
        checkToken(bearer)
      );
    },
    checkSocket(headers) {
      const offered = (headers["sec-websocket-protocol"] ?? "")
        .split(",")
        .map((each) => each.trim());
      const carrier = offered.find((each) =>
        each.startsWith(tokenProtocolPrefix),
      );
      return (
        checkHost(headers) ??
        checkOrigin(headers) ??
        checkToken(carrier?.slice(tokenProtocolPrefix.length))
      );
    },
  };
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
