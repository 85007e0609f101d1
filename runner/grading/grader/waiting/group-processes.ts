import { readdirSync, readFileSync } from "node:fs";

interface Process {
  pid: number;
  parent: number;
  group: number;
}

/**
 * The living processes of these process groups and all that descend from them: a child may have left the group. Not found is
 * one that has left it and lost its parent. Null when one of the groups has none, or processes cannot be listed.
 */
export function processesOf(
  groups: ReadonlySet<number | null>,
): readonly number[] | null {
  if (groups.size === 0) return [];
  const table = listProcesses();
  const found = new Map(
    table
      .filter(({ group }) => groups.has(group))
      .map((each) => [each.pid, each.group]),
  );
  if (new Set(found.values()).size < groups.size) return null;
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent, group } of table)
      if (found.has(parent)) found.set(pid, group);
  }
  return [...found.keys()];
}

function listProcesses(): Process[] {
  return numbersIn("/proc").flatMap((pid) => {
    const [state, parent, group] = statFields(pid);
    const ended = state === undefined || state === "Z" || state === "X";
    return ended ? [] : [{ pid, parent: Number(parent), group: Number(group) }];
  });
}

/** The numbers among the names in a folder of `/proc`; none when there is no such folder. */
export function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** State, parent, and group, as in proc_pid_stat(5): they stand behind the name, which may itself hold blanks and parentheses. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ", 3);
  } catch {
    // It has just ended.
    return [];
  }
}
