import { createRequire } from "node:module";
import { type TestContext, expect } from "vitest";
import type { Command } from "../../runner/sandbox/sandbox.ts";

/** The part of node-pty that tests use. */
interface NodePty {
  spawn(
    file: string,
    args: string[],
    options: {
      env: Record<string, string>;
      cwd: string;
      cols: number;
      rows: number;
    },
  ): {
    onData(listener: (text: string) => void): void;
    onExit(
      listener: (exit: { exitCode: number; signal?: number }) => void,
    ): void;
    write(text: string): void;
    resize(columns: number, rows: number): void;
    kill(signal: string): void;
  };
}

const nodePty = createRequire(import.meta.url)("node-pty") as NodePty;

/** A terminal with a program in it. */
export interface Terminal {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  output(): string;
  /** Waits until something new is printed. */
  see(text: string): Promise<void>;
  ended: Promise<{ exitCode: number; signal: number | undefined }>;
}

/** Starts a command in a terminal of its own, gone at the end of the test. */
export function openTerminal(
  { file, args, env, cwd }: Command,
  context: TestContext,
): Terminal {
  const pty = nodePty.spawn(file, args, { env, cwd, cols: 80, rows: 24 });
  context.onTestFinished(() => pty.kill("SIGKILL"));
  let output = "";
  let seen = 0;
  pty.onData((piece) => (output += piece));
  return {
    write: (text) => pty.write(text),
    resize: (columns, rows) => pty.resize(columns, rows),
    output: () => output,
    async see(text) {
      await expect
        .poll(() => output.slice(seen), { timeout: 10_000 })
        .toContain(text);
      seen = output.indexOf(text, seen) + text.length;
    },
    ended: new Promise((resolve) =>
      pty.onExit(({ exitCode, signal }) =>
        resolve({ exitCode, signal: signal || undefined }),
      ),
    ),
  };
}
