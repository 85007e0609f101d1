import type { Recording } from "#contract";
import { fetchRecordedRun } from "../../client/recordings.ts";
import { createPlayer, parseTracks, type Player } from "./player.ts";

/** How fast a recording can be played. */
export const speeds = [1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

/** The longest step from one frame to the next, in milliseconds: a page that was not looked at goes on where it was. */
const longestStep = 250;

/** The recorded run of a lab, while it is played in the terminals' places. */
export class Playback {
  /** Null while nothing is played. */
  player = $state.raw<Player | null>(null);
  /** Whether it has been asked for and is on its way. */
  loading = $state(false);
  playing = $state(false);
  /** What is shown, in seconds from the beginning. */
  time = $state(0);
  speed = $state<Speed>(1);
  /** What is played; null while nothing is. */
  recording: Recording | null = null;
  readonly #lab: string;
  #coming: Promise<Recording | null> | null = null;
  #frame = 0;
  #wanted = false;

  constructor(lab: string) {
    this.#lab = lab;
  }

  /** Fetches the run ahead of time: a runner that ends takes with it the pages that it served. */
  preload(): void {
    this.#coming ??= fetchRecordedRun(this.#lab);
  }

  /** Loads the run and plays it; where motion is not wanted it stands at its end. False when it cannot be had. */
  async open(): Promise<boolean> {
    this.#wanted = true;
    this.loading = true;
    this.preload();
    const recording = (await this.#coming) ?? null;
    this.loading = false;
    const tracks = recording && parseTracks(recording);
    if (!tracks) {
      // The next click tries again.
      this.#coming = null;
      return false;
    }
    // Meanwhile the runner may have come.
    if (!this.#wanted) return true;
    this.recording = recording;
    this.player = createPlayer(tracks);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches)
      this.seek(this.player.duration);
    else this.play();
    return true;
  }

  /** Gives the terminals their places back. Idempotent. */
  close(): void {
    this.#wanted = false;
    this.pause();
    this.player = null;
    this.recording = null;
    this.time = 0;
  }

  /** Plays on; from the beginning when it is at its end. */
  play(): void {
    const { player } = this;
    if (!player || this.playing) return;
    if (player.time >= player.duration) this.seek(0);
    this.playing = true;
    let last = performance.now();
    const step = (now: number): void => {
      const passed = Math.min(longestStep, Math.max(0, now - last));
      last = now;
      this.seek(player.time + (passed / 1000) * this.speed);
      if (player.time >= player.duration) this.playing = false;
      else this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.playing = false;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Shows this point in time, in seconds from the beginning. */
  seek(time: number): void {
    if (!this.player) return;
    this.player.seek(time);
    this.time = this.player.time;
  }
}
