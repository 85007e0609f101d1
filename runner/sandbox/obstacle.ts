import type { IsolationLevel } from "#contract";
import { existsSync, readFileSync } from "node:fs";
import { findTool } from "./tools.ts";

/** Why a level does not work on this machine, and what would change that. */
export interface Obstacle {
  /** In a sentence or two. */
  reason: string;
  /** A command or step; null where there is none. */
  remedy: string | null;
}

/** Finds out what keeps this machine from a level, given the error that trying it ended with. */
export function explain(level: IsolationLevel, error: unknown): Obstacle {
  const message = error instanceof Error ? error.message : String(error);
  return (
    onOtherSystem() ??
    missingTool(level) ??
    forbiddenNamespaces(message) ?? {
      reason: message,
      remedy: insideContainer() ? otherContainer : reinstallCommand(level),
    }
  );
}

function onOtherSystem(): Obstacle | null {
  if (process.platform === "linux") return null;
  return {
    reason: `Sandboxes need Linux; this is ${process.platform}.`,
    remedy: "Run the course in a Linux virtual machine or container.",
  };
}

function missingTool(level: IsolationLevel): Obstacle | null {
  if (
    ["unshare", "nsenter", "setpriv"].some((tool) => findTool(tool) === null)
  ) {
    return {
      reason: "util-linux (unshare, nsenter, setpriv) is not installed.",
      remedy: installCommand("util-linux"),
    };
  }
  if (level === "isolated" && findTool("bwrap") === null) {
    return {
      reason: "bubblewrap is not installed.",
      remedy: installCommand("bubblewrap"),
    };
  }
  return null;
}

const otherContainer =
  "Run the course outside this container, or in one that may make user namespaces and mount /proc " +
  "(docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined --security-opt apparmor=unconfined).";

/** What Docker, Podman, systemd-nspawn and LXC, and Kubernetes leave. */
function insideContainer(): boolean {
  const files = ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"];
  return (
    files.some((file) => existsSync(file)) ||
    process.env["KUBERNETES_SERVICE_HOST"] !== undefined
  );
}

/** The switches by which systems forbid user namespaces, and how each is turned. */
const switches = [
  {
    path: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    forbids: "1",
    reason:
      "This system's AppArmor forbids unprivileged user namespaces (Ubuntu 23.10 and later do).",
    remedy:
      "echo kernel.apparmor_restrict_unprivileged_userns=0 | sudo tee /etc/sysctl.d/60-labs.conf && sudo sysctl --system",
  },
  {
    path: "/proc/sys/kernel/unprivileged_userns_clone",
    forbids: "0",
    reason: "This system forbids unprivileged user namespaces.",
    remedy:
      "echo kernel.unprivileged_userns_clone=1 | sudo tee /etc/sysctl.d/60-labs.conf && sudo sysctl --system",
  },
  {
    path: "/proc/sys/user/max_user_namespaces",
    forbids: "0",
    reason: "This system allows no user namespaces.",
    remedy:
      "echo user.max_user_namespaces=10000 | sudo tee /etc/sysctl.d/60-labs.conf && sudo sysctl --system",
  },
];

function forbiddenNamespaces(message: string): Obstacle | null {
  const found = switches.find(
    ({ path, forbids }) =>
      existsSync(path) && readFileSync(path, "utf8").trim() === forbids,
  );
  return found
    ? { reason: `${found.reason} (${message})`, remedy: found.remedy }
    : null;
}

const packageManagers = [
  {
    tool: "apt-get",
    install: "sudo apt install",
    reinstall: "sudo apt install --reinstall",
  },
  {
    tool: "dnf",
    install: "sudo dnf install",
    reinstall: "sudo dnf reinstall",
  },
  { tool: "pacman", install: "sudo pacman -S", reinstall: "sudo pacman -S" },
  {
    tool: "zypper",
    install: "sudo zypper install",
    reinstall: "sudo zypper install --force",
  },
  { tool: "apk", install: "sudo apk add", reinstall: "sudo apk fix" },
];

function installCommand(name: string): string {
  const manager = packageManagers.find(({ tool }) => findTool(tool));
  return manager
    ? `${manager.install} ${name}`
    : `Install ${name} with your system's package manager.`;
}

/** Nothing forbids what the level needs, so what makes its sandboxes is itself damaged, or too old. */
function reinstallCommand(level: IsolationLevel): string {
  const name = level === "isolated" ? "bubblewrap" : "util-linux";
  const manager = packageManagers.find(({ tool }) => findTool(tool));
  return manager
    ? `${manager.reinstall} ${name}`
    : `Install ${name} anew with your system's package manager.`;
}
