import type { Lab } from "../catalog/lab.ts";
import type { Home } from "../workspace/home.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Output } from "./output.ts";

/** `labs reset`: brings back a lab's starter files, after a snapshot of the student's. */
export async function runReset(
  lab: Lab,
  home: Home,
  output: Output,
): Promise<number> {
  const workspace = await openWorkspace({ home, lab });
  try {
    const { files, kept } = await workspace.reset();
    const names = files.filter((file) => file.editable).map(({ name }) => name);
    if (names.length === 0) {
      output.line(`${lab.id} has only given files, and all are as they were.`);
      return 0;
    }
    output.line(`Brought back the starter of ${lab.id}: ${names.join(", ")}.`);
    output.line(
      `What was there is kept. To bring it back: npx labs restore ${lab.id} ${kept.id}`,
    );
    return 0;
  } finally {
    await workspace.close();
  }
}
