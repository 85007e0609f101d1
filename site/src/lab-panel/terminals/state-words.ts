import type { TerminalState } from "#contract";
import type { Say } from "../texts.ts";

/** What a terminal's shell is doing, in words. */
export function stateWords(state: TerminalState, say: Say): string {
  return state.is === "exited"
    ? say("exited", { code: state.code })
    : say(state.is);
}

/** How a state is coloured; a word always goes with it. */
export function stateTone(
  state: TerminalState,
): "run" | "pass" | "fail" | "warn" | "idle" {
  switch (state.is) {
    case "running":
      return "run";
    case "exited":
      return state.code === 0 ? "pass" : "fail";
    case "suspended":
      return "warn";
    case "idle":
    case "interrupted":
    case "closed":
      return "idle";
  }
}
