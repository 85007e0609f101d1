import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { filterCommand } from "./call-filter.ts";
import { infoDescriptor } from "./holder.ts";
import { programUlimits, shield } from "./limits.ts";
import type { InstalledPackage } from "./packages.ts";
import type { SandboxOptions } from "./sandbox.ts";
import { courseFolder, plainBash, scriptsFolder } from "./tools.ts";

/** Where things stand inside. */
export const inside = {
  lab: "/lab",
  shell: "/opt/labs/shell",
  hold: "/opt/labs/sandbox",
  nodeFolder: "/opt/node/bin",
} as const;

/** The files of our own that stand in for the host's. */
const rootFolder = join(import.meta.dirname, "root");

/** What of the host's `/etc` the tools in a terminal need, where it exists: none of it tells anything about the user. */
const systemSettings = [
  "alternatives",
  "inputrc",
  "ld.so.cache",
  "localtime",
  "nanorc",
  "protocols",
  "services",
  "terminfo",
];

/** Writing to these needs no capability, only to be the host's root: bubblewrap leaves some of them writable. */
const readOnlyInProc = [
  "acpi",
  "bus",
  "fs",
  "irq",
  "mtrr",
  "scsi",
  "sys",
  "sysrq-trigger",
];

/** What these tell is about the whole machine. */
const hiddenInProc = [
  "kcore",
  "keys",
  "kmsg",
  "latency_stats",
  "sched_debug",
  "timer_list",
  "timer_stats",
];

/** What bubblewrap is told: the view that programs have of the machine, line by line. */
export function bubblewrapArguments(
  { files, inMemory = false, label }: SandboxOptions,
  packages: InstalledPackage[],
): string[] {
  return [
    // Any uid but 0 makes bubblewrap nest a second user namespace, which an ordinary user's nsenter cannot join.
    ...["--unshare-user", "--uid", "0", "--gid", "0"],
    ...[
      "--unshare-pid",
      "--unshare-net",
      "--unshare-ipc",
      "--unshare-uts",
      "--unshare-cgroup-try",
    ],
    ...[
      ...["--cap-drop", "ALL", "--cap-add", `CAP_${shield.toUpperCase()}`],
      "--die-with-parent",
      "--as-pid-1",
      "--hostname",
      "lab",
    ],
    ...systemFolders(),
    ...systemSettings.flatMap((name) => [
      "--ro-bind-try",
      `/etc/${name}`,
      `/etc/${name}`,
    ]),
    ...["passwd", "group", "hosts", "nsswitch.conf"].flatMap((name) =>
      readOnly(join(rootFolder, "etc", name), `/etc/${name}`),
    ),
    ...["--proc", "/proc"],
    ...readOnlyInProc
      .filter(isInProc)
      .flatMap((name) => readOnly(`/proc/${name}`, `/proc/${name}`)),
    ...hiddenInProc
      .filter(isInProc)
      .flatMap((name) => readOnly("/dev/null", `/proc/${name}`)),
    ...["--dev", "/dev"],
    ...["--tmpfs", "/dev/shm"],
    ...["--tmpfs", "/tmp"],
    ...readOnly(
      realpathSync(process.execPath),
      join(inside.nodeFolder, "node"),
    ),
    ...readOnly(join(scriptsFolder, "hold.bash"), inside.hold),
    ...readOnly(join(import.meta.dirname, "../session/shell"), inside.shell),
    ...readOnly(join(rootFolder, "package.json"), "/package.json"),
    ...packages.flatMap(({ name, folder }) =>
      readOnly(folder, `/node_modules/${name}`),
    ),
    ...(inMemory
      ? ["--tmpfs", inside.lab]
      : ["--bind", realpathSync(files), inside.lab]),
    ...["--chdir", inside.lab],
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    ...["--info-fd", String(infoDescriptor), "--"],
    ...filterCommand(),
    ...[...plainBash, inside.hold, ...programUlimits({ held: true }), label],
  ];
}

/** The read-only system. A course that is installed below `/usr` is covered up there. */
function systemFolders(): string[] {
  const course = realpathSync(courseFolder);
  return [
    ...readOnly("/usr", "/usr"),
    ...(course.startsWith("/usr/")
      ? ["--tmpfs", course, "--remount-ro", course]
      : []),
    ...["bin", "sbin", "lib", "lib32", "lib64", "libx32"].flatMap((name) => {
      const entry = lstatSync(`/${name}`, { throwIfNoEntry: false });
      if (!entry) return [];
      return entry.isSymbolicLink()
        ? ["--symlink", readlinkSync(`/${name}`), `/${name}`]
        : readOnly(`/${name}`, `/${name}`);
    }),
  ];
}

function readOnly(source: string, target: string): string[] {
  return ["--ro-bind", source, target];
}

function isInProc(name: string): boolean {
  return existsSync(`/proc/${name}`);
}
