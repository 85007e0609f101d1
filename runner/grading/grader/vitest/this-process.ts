import { EventEmitter } from "node:events";
import type { PoolRunnerInitializer, WorkerResponse } from "vitest/node";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

/**
 * A pool of Vitest that runs the grader in the process of Vitest itself, which is the grader's own already: a second one
 * takes as long again to start, and as much memory. Messages are copied, as on their way between processes.
 */
export function createThisProcess(): PoolRunnerInitializer {
  const name = "this-process";
  const toWorker = new EventEmitter();
  /** Each run of Vitest listens to one of its own. */
  let toVitest = new EventEmitter();
  let started = false;
  const post = (to: EventEmitter, message: unknown) => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => to.emit("message", copy));
  };
  const startWorker = () =>
    init({
      post: (message) => post(toVitest, message),
      on: (callback) => void toWorker.on("message", callback),
      off: (callback) => void toWorker.off("message", callback),
      runTests: (state, traces) => runBaseTests("run", state, traces),
      collectTests: (state, traces) => runBaseTests("collect", state, traces),
      setup: setupEnvironment,
    });
  return {
    name,
    createPoolWorker() {
      const mine = new EventEmitter();
      const answer = (type: "started" | "stopped") => {
        const response: WorkerResponse = {
          type,
          __vitest_worker_response__: true,
        };
        post(mine, response);
      };
      return {
        name,
        on: (event, callback) => void mine.on(event, callback),
        off: (event, callback) => void mine.off(event, callback),
        send(message) {
          // Vitest starts and stops it for each run. What has been set up in a process cannot be undone, so it stays.
          if (message.type === "stop") answer("stopped");
          else if (message.type === "start" && started) answer("started");
          else post(toWorker, message);
          started ||= message.type === "start";
        },
        deserialize: (message) => message,
        start() {
          toVitest = mine;
          if (!started) startWorker();
          return Promise.resolve();
        },
        stop() {
          mine.removeAllListeners();
          return Promise.resolve();
        },
      };
    },
  };
}
