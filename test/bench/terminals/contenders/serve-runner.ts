/** Serves labs of five terminals from one runner until it is killed. Argument: JSON with `home`, how many `labs`, `idleMs` and `level`. */
import { join } from "node:path";
import { z } from "zod";
import { isolationLevel, type LabManifest } from "#contract";
import type { Lab } from "../../../../runner/catalog/lab.ts";
import { chooseProvider } from "../../../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../../../runner/workspace/home.ts";
import {
  fixtureCatalog,
  startTestServer,
} from "../../../helpers/lab-server.ts";
import { collectOnRequest } from "./collect-on-request.ts";

const { home, labs, idleMs, level } = z
  .object({
    home: z.string(),
    labs: z.int(),
    idleMs: z.int(),
    level: isolationLevel,
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const relay = (await fixtureCatalog()).lab("relay");
const manifest: LabManifest = {
  ...relay.manifest,
  programs: { hello: { file: "hello.ts", args: [], editable: false } },
  terminals: [1, 2, 3, 4, 5].map((number) => ({
    id: `terminal-${number}`,
    title: { en: `Terminal ${number}` },
    program: "hello",
    ready: { when: "started" },
  })),
};
const copies = Array.from({ length: labs }, (_, index): Lab => {
  const id = `bench-${index + 1}`;
  const programsFolder = join(import.meta.dirname, "..", "programs");
  return { ...relay, id, manifest: { ...manifest, id }, programsFolder };
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
  provider: await chooseProvider({ level }),
  idleMs,
});
collectOnRequest();
process.stdout.write(`${JSON.stringify({ url, link })}\n`);
