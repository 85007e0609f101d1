import type { IsolationLevel } from "#contract";
import { chooseProvider } from "../../../runner/sandbox/choose-provider.ts";
import { startBare, type BareContender } from "./contenders/bare.ts";
import type { Absence, Contender } from "./contenders/contender.ts";
import { startRunner, type RunnerContender } from "./contenders/runner.ts";
import { startTerminado } from "./contenders/terminado.ts";
import { startWetty } from "./contenders/wetty.ts";
import {
  findReader,
  findTerminado,
  findTmux,
  findWetty,
  type Peer,
} from "./peers.ts";

/** Everyone that is measured on this machine, up and running. */
export interface Arena {
  /** At each level that works here, strongest first. */
  readonly runners: readonly RunnerContender[];
  readonly level: IsolationLevel;
  readonly bare: BareContender;
  readonly peers: readonly Contender[];
  /** The compiled reader's file, and the command `tmux`; null when not there. */
  readonly reader: string | null;
  readonly tmux: string | null;
  readonly absent: readonly Absence[];
  /** Idempotent. */
  close(): Promise<void>;
}

const levels: IsolationLevel[] = ["isolated", "namespaced", "none"];

/** Installs what is missing, and starts all servers. */
export async function openArena(): Promise<Arena> {
  const absent: Absence[] = [];
  const started: Contender[] = [];
  const close = async () => {
    await Promise.all(started.map((contender) => contender.stop()));
  };

  async function start<T extends Contender>(starting: Promise<T>): Promise<T> {
    const contender = await starting;
    started.push(contender);
    return contender;
  }

  async function pathOf(finding: Promise<Peer>): Promise<string | null> {
    const peer = await finding;
    if ("path" in peer) return peer.path;
    absent.push(peer);
    return null;
  }

  async function startPeer(
    finding: Promise<Peer>,
    begin: (path: string) => Promise<Contender>,
  ): Promise<Contender[]> {
    const path = await pathOf(finding);
    if (path === null) return [];
    try {
      return [await start(begin(path))];
    } catch (error) {
      absent.push({
        name: begin.name.replace("start", "").toLowerCase(),
        reason: error instanceof Error ? error.message : String(error),
      });
      return [];
    }
  }

  try {
    const runners: RunnerContender[] = [];
    for (const level of levels) {
      const reason = await whyNot(level);
      if (reason === null) runners.push(await start(startRunner(level)));
      else absent.push({ name: `runner, ${level}`, reason });
    }
    const level =
      levels.find((each) => runners[0]?.name.endsWith(each)) ?? "none";
    return {
      runners,
      level,
      bare: await start(startBare()),
      peers: [
        ...(await startPeer(findWetty(), startWetty)),
        ...(await startPeer(findTerminado(), startTerminado)),
      ],
      reader: await pathOf(findReader()),
      tmux: await pathOf(findTmux()),
      absent,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function whyNot(level: IsolationLevel): Promise<string | null> {
  try {
    await chooseProvider({ level });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
