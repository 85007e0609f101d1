import type { Duplex } from "node:stream";
import {
  graderMessage,
  type GraderMessage,
} from "../channel/grader-message.ts";

/** The longest message of the grader, in characters: an outcome with the evidence of many programs has a quarter of it. */
const longestMessage = 512 * 1024;

/** What is heard from a grader process. */
export interface MessageListener {
  /** A well-formed message. */
  onMessage(message: GraderMessage): void;
  /** Something that the author must know. */
  onTrouble(text: string): void;
}

/** Splits what comes into lines by hand: a line that never ends must not fill the memory. */
export function readMessages(channel: Duplex, listener: MessageListener): void {
  let rest = "";
  channel.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) readMessage(line, listener);
    if (rest.length <= longestMessage) return;
    rest = "";
    listener.onTrouble("The grader sent a message that is too long.");
  });
}

function readMessage(line: string, listener: MessageListener): void {
  const message = graderMessage.safeParse(parseJson(line));
  if (message.success) listener.onMessage(message.data);
  else
    listener.onTrouble(
      `The grader sent a malformed message: ${line.slice(0, 200)}`,
    );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses it.
    return undefined;
  }
}
