import { type TerminalState } from "#contract";
import { fetchRecording } from "../../client/recordings.ts";
import type { LabState } from "../lab-state.svelte.ts";
import { clockTime } from "../playback/clock-time.ts";
import { parseTracks, statesOf, type Track } from "../playback/player.ts";
import type { TerminalModel } from "../terminal-model.svelte.ts";

/** Something that a terminal's shell did. */
export interface HistoryEntry {
  /** The time of day, or the time in the recording that is played. */
  when: string;
  state: TerminalState;
}

/**
 * What ran in a terminal and how it ended: as the runner knows it, also from before this page was opened; without a runner as
 * this page saw it; of a recording that is played, up to the point that is shown.
 */
export async function historyOf(
  lab: LabState,
  { id, events }: TerminalModel,
): Promise<HistoryEntry[]> {
  const { player, time: shown } = lab.playback;
  const mine = (tracks: readonly Track[] | null | undefined) =>
    tracks?.find((track) => track.id === id);
  const played = mine(player?.tracks);
  if (played)
    return statesOf(played)
      .filter(({ time }) => time <= shown)
      .map(({ time, state }) => ({ when: clockTime(time), state }));
  const recording = lab.connected
    ? await fetchRecording(lab.manifest.id)
    : null;
  const recorded = mine(recording && parseTracks(recording));
  if (recorded)
    return statesOf(recorded).map(({ time, state }) => ({
      when: timeOfDay((recorded.beganAt + time) * 1000),
      state,
    }));
  return events.map(({ at, state }) => ({ when: timeOfDay(at), state }));
}

/** Such as 2026-03-29 14:05:09, in this browser's time zone. */
function timeOfDay(at: number): string {
  // Swedes write dates so.
  return new Date(at).toLocaleString("sv");
}
