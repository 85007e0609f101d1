import { labSocketAddress } from "./base-path.ts";
import {
  openLabSocket,
  type LabSocket,
  type LabSocketOptions,
} from "./lab-socket.ts";
import { fetchCourse } from "./runner-api.ts";
import {
  canReturn,
  keepReturnKey,
  onNewToken,
  readToken,
  renewToken,
} from "./runner-token.ts";
import { onWake } from "./wake-events.ts";

/** What the page does with a connection. */
export type LabConnectionOptions = Pick<
  LabSocketOptions,
  "hello" | "onConnection" | "onMessage" | "onOutput"
>;

/**
 * Connects this page to a lab, with this browser's token, and again whenever the connection is lost: after a while, and at once
 * when the page is looked at, the network is back, or the printed link was opened.
 */
export function connectLab(
  lab: string,
  options: LabConnectionOptions,
): LabSocket {
  const socket = openLabSocket({
    ...options,
    address: labSocketAddress(lab),
    token: readToken,
    onReturnKey: keepReturnKey,
    diagnose: async () => {
      const answer = await fetchCourse();
      if (answer.is === "course") return "answers";
      if (answer.is !== "unauthorised" || !canReturn()) return answer.is;
      // It may be another run of this page's own runner, or somebody else on its port.
      return (await renewToken()) ? "answers" : "away";
    },
  });
  const stopWaking = onWake((event) => socket.retry(event === "online"));
  const stopTokens = onNewToken(() => socket.retry());
  return {
    ...socket,
    close() {
      stopTokens();
      stopWaking();
      socket.close();
    },
  };
}
