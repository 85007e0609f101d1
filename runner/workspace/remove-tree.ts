import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What Node cannot remove: folders in which their owner must not delete, and paths too long to be named. */
const beyondNode = ["EACCES", "ENAMETOOLONG"];

/**
 * Removes a file, or a folder with all that is in it; no link is followed. A program may have left folders in which even
 * their owner must not delete, and folders deeper than any path can name. What is not there is no error.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!beyondNode.includes(code)) throw error;
    // These go down folder by folder, and open each before they enter it.
    const env = { PATH: "/usr/bin:/bin" };
    // Node may still be removing some of it: what could not be opened is for `rm` to complain of.
    await run("chmod", ["-R", "u+rwx", "--", path], { env }).catch(() => null);
    await run("rm", ["-rf", "--", path], { env });
  }
}
