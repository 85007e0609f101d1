import type { Say } from "../texts.ts";
import type { HistoryEntry } from "./history.ts";
import { stateWords } from "./state-words.ts";

/** What ran in a terminal, when, and how it ended, followed by all that it shows: plain text to read or keep. */
export function transcriptOf(
  history: readonly HistoryEntry[],
  title: string,
  shown: string,
  say: Say,
): string {
  const events = history.map((entry) => entryLine(entry, say));
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

function entryLine({ when, state }: HistoryEntry, say: Say): string {
  const command = "command" in state ? `${state.command}  ` : "";
  return `${when}  ${command}${stateWords(state, say)}`;
}
