import type { LabManifest } from "#contract";
import type { Socket } from "zeromq";
import type { FailureDetails } from "./advice.ts";
import type { Peer } from "./peer.ts";
import type { Program, StartOptions } from "./program.ts";
import type { Random } from "./random.ts";

/** The terminals of a lab, by the ids in its manifest. */
export type TerminalOf<L extends LabManifest> = L["terminals"][number]["id"];

/** The checks of a lab, by the ids in its manifest. */
export type CheckOf<L extends LabManifest> = L["checks"][number]["id"];

/**
 * What a check works with. The grader stands in the network of the sandbox, so `tcp://127.0.0.1:5555` is the
 * student's port 5555.
 *
 * Every wait of a lab, its peers and its programs ends when nothing can come any more, because all programs stand still, and at the
 * check's deadline at the latest. It then says which program it waited for and how that stands. While
 * it waits, a program that crashes (ends with a code other than 0 without having been stopped by the check) fails the
 * check with Node's error. So never sleep, and never wait for anything else than through a lab.
 *
 * Every check begins with the submission's files as they were handed in, without programs, and with the lab's ports free.
 */
export interface CheckLab<L extends LabManifest = LabManifest> {
  /** Secret values that follow from the run's seed. */
  readonly random: Random;

  /**
   * Starts the program of a terminal and resolves when it is ready, as the manifest says of that terminal. Where it
   * ends or never gets ready, the check fails with the end of its output. A port that it should listen on must be
   * free before: taken by a program that ran earlier in this check, the check fails and says so.
   */
  start(terminal: TerminalOf<L>, options?: StartOptions): Promise<Program>;

  /**
   * Connects a new socket of the grader, and resolves when the program has answered with the ZeroMQ handshake. A wrong type of
   * socket on the other side never does. Without a program nobody is waited for: `meet` who comes later. It takes messages of up to
   * 256 KiB, unless its `maxMessageSize` was set. The socket is closed at the end of the check.
   */
  connect<S extends Socket>(
    socket: S,
    endpoint: string,
    program?: Program,
    tryNext?: string,
  ): Promise<Peer<S>>;

  /**
   * Binds a new socket of the grader; then start the program that connects to it, and `meet` it. An address that a program of the
   * submission holds is the submission's failure, and the message says so. It takes messages as those of `connect` do, and is closed
   * at the end of the check.
   */
  bind<S extends Socket>(socket: S, endpoint: string): Promise<Peer<S>>;

  /** Opens a TCP connection to a port of the sandbox that never says a word: no ZeroMQ peer. It is closed at the end of the check. */
  connectSilently(port: number): void;

  /** Fails the check with a sentence for the student, unless the condition is true. What is about one program, it can say itself. */
  require(
    condition: boolean,
    message: string,
    details?: string | FailureDetails,
  ): void;
}
