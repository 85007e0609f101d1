// One file: the list of what the server refuses, read from top to bottom.
import { once } from "node:events";
import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { apiError, courseOverview, socketProtocol } from "#contract";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { contentPolicy } from "../../runner/server/site.ts";
import { readSecret } from "../../runner/server/secret.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { passFrom, tokenFrom } from "../helpers/pass.ts";
import {
  createHome,
  startTestServer,
  testProvider,
  type TestServer,
} from "../helpers/lab-server.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let server: TestServer;
let token: string;
/** How many sandboxes were asked for. */
let opened = 0;

beforeAll(async () => {
  home = await createHome();
  const real = await testProvider();
  const provider: SandboxProvider = {
    isolation: real.isolation,
    open(options) {
      opened += 1;
      return real.open(options);
    },
  };
  server = await startTestServer(home, { provider });
  token = passFrom(server);
});

afterAll(async () => {
  await server.close();
  await home.remove();
});

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Sends exactly this, as a browser would not. */
async function send(
  path: string,
  headers: OutgoingHttpHeaders = {},
  method = "GET",
  body = "",
): Promise<Answer> {
  const sent = request({
    host: "127.0.0.1",
    port: server.port,
    path,
    method,
    headers,
    setHost: !("host" in headers),
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const chunks = (await answer.toArray()) as Buffer[];
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

const host = () => `127.0.0.1:${server.port}`;
const bearer = () => ({ authorization: `Bearer ${token}` });

/** Tries to open a lab's socket; answers the HTTP status, 101 when it was let in. */
async function upgrade(
  path: string,
  headers: Record<string, string>,
  protocols: string[],
): Promise<number> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${server.port}${path}`,
    protocols,
    { headers },
  );
  const status = await new Promise<number>((resolve, reject) => {
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (_request, answer: IncomingMessage) =>
      resolve(answer.statusCode ?? 0),
    );
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  socket.terminate();
  return status;
}

describe("the API", () => {
  test("answers who has the token", async () => {
    const answer = await send("/api/course", bearer());
    expect(answer.status).toBe(200);
    expect(courseOverview.parse(JSON.parse(answer.body)).labs).toMatchObject([
      {
        id: "relay",
        points: 0,
        latest: null,
        maximum: 3,
        attempts: 0,
        begun: false,
      },
    ]);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test.each(["localhost", "[::1]", "LOCALHOST"])(
    "does not answer under the name %s, behind which somebody else may listen",
    async (name) => {
      const named = { host: `${name}:${server.port}` };
      for (const path of ["/api/course", "/api/run"])
        expect((await send(path, { ...bearer(), ...named })).status).toBe(421);
    },
  );

  test("sends pages under the name localhost to its own", async () => {
    for (const path of ["/", "/lessons/pair/", "//evil.example/"]) {
      const named = { host: `LOCALhost:${server.port}` };
      const { status, headers } = await send(path, named);
      expect(status).toBe(307);
      expect(new URL(headers.location ?? "").host).toBe(host());
    }
  });

  test.each([
    ["without a token", {}],
    ["with a wrong token", { authorization: `Bearer ${"0".repeat(64)}` }],
    ["with half a token", { authorization: "Bearer 0123" }],
    ["with another scheme", { authorization: "Basic dXNlcjpwYXNz" }],
  ])("refuses a call %s", async (_, headers) => {
    const answer = await send("/api/course", headers);
    expect(answer.status).toBe(401);
    expect(apiError.parse(JSON.parse(answer.body)).code).toBe("forbidden");
  });

  test("does not take the token from the address", async () => {
    expect((await send(`/api/course?token=${token}`)).status).toBe(401);
  });

  test.each([
    "/%61pi/course",
    "/api//course",
    "/./api/course",
    "/api/course/",
    "//api/course",
    "/API/course",
    "/api/./course",
  ])("lets nobody around the guard by the spelling %s", async (path) => {
    const answer = await send(path);
    expect([401, 403, 404]).toContain(answer.status);
    expect(answer.body).not.toContain("maximum");
  });

  test.each([
    "null",
    "http://127.0.0.1",
    "http://evil.example",
    "http://localhost:1",
    "https://127.0.0.1",
  ])("refuses a call from a page of %s", async (origin) => {
    expect((await send("/api/course", { ...bearer(), origin })).status).toBe(
      403,
    );
  });

  test("refuses a call that the browser says comes from another site", async () => {
    expect(
      (
        await send("/api/course", {
          ...bearer(),
          "sec-fetch-site": "cross-site",
        })
      ).status,
    ).toBe(403);
  });

  test("takes nothing that is posted", async () => {
    const answer = await send(
      "/api/course",
      { ...bearer(), "content-type": "text/plain" },
      "POST",
      "{}",
    );
    expect([404, 405, 415]).toContain(answer.status);
  });

  test("refuses a large body", async () => {
    const answer = await send(
      "/api/course",
      { ...bearer(), "content-type": "application/json" },
      "POST",
      "x".repeat(1_000_000),
    );
    expect([404, 405, 413]).toContain(answer.status);
  });
});

describe("every request", () => {
  test.each([
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example:4321",
    "",
    "169.254.169.254",
  ])("under the name %j is refused", async (name) => {
    for (const path of ["/", "/api/course"]) {
      const answer = await send(path, { ...bearer(), host: name });
      expect([400, 421]).toContain(answer.status);
    }
  });

  test("for a page needs no token and comes with every protection", async () => {
    const answer = await send("/");
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("A page of the course.");
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    const policy = String(answer.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(
      /script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='/,
    );
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
  });

  test("for a hashed file may be kept forever", async () => {
    expect(
      (await send("/_astro/page.a1b2c3d4.js")).headers["cache-control"],
    ).toContain("immutable");
  });

  test("for nothing gets the page for that", async () => {
    const answer = await send("/nowhere/");
    expect(answer.status).toBe(404);
    expect(answer.body).toContain("Not found");
    expect((await send("/api/nowhere", bearer())).status).toBe(404);
  });

  test.each([
    "/../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/%2e%2e/package.json",
    "/_astro/..%5c..%5cpackage.json",
    "/%00",
    "/.hidden",
    "//etc/passwd",
    "/_astro%2f..%2f..%2f..%2fpackage.json",
  ])("for %s gets nothing from outside the site", async (path) => {
    const answer = await send(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain("zeromq-labs");
    expect(answer.body).not.toContain("root:");
  });

  test("is allowed no inline script that the page does not have", () => {
    const policy = contentPolicy(
      `<script>one()</script><script src="/x.js"></script><script type="module">\ntwo()\n</script>`,
    );
    expect(policy.match(/'sha256-/g)).toHaveLength(2);
  });
});

describe("a lab's socket", () => {
  const path = "/api/labs/relay/socket";
  const origin = () => ({ origin: `http://${host()}` });
  const protocols = () => [socketProtocol, `token.${token}`];

  test("is opened for a page of ours with the token", async () => {
    expect(await upgrade(path, origin(), protocols())).toBe(101);
  });

  test.each([
    ["no Origin", {}],
    ["the Origin null", { origin: "null" }],
    ["the Origin of another port", { origin: "http://127.0.0.1:1" }],
    ["the Origin without port", { origin: "http://127.0.0.1" }],
    ["another Origin", { origin: "http://evil.example" }],
    ["https", { origin: "https://127.0.0.1" }],
  ])("is refused with %s", async (_, headers) => {
    expect(await upgrade(path, headers, protocols())).toBe(403);
  });

  test("is refused when Origin and Host are both ours but differ", async () => {
    expect(
      await upgrade(
        path,
        { origin: `http://localhost:${server.port}` },
        protocols(),
      ),
    ).toBe(403);
  });

  test("is refused under a forged name", async () => {
    const forged = {
      host: `evil.example:${server.port}`,
      origin: `http://evil.example:${server.port}`,
    };
    expect(await upgrade(path, forged, protocols())).toBe(421);
  });

  test.each([
    ["no token", [socketProtocol]],
    ["a wrong token", [socketProtocol, `token.${"0".repeat(64)}`]],
    ["an empty token", [socketProtocol, "token."]],
  ])("is refused with %s", async (_, offered) => {
    expect(await upgrade(path, origin(), offered)).toBe(401);
  });

  test.each([
    "/api/labs/nothing/socket",
    "/api/labs/../socket",
    "/api/labs/..%2f/socket",
    "/api/labs/%2e%2e/socket",
    "/api/labs/relay%00/socket",
    "/api/labs//etc/passwd/socket",
    "/api/labs/relay/socket/",
    "/api/labs/RELAY/socket",
    "/",
    "/api/labs/relay/socket?x=1",
  ])("is refused at %s", async (other) => {
    expect(await upgrade(other, origin(), protocols())).toBe(404);
  });

  test("was never opened so far: nothing was started for any of these", () => {
    expect(opened).toBe(0);
    expect(readdirSync(home.workspace)).toEqual([]);
  });

  test("does not repeat the token to the page", async () => {
    const page = await LabClient.open(server, "relay");
    expect(page.socket.protocol).toBe(socketProtocol);
    expect(JSON.stringify(page.messages)).not.toContain(token);
    expect(opened).toBe(1);
    await page.close();
  });
});

describe("the secret", () => {
  test("is for this user's eyes only and not in the log", async () => {
    expect(statSync(join(home.state, "key")).mode & 0o777).toBe(0o600);
    expect(statSync(home.state).mode & 0o777).toBe(0o700);
    expect(await readSecret(home)).not.toBe(tokenFrom(server));
    for (const secret of [await readSecret(home), tokenFrom(server), token])
      expect(server.logged.join()).not.toContain(secret);
  });

  test("is in no argument and no environment of this process's children", () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      for (const file of ["cmdline", "environ"]) {
        let text = "";
        try {
          text = readFileSync(`/proc/${pid}/${file}`, "utf8");
        } catch {
          // Another user's, or gone.
        }
        expect(text.includes(token)).toBe(false);
      }
  });

  test("that others could read, or that is not one, is replaced", async () => {
    const other = await createHome();
    const first = await readSecret(other);
    chmodSync(join(other.state, "key"), 0o644);
    const second = await readSecret(other);
    expect(second).not.toBe(first);
    writeFileSync(join(other.state, "key"), "guess me");
    expect(await readSecret(other)).toMatch(/^[0-9a-f]{64}$/);
    await other.remove();
  });
});
