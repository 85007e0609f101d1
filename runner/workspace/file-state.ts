import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { maxFileBytes } from "#contract";
import { readOrdinary } from "./read-ordinary.ts";

/** What stands on disk under one of a lab's names. */
export type FileState =
  | { is: "text"; text: string; version: string }
  | { is: "missing" }
  /** Something is there that the page neither shows nor replaces; `why` completes "collector.ts …". */
  | { is: "unreadable"; why: string };

/**
 * Reads a file of the student's. Text that is not UTF-8 is not shown, because saving it again would change it.
 */
export async function readFileState(path: string): Promise<FileState> {
  const state = await readOrdinary(path, readText).catch(stateOfError);
  return state ?? { is: "unreadable", why: "is not an ordinary file" };
}

/** The version of a text: equal texts have equal versions. */
export function versionOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

async function readText(handle: FileHandle, stats: Stats): Promise<FileState> {
  // One byte more than allowed, so that a file which grows meanwhile is noticed.
  const buffer = Buffer.alloc(Math.min(stats.size, maxFileBytes) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(
      buffer,
      length,
      buffer.length - length,
      length,
    );
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (length > maxFileBytes || stats.size > maxFileBytes)
    return {
      is: "unreadable",
      why: `is larger than ${maxFileBytes / 1024} KiB`,
    };
  const bytes = buffer.subarray(0, length);
  try {
    const text = new TextDecoder("utf-8", {
      fatal: true,
      ignoreBOM: true,
    }).decode(bytes);
    return { is: "text", text, version: versionOf(bytes) };
  } catch {
    return { is: "unreadable", why: "is not UTF-8 text" };
  }
}

function stateOfError(error: unknown): FileState {
  const code =
    error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return { is: "missing" };
    case "ELOOP":
    case "EMLINK":
      return { is: "unreadable", why: "is a symbolic link" };
    case "EACCES":
    case "EPERM":
      return { is: "unreadable", why: "cannot be read by this user" };
    case "EAGAIN":
      return { is: "unreadable", why: "is held by a program" };
    case "ENXIO":
      return { is: "unreadable", why: "is not an ordinary file" };
    default:
      throw error;
  }
}
