// Looks at every file that it can reach, and prints as JSON what a program of a lab should not find. Argument: JSON with
// `secret`, a text in names and in small files, and `course`, hashes of files by size.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";

const { secret, course } = JSON.parse(process.argv[2]);
const found = {
  files: 0,
  secrets: [],
  course: [],
  sockets: [],
  devices: [],
  writable: [],
};
const own = ["/lab", "/tmp", "/dev/shm", "/proc"];
const seen = new Set();

function look(path) {
  found.files += 1;
  // Not what the folder says of it: something else may be mounted there.
  const entry = fs.lstatSync(path);
  if (entry.isSymbolicLink()) return;
  if (path.includes(secret)) found.secrets.push(path);
  if (entry.isSocket()) found.sockets.push(path);
  if (entry.isBlockDevice()) found.devices.push(path);
  if (!entry.isCharacterDevice() && canWrite(path)) found.writable.push(path);
  if (entry.isDirectory()) return walk(path);
  if (!entry.isFile()) return;
  const { size } = entry;
  if (!(size in course) && (size > 4096 || path.startsWith("/usr/"))) return;
  const bytes = fs.readFileSync(path);
  if (bytes.includes(secret)) found.secrets.push(path);
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (course[size]?.includes(hash)) found.course.push(path);
}

function canWrite(path) {
  try {
    fs.accessSync(path, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function walk(folder) {
  if (own.includes(folder)) return;
  let entries = [];
  try {
    const { dev, ino } = fs.statSync(folder);
    if (seen.has(`${dev}:${ino}`)) return;
    seen.add(`${dev}:${ino}`);
    entries = fs.readdirSync(folder);
  } catch {
    // Not for this program.
  }
  for (const name of entries) {
    try {
      look(join(folder, name));
    } catch {
      // Gone or not to be read.
    }
  }
}

walk("/");
// Ways around: what processes have open, and where they stand.
for (const pid of fs.readdirSync("/proc").filter(Number))
  for (const way of ["root", "cwd"]) walk(`/proc/${pid}/${way}/`);
console.log(JSON.stringify(found));
