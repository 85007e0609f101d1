import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { editableFiles, maxFileBytes, type LabManifest } from "#contract";

/** One file as it is graded. */
export interface SourceFile {
  name: string;
  text: string;
}

/** What was handed in, or why it cannot be graded. */
export type Submission =
  | { gradable: true; files: SourceFile[]; hash: string }
  | { gradable: false; problem: { message: string; hint: string } };

/**
 * Reads exactly the files of `folder` that the student edits: nothing else in it counts, and links, pipes and devices
 * are no files.
 */
export async function collectSubmission(
  manifest: LabManifest,
  folder: string,
): Promise<Submission> {
  const wanted = editableFiles(manifest);
  // Where the student writes nothing, there need not even be a folder.
  if (wanted.length === 0)
    return { gradable: true, files: [], hash: hashFiles([]) };
  const hint = `The folder must hold ${listNames(wanted)}, as \`labs reset ${manifest.id}\` makes them.`;
  const ungradable = (message: string): Submission => ({
    gradable: false,
    problem: { message, hint },
  });

  const kind = await kindOf(folder);
  if (kind !== "folder")
    return ungradable(
      `${folder} ${kind === "nothing" ? "does not exist" : "is not a folder"}.`,
    );
  const read = await Promise.all(
    wanted.map(async (name) => ({
      name,
      ...(await readSource(join(folder, name))),
    })),
  );
  const missing = read
    .filter((file) => "defect" in file && file.defect === "missing")
    .map((file) => file.name);
  if (missing.length > 0)
    return ungradable(
      `${listNames(missing)} ${missing.length === 1 ? "is" : "are"} missing in ${folder}.`,
    );
  const files: SourceFile[] = [];
  for (const file of read) {
    if ("defect" in file)
      return ungradable(`${file.name} ${defects[file.defect]}.`);
    files.push({ name: file.name, text: file.text });
  }
  return { gradable: true, files, hash: hashFiles(files) };
}

type Defect = "missing" | "special" | "large" | "binary" | "unreadable";

const defects: Record<Defect, string> = {
  missing: "is missing",
  special: "is not an ordinary file",
  large: `is larger than ${maxFileBytes / 1024} KiB`,
  binary: "is not text in UTF-8",
  unreadable: "cannot be read",
};

/** Reads one file without following a link and without waiting for a pipe. */
async function readSource(
  path: string,
): Promise<{ text: string } | { defect: Defect }> {
  const flags =
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const opened = await open(path, flags).catch((error: unknown) =>
    toErrnoException(error),
  );
  if (opened instanceof Error) return { defect: defectOf(opened) };
  await using file = opened;
  if (!(await file.stat()).isFile()) return { defect: "special" };
  // One byte more than allowed: a file that grows meanwhile is seen too.
  const buffer = Buffer.alloc(maxFileBytes + 1);
  let length = 0;
  for (let read = -1; read !== 0; length += read)
    ({ bytesRead: read } = await file.read(
      buffer,
      length,
      buffer.length - length,
    ));
  if (length > maxFileBytes) return { defect: "large" };
  try {
    return {
      text: new TextDecoder("utf-8", { fatal: true }).decode(
        buffer.subarray(0, length),
      ),
    };
  } catch {
    // The decoder's only complaint.
    return { defect: "binary" };
  }
}

function toErrnoException(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}

function defectOf({ code }: NodeJS.ErrnoException): Defect {
  if (code === "ENOENT" || code === "ENOTDIR") return "missing";
  return code === "ELOOP" || code === "ENXIO" || code === "EISDIR"
    ? "special"
    : "unreadable";
}

async function kindOf(path: string): Promise<"folder" | "other" | "nothing"> {
  return stat(path).then(
    (stats) => (stats.isDirectory() ? "folder" : "other"),
    () => "nothing",
  );
}

function hashFiles(files: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  for (const { name, text } of files)
    hash.update(`${name}\0${Buffer.byteLength(text)}\0`).update(text);
  return hash.digest("hex");
}

function listNames(names: readonly string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
