import { spawnSync } from "node:child_process";

/** The Python that has pyzmq; null where there is none. Debian has it for its own Python, which need not be the first on the path. */
export const python: string | null =
  ["python3", "/usr/bin/python3"].find(
    (command) => spawnSync(command, ["-c", "import zmq"]).status === 0,
  ) ?? null;

if (!python)
  console.warn(
    "python3-zmq is not installed: the course's Python programs are not run.",
  );
