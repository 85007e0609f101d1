import { glob, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { AstroIntegration } from "astro";

/** What text the pages are made of. Fonts, pictures and the search's index are compressed already. */
const texts = "**/*.{html,css,js,json,svg,txt,xml}";

/** Smaller files fit into one packet as they are. Bytes. */
const smallest = 1024;

/**
 * Nearly as small as the highest quality, in a tenth of its time. Browsers that take no Brotli without TLS take gzip.
 */
const encodings = {
  br: (text: Buffer) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gz: (text: Buffer) => promisify(gzip)(text, { level: 9 }),
};

/** Writes each text of the built site compressed beside itself, for servers that send such files. It is to come last: others still write. */
export function compressed(): AstroIntegration {
  return {
    name: "compressed",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = glob(texts, { cwd: folder });
        // They take from one list, so that each is busy until all is done.
        const take = async () => {
          for await (const file of files) await compress(join(folder, file));
        };
        await Promise.all(cpus().map(take));
      },
    },
  };
}

async function compress(file: string): Promise<void> {
  const text = await readFile(file);
  if (text.length < smallest) return;
  for (const [ending, encode] of Object.entries(encodings)) {
    const smaller = await encode(text);
    if (smaller.length < text.length)
      await writeFile(`${file}.${ending}`, smaller);
  }
}
