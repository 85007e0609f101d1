import { join } from "node:path";
import { z } from "zod";
import { connect, joined } from "./bare.ts";
import { untilReady, type Contender } from "./contender.ts";
import { startProcess } from "./server-process.ts";

const message = z.array(z.unknown());
const nothing = new Uint8Array();

/** Starts terminado with Debian's Python. `packages`: the folder of its Python packages. */
export async function startTerminado(packages: string): Promise<Contender> {
  const script = join(import.meta.dirname, "terminado-server.py");
  const server = await startProcess("/usr/bin/python3", [script], {
    env: { PYTHONPATH: packages },
  });
  const url = `ws://127.0.0.1:${server.line}/socket`;
  return {
    name: "terminado",
    async open(count) {
      const opening = Array.from({ length: count }, () =>
        connect(url, wrap, unwrap),
      );
      const page = joined(await Promise.all(opening));
      await untilReady(page.panes);
      return page;
    },
    memory: () => server.memory(),
    stop: () => server.stop(),
  };
}

const wrap = (text: string) => JSON.stringify(["stdin", text]);

function unwrap(data: Buffer): Uint8Array {
  const [kind, text] = message.parse(JSON.parse(data.toString()));
  return kind === "stdout" && typeof text === "string"
    ? Buffer.from(text)
    : nothing;
}
