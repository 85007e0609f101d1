import { EventEmitter } from "node:events";
import type { PoolRunnerInitializer } from "vitest/node";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

/**
 * A pool of Vitest that runs the grader in the process of Vitest itself, which is the grader's own already: a second one
 * takes as long again to start, and as much memory. Messages are copied, as on their way between processes.
 */
export const thisProcess: PoolRunnerInitializer = {
  name: "this-process",
  createPoolWorker() {
    const toWorker = new EventEmitter();
    const toVitest = new EventEmitter();
    const post = (to: EventEmitter, message: unknown) => {
      const copy = structuredClone(message);
      setImmediate(() => to.emit("message", copy));
    };
    return {
      name: "this-process",
      on: (event, callback) => void toVitest.on(event, callback),
      off: (event, callback) => void toVitest.off(event, callback),
      send: (message) => post(toWorker, message),
      deserialize: (message) => message,
      start() {
        init({
          post: (message) => post(toVitest, message),
          on: (callback) => void toWorker.on("message", callback),
          off: (callback) => void toWorker.off("message", callback),
          runTests: (state, traces) => runBaseTests("run", state, traces),
          collectTests: (state, traces) =>
            runBaseTests("collect", state, traces),
          setup: setupEnvironment,
        });
        return Promise.resolve();
      },
      stop() {
        toWorker.removeAllListeners();
        toVitest.removeAllListeners();
        return Promise.resolve();
      },
      canReuse: () => true,
    };
  },
};
