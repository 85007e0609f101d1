import { connect, type Socket } from "node:net";
import {
  onTakenAddress,
  portOf,
  type LabManifest,
  type Readiness,
} from "#contract";
import type { Socket as ZmqSocket } from "zeromq";
import type { CheckLab } from "../author/lab.ts";
import type { Peer } from "../author/peer.ts";
import type { StartOptions } from "../author/program.ts";
import { programCommand } from "../../sandbox/enter.ts";
import {
  CheckFailure,
  CheckTimeout,
  GraderMisuse,
} from "./outcome/failures.ts";
import type { GradingPlan } from "../channel/plan.ts";
import { isListening } from "../../sandbox/is-listening.ts";
import { compileCacheEnvironment } from "./programs/compile-cache.ts";
import { nodeCommand } from "./programs/node-command.ts";
import { awaitListening } from "./programs/listening.ts";
import { requireThat } from "./outcome/require-that.ts";
import { createRandom } from "./seeded-random.ts";
import { createPeers } from "./sockets/peers.ts";
import { StartedProgram } from "./programs/started-program.ts";
import { createWaiting } from "./waiting/waiting.ts";

/** One check's lab and what it has to clean up. */
export interface OpenLab {
  lab: CheckLab;
  /** The programs that were started, in order. */
  programs: readonly StartedProgram[];
  /** Waits that nobody awaited the end of. */
  readonly pending: readonly string[];
  /** Resolves at the check's deadline. */
  timeIsUp: Promise<unknown>;
  /** The ports that the check's own sockets were bound to. */
  readonly boundPorts: number[];
  /** Ends all waits and closes the sockets: the check is over. Settles when they are gone. Idempotent. */
  close(): Promise<void>;
}

/** Makes the `lab` of one check. */
export function openLab(
  plan: GradingPlan,
  checkId: string,
  deadline: number,
): OpenLab {
  const programs: StartedProgram[] = [];
  const waiting = createWaiting(deadline, programs);
  const peers = createPeers(waiting, programs);
  const strangers: Socket[] = [];
  let closed = false;

  /** The type of a peer says what of it this socket can do. */
  const add = <S extends ZmqSocket>(socket: S, endpoint: string) =>
    peers.add(socket, endpoint) as unknown as Peer<S>;

  const lab: CheckLab = {
    random: createRandom(plan.seed, checkId),
    async connect(socket, endpoint, program, tryNext) {
      const peer = add(socket, endpoint);
      socket.connect(endpoint);
      if (program) await peer.meet(program, tryNext);
      return peer;
    },
    async bind(socket, endpoint) {
      const peer = add(socket, endpoint);
      await peers.bind(socket, endpoint);
      return peer;
    },
    connectSilently(port) {
      const stranger = connect({ port, host: "127.0.0.1" });
      stranger.on("error", () => undefined);
      strangers.push(stranger);
    },
    async start(terminal, options = {}) {
      if (closed)
        throw new GraderMisuse("the check is over: await all that it starts");
      const { start, ready } = planStart(plan, terminal, options);
      if (ready.when === "listening")
        await requireFree(ready.port, start.shown);
      const program = new StartedProgram(
        { ...start, terminal, files: plan.files.map((file) => file.name) },
        () => waiting,
      );
      programs.push(program);
      await program.spawned;
      await awaitReady(program, ready, waiting);
      return program;
    },
    require: (condition, message, details) =>
      requireThat(condition, message, details),
  };

  return {
    lab,
    programs,
    pending: waiting.pending,
    timeIsUp: waiting.timeIsUp,
    get boundPorts() {
      return peers.bound.map(portOf).filter((port) => port !== null);
    },
    async close() {
      closed = true;
      waiting.close();
      for (const stranger of strangers) stranger.destroy();
      await peers.close();
    },
  };
}

function planStart(plan: GradingPlan, terminal: string, options: StartOptions) {
  const { terminals, programs }: LabManifest = plan.manifest;
  const place = terminals.find((each) => each.id === terminal);
  const program = place && programs[place.program];
  if (!place || !program)
    throw new GraderMisuse(
      `lab.start("${terminal}"): the terminals are ${terminals.map(({ id }) => id).join(", ")}`,
    );
  const args = options.args ?? place.args ?? program.args;
  const typed = [program.file, ...args];
  const argv = nodeCommand(...typed);
  const command = programCommand(plan.sandbox, argv, {
    env: { NO_COLOR: "1", ...compileCacheEnvironment(plan) },
  });
  return {
    start: { shown: shownCommand(typed), command },
    ready: options.ready ?? place.ready,
  };
}

/** Arguments that a message shows of more. */
const shownArguments = 8;

/** The command as a student would type it; of many arguments only the first. */
function shownCommand([file = "", ...args]: readonly string[]): string {
  const left = args.length - shownArguments;
  const some = args.slice(0, shownArguments);
  if (left > 0) some.push(`… (${left} more)`);
  return ["node", file, ...some].join(" ");
}

async function requireFree(port: number, shown: string): Promise<void> {
  if (!(await isListening(port))) return;
  throw new CheckFailure(
    `Port ${port} was taken by an earlier program before "${shown}" could bind it.`,
    { tryNext: onTakenAddress.en },
  );
}

const bindThere =
  "A port is listened on where a socket binds it: check the address that you give to bind(), and that bind() is reached. connect() listens on none.";

async function awaitReady(
  program: StartedProgram,
  ready: Readiness,
  waiting: Parameters<typeof awaitListening>[1],
): Promise<void> {
  if (ready.when === "started") return;
  const goal =
    ready.when === "listening"
      ? `listen on port ${ready.port}`
      : `print "${ready.text}"`;
  const wait = {
    what: `${program.terminal} to ${goal}`,
    ended: () =>
      program.failure(
        `${program.terminal} ${program.ending} before it could ${goal}`,
      ),
    inVain: (end: string) =>
      new CheckTimeout(
        `${program.terminal} did not ${goal}${end}. ${program.howItStands()}`,
        {
          program: program.terminal,
          expected: goal,
          seen: program.lastLine(),
          ...(ready.when === "listening" && { tryNext: bindThere }),
        },
      ),
  };
  if (ready.when === "printed") {
    await program.awaitLine(
      (line) => (line.includes(ready.text) ? true : null),
      wait,
    );
    return;
  }
  await awaitListening(ready.port, waiting, program, wait);
}
