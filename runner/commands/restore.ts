import { LabsError, type Snapshot } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Home } from "../workspace/home.ts";
import { openSnapshots } from "../workspace/snapshots.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Output } from "./output.ts";

/** What to restore, and where. */
export interface RestoreOptions {
  lab: Lab;
  home: Home;
  /** The snapshot to bring back; without it they are listed. */
  snapshot?: string;
}

/** `labs restore`: brings back an earlier version of a lab's files, after a snapshot of what is there; or lists them. */
export async function runRestore(
  { lab, home, snapshot }: RestoreOptions,
  output: Output,
): Promise<number> {
  const known = await openSnapshots({ home, lab }).list();
  if (snapshot === undefined) listSnapshots(lab, known, output);
  else if (known.some(({ id }) => id === snapshot))
    await restore({ lab, home, snapshot }, output);
  else
    throw new LabsError(
      "file-unknown",
      `${lab.id} has no earlier version "${snapshot}".`,
      {
        hint: `\`npx labs restore ${lab.id}\` lists those that there are.`,
        learnerSafe: true,
      },
    );
  return 0;
}

function listSnapshots(
  { id }: Lab,
  known: readonly Snapshot[],
  output: Output,
): void {
  const [newest] = known;
  if (!newest) {
    output.line(`There are no earlier versions of your files of ${id}.`);
    output.line("One is kept each time before they are reset or restored.");
    return;
  }
  output.line(`Earlier versions of your files of ${id}, the newest first:`);
  const width = Math.max(...known.map((each) => each.id.length));
  const time = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
  });
  for (const each of known)
    output.line(
      `  ${each.id.padEnd(width)}  ${time.format(new Date(each.at))}, before a ${each.reason}`,
    );
  output.line(`To bring one back: npx labs restore ${id} ${newest.id}`);
}

async function restore(
  { lab, home, snapshot }: Required<RestoreOptions>,
  output: Output,
): Promise<void> {
  const workspace = await openWorkspace({ home, lab });
  try {
    const names = (await workspace.snapshot(snapshot)).map(({ name }) => name);
    if (names.length === 0) {
      output.line("No file is in this version, so nothing was changed.");
      return;
    }
    const { kept } = await workspace.restore(snapshot);
    output.line(`Brought back your files of ${lab.id}: ${names.join(", ")}.`);
    output.line(
      `What was there is kept. To undo this: npx labs restore ${lab.id} ${kept.id}`,
    );
  } finally {
    await workspace.close();
  }
}
