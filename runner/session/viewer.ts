import {
  maxFramePayload,
  viewerWindow,
  encodeOutput,
  type ServerMessage,
} from "#contract";
import type { Terminal } from "./terminal.ts";

/** The way to one page. Messages and frames arrive in the order in which they were given. */
export interface ViewerSocket {
  send(frame: Uint8Array): void;
  tell(message: ServerMessage): void;
  /** Bytes that the operating system has not taken yet. */
  bufferedAmount(): number;
}

/** Above this many bytes in the socket the viewer waits until they have left: what is newer must not queue behind them. */
const maxBuffered = 256 * 1024;

/** What a viewer has of one terminal. */
interface Track {
  terminal: Terminal;
  /** The next byte to send. */
  sent: number;
  /** Everything before this has been drawn. */
  acknowledged: number;
  /** Whether it lags a whole window behind and gets nothing until it has caught up. */
  waiting: boolean;
}

/**
 * One page that shows a session's terminals. It holds no output of its own: it reads the terminals' rings, and one that
 * falls further behind than they reach skips ahead. So a slow page costs no memory and never slows the programs.
 */
export class Viewer {
  readonly #socket: ViewerSocket;
  readonly #tracks: Track[];
  readonly #pump = () => this.#sendAll();
  #blocked = false;
  #attached = false;
  #next = 0;

  constructor(terminals: readonly Terminal[], socket: ViewerSocket) {
    this.#socket = socket;
    this.#tracks = terminals.map((terminal) => ({
      terminal,
      sent: 0,
      acknowledged: 0,
      waiting: false,
    }));
  }

  /**
   * Begins to send. `known` says how many bytes of each terminal the page has already: of those that are still kept only
   * the rest is sent, otherwise the terminal is cleared and begins with what is kept.
   */
  attach(known: ReadonlyMap<string, number>): void {
    for (const track of this.#tracks) {
      const { ring, id } = track.terminal;
      const has = known.get(id);
      if (has !== undefined && has >= ring.start && has <= ring.end)
        this.#replay(track, has, false);
      else this.#replay(track, ring.firstWhole(), true);
      track.terminal.events.on("output", this.#pump);
    }
    this.#attached = true;
    this.#sendAll();
  }

  /** The page has drawn everything before `sequence`. Answers how many bytes more than it had said before. */
  acknowledge(terminal: string, sequence: number): number {
    const track = this.#tracks.find((each) => each.terminal.id === terminal);
    if (!track || sequence > track.sent || sequence <= track.acknowledged)
      return 0;
    const advance = sequence - track.acknowledged;
    track.acknowledged = sequence;
    this.#sendAll();
    return advance;
  }

  /** The socket has passed something on: there may be room again. */
  drained(): void {
    if (this.#blocked) this.#sendAll();
  }

  /** Stops sending. Idempotent. */
  detach(): void {
    this.#attached = false;
    for (const { terminal } of this.#tracks)
      terminal.events.off("output", this.#pump);
  }

  #replay(track: Track, from: number, reset: boolean): void {
    const { ring, id } = track.terminal;
    track.sent = from;
    track.acknowledged = from;
    track.waiting = false;
    if (reset || from < ring.end)
      this.#socket.tell({
        type: "replay",
        terminal: id,
        from,
        until: ring.end,
        reset,
      });
  }

  /** One frame of each terminal in turn, so that none of them waits for another's flood. */
  #sendAll(): void {
    let idle = 0;
    while (this.#attached && idle < this.#tracks.length) {
      const track = this.#tracks[this.#next];
      const ready = track && this.#mayGetMore(track);
      this.#blocked =
        ready === true && this.#socket.bufferedAmount() >= maxBuffered;
      if (this.#blocked) return;
      if (ready) this.#sendPiece(track);
      idle = ready ? 0 : idle + 1;
      this.#next = (this.#next + 1) % this.#tracks.length;
    }
  }

  /** Whether there is something new, and the viewer is not a window behind. */
  #mayGetMore(track: Track): boolean {
    if (track.sent === track.terminal.ring.end) return false;
    const lag = track.sent - track.acknowledged;
    if (lag >= viewerWindow.high) track.waiting = true;
    if (track.waiting && lag > viewerWindow.low) return false;
    track.waiting = false;
    return true;
  }

  #sendPiece(track: Track): void {
    const { ring, number } = track.terminal;
    if (track.sent < ring.start) this.#replay(track, ring.firstWhole(), true);
    const length = Math.min(ring.end - track.sent, maxFramePayload);
    const frame = encodeOutput(
      { terminal: number, sequence: track.sent, length },
      (payload) => ring.copy(track.sent, payload),
    );
    track.sent += length;
    this.#socket.send(frame);
  }
}
