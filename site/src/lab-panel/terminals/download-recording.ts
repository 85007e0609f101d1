import type { Recording } from "#contract";
import { fetchRecording } from "../../client/recordings.ts";
import type { LabState } from "../lab-state.svelte.ts";
import { saveText } from "../save-text.ts";

/**
 * Gives the student what happened in a terminal as a `.cast` file, or in all of them as one file. Of a run that is played
 * it is that run. Says so when there is nothing to give.
 */
export async function downloadRecording(
  lab: LabState,
  terminal: string | "all",
): Promise<void> {
  const { id } = lab.manifest;
  const recording: Recording | null =
    lab.playback.recording ?? (await fetchRecording(id));
  const cast = recording?.terminals.find((each) => each.id === terminal)?.cast;
  if (recording && terminal === "all")
    saveText(
      `${id}-recording.json`,
      `${JSON.stringify(recording, null, 2)}\n`,
      "application/json",
    );
  else if (cast !== undefined)
    saveText(`${id}-${terminal}.cast`, cast, "application/x-asciicast");
  else lab.notice = { message: lab.say("noRecording"), hint: null };
}
