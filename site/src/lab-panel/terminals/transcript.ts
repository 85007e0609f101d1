import type { Say } from "../texts.ts";
import type { TerminalEvent, TerminalModel } from "../terminal-model.svelte.ts";
import { stateWords } from "./state-words.ts";

/** What ran in a terminal, when, and how it ended, followed by all that it shows: plain text to read or keep. */
export function transcriptOf(
  terminal: TerminalModel,
  title: string,
  shown: string,
  say: Say,
): string {
  const events = terminal.events.map((event) => eventLine(event, say));
  const heading = say("transcriptOf", { title });
  return [
    heading,
    "",
    ...(events.length > 0 ? events : [say("nothingRan")]),
    "",
    "─".repeat(72),
    shown,
  ].join("\n");
}

function eventLine({ at, state }: TerminalEvent, say: Say): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  const command = "command" in state ? `${state.command}  ` : "";
  return `${time}  ${command}${stateWords(state, say)}`;
}
