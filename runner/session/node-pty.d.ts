/**
 * The part of node-pty that is used here, with bytes instead of text (`encoding: null`). Its own declarations stand under
 * the name of its prebuilt twin, `@lydell/node-pty`, which is installed under this one.
 */
declare module "node-pty" {
  export interface SpawnOptions {
    name: string;
    cols: number;
    rows: number;
    cwd: string;
    env: Record<string, string>;
    encoding: null;
  }

  export interface Pty {
    readonly pid: number;
    onData(listener: (bytes: Uint8Array) => void): void;
    onExit(listener: () => void): void;
    resize(columns: number, rows: number): void;
    /** The master's file descriptor. */
    readonly fd: number;
    /** Private: tells whether the descriptor is still ours. */
    readonly _socket: unknown;
  }

  export function spawn(
    file: string,
    args: string[],
    options: SpawnOptions,
  ): Pty;
}
