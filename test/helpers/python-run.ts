import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { expect } from "vitest";
import { freePort } from "./free-port.ts";
import { python } from "./python.ts";

/** A Python snippet while it runs. */
export interface PythonRun {
  /** An address in place of the lesson's port 5555 or 5556. */
  at(port: 5555 | 5556): string;
  /** Starts the snippet, perhaps again. */
  start(...args: string[]): void;
  kill(): void;
  type(text: string): void;
  /** Waits until it has printed this. */
  shows(text: string): Promise<void>;
  /** What it printed, once it has ended by itself with code 0. */
  printed(): Promise<string>;
}

const slow = { timeout: 30_000 };

/** Makes a snippet ready, with ports that are free in place of the lesson's. */
export async function prepare(file: string, text: string): Promise<PythonRun> {
  const ports = { 5555: await freePort(), 5556: await freePort() };
  await writeFile(
    file,
    text.replace(/\b555[56]\b/g, (port) =>
      String(ports[port as "5555" | "5556"]),
    ),
  );
  let child: ReturnType<typeof spawn> | undefined;
  let closed: Promise<unknown[]> | undefined;
  let output = "";
  let errors = "";
  return {
    at: (port) => `tcp://127.0.0.1:${ports[port]}`,
    start(...args) {
      [output, errors] = ["", ""];
      child = spawn(python ?? "", [file, ...args], {
        timeout: 60_000,
        env: { ...process.env, PYTHONUNBUFFERED: "1" },
      });
      closed = once(child, "close");
      child.stdout?.on("data", (piece) => (output += String(piece)));
      child.stderr?.on("data", (piece) => (errors += String(piece)));
    },
    kill: () => child?.kill("SIGKILL"),
    type: (line) => child?.stdin?.write(line),
    shows: (wanted) => expect.poll(() => output, slow).toContain(wanted),
    async printed() {
      const [code] = (await closed) ?? [];
      expect({ errors, code }).toEqual({ errors: "", code: 0 });
      return output;
    },
  };
}
