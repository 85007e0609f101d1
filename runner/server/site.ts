import { createHash } from "node:crypto";
import { existsSync, readFileSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { LabsError } from "#contract";

/** A year in seconds, the longest that caches heed: files below `_astro/` have a hash of their content in their names. */
const forever = "public, max-age=31536000, immutable";

/** Serves the built site. Its pages are public prose and need no token. Throws `site-missing`. */
export async function serveSite(
  server: FastifyInstance,
  folder: string,
): Promise<void> {
  const built = await stat(join(folder, "index.html")).catch(() => null);
  if (!built?.isFile())
    throw new LabsError(
      "site-missing",
      `There is no built site in ${folder}.`,
      { hint: "Run `npm start`, which builds it." },
    );
  const policies = new Map<string, { modified: number; policy: string }>();

  /** The page's policy with the hashes of its own inline scripts, worked out again when the site was built again. */
  function policyOf(path: string, { mtimeMs }: Stats): string {
    const known = policies.get(path);
    if (known?.modified === mtimeMs) return known.policy;
    const policy = contentPolicy(readFileSync(path, "utf8"));
    policies.set(path, { modified: mtimeMs, policy });
    return policy;
  }

  await server.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    dotfiles: "ignore",
    redirect: true,
    // The build has put `.br` and `.gz` beside what gets smaller by it. Nothing is compressed while a page waits.
    preCompressed: true,
    setHeaders(reply, served, stats) {
      const path = served.replace(/\.(?:br|gz)$/, "");
      const hashed = path.startsWith(join(folder, "_astro", "/"));
      reply.header("cache-control", hashed ? forever : "no-cache");
      if (path.endsWith(".html"))
        reply.header("content-security-policy", policyOf(path, stats));
    },
  });
  const notFoundPage = existsSync(join(folder, "404.html"));
  server.setNotFoundHandler((request, reply) => {
    const notFound = {
      code: "usage",
      message: "There is nothing at this address.",
      hint: null,
    };
    const page =
      notFoundPage &&
      request.method === "GET" &&
      !request.url.startsWith("/api/");
    return page
      ? reply.code(404).sendFile("404.html")
      : reply.code(404).send(notFound);
  });
}

/** Allows what the site needs and nothing else. */
export function contentPolicy(html: string): string {
  const hashes = inlineScripts(html).map(
    (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    // The search runs in WebAssembly.
    ["script-src 'self' 'wasm-unsafe-eval'", ...new Set(hashes)].join(" "),
    // Terminals and editor make their styles at run time.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The texts of the scripts that have no `src`, as the browser hashes them. The pages are our own build, not foreign HTML. */
function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(([, attributes]) => !/\ssrc\s*=/i.test(attributes ?? ""))
    .map(([, , text]) => text ?? "");
}
