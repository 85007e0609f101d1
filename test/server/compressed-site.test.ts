import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createHome,
  siteFolder,
  startTestServer,
  type TestServer,
} from "../helpers/lab-server.ts";
import { passFrom } from "../helpers/pass.ts";

const script = "_astro/page.a1b2c3d4.js";
const cleanup = new AsyncDisposableStack();
let server: TestServer;

/** The small site, with its pages compressed as a build does it, and its script not. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "labs-site-"));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  await cp(siteFolder, folder, { recursive: true });
  for (const page of ["index.html", "404.html"]) {
    const html = await readFile(join(folder, page));
    await writeFile(join(folder, `${page}.br`), brotliCompressSync(html));
    await writeFile(join(folder, `${page}.gz`), gzipSync(html));
  }
  const home = await createHome();
  cleanup.defer(home.remove);
  server = await startTestServer(home, { siteFolder: folder });
  cleanup.defer(() => server.close());
});
afterAll(() => cleanup.disposeAsync());

async function get(path: string, headers: Record<string, string>) {
  const sent = request({ host: "127.0.0.1", port: server.port, path, headers });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const body = Buffer.concat((await answer.toArray()) as Buffer[]);
  return { status: answer.statusCode, headers: answer.headers, body };
}

const compressed = { "accept-encoding": "gzip, deflate, br" };
const plain = {};

test.each(["/", "/nothing-is-here/"])(
  "%s is sent compressed, with the type and the policy that it has plain",
  async (path) => {
    const small = await get(path, compressed);
    const whole = await get(path, plain);
    expect(small.headers["content-encoding"]).toBe("br");
    expect(whole.headers["content-encoding"]).toBeUndefined();
    expect(brotliDecompressSync(small.body).equals(whole.body)).toBe(true);
    expect(small.status).toBe(whole.status);
    for (const name of [
      "content-type",
      "content-security-policy",
      "cache-control",
    ]) {
      expect(whole.headers[name]).toBeTruthy();
      expect(small.headers[name]).toBe(whole.headers[name]);
    }
    // A cache that has one of them must not give it for the other.
    expect(whole.headers["vary"]).toBe("accept-encoding");
    expect(whole.headers["etag"]).not.toBe(small.headers["etag"]);
  },
);

test("a browser that takes no Brotli gets gzip", async () => {
  const { headers } = await get("/", { "accept-encoding": "gzip, deflate" });
  expect(headers["content-encoding"]).toBe("gzip");
});

test("what a build has not compressed is sent as it is", async () => {
  const { status, headers } = await get(`/${script}`, compressed);
  expect(status).toBe(200);
  expect(headers["content-encoding"]).toBeUndefined();
  expect(headers["cache-control"]).toContain("immutable");
});

test("what the runner answers itself is never compressed", async () => {
  const { status, headers } = await get("/api/course", {
    ...compressed,
    authorization: `Bearer ${passFrom(server)}`,
  });
  expect(status).toBe(200);
  expect(headers["content-encoding"]).toBeUndefined();
});
