/**
 * Serves many small labs from one runner until it is killed. Argument: JSON with `home`, how many `labs`, and, if it matters,
 * `idleMs` and `level`.
 */
import { z } from "zod";
import { isolationLevel } from "#contract";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import { fixtureCatalog, startTestServer } from "../helpers/lab-server.ts";

const { home, labs, idleMs, level } = z
  .object({
    home: z.string(),
    labs: z.int().positive(),
    idleMs: z.int().positive().optional(),
    level: isolationLevel.optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const relay = (await fixtureCatalog()).lab("relay");
const copies = Array.from({ length: labs }, (_, index) => {
  const id = `relay-${index + 1}`;
  return { ...relay, id, manifest: { ...relay.manifest, id } };
});
const { url, link } = await startTestServer(await openHome(home), {
  catalog: {
    labs: copies,
    problems: [],
    lab(id) {
      const lab = copies.find((each) => each.id === id);
      if (!lab) throw new Error(`There is no lab ${id}.`);
      return lab;
    },
  },
  provider: await chooseProvider(level === undefined ? {} : { level }),
  ...(idleMs !== undefined && { idleMs }),
});
process.stdout.write(`${JSON.stringify({ url, link, pid: process.pid })}\n`);
