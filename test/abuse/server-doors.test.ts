// One file: the list of the attacks on one thing, read from top to bottom.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect } from "vitest";
import { socketProtocol } from "#contract";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { LabClient } from "../helpers/lab-client.ts";
import {
  createHome,
  startTestServer,
  type TestServer,
} from "../helpers/lab-server.ts";
import { passFrom } from "../helpers/pass.ts";
import { attack } from "./attack.ts";
import { sendRaw, upgradeLines, type RawAnswer } from "./raw-request.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let server: TestServer;
let token: string;
let host: string;
let origin: string;
/** How many sandboxes were asked for. */
let opened = 0;

beforeAll(async () => {
  home = await createHome();
  const real = await chooseProvider();
  const provider: SandboxProvider = {
    isolation: real.isolation,
    open(options) {
      opened += 1;
      return real.open(options);
    },
  };
  server = await startTestServer(home, { provider });
  token = passFrom(server);
  host = `127.0.0.1:${server.port}`;
  origin = `http://${host}`;
});

afterAll(async () => {
  await server.close();
  await home.remove();
});

const socketPath = "/api/labs/relay/socket";
const protocols = () => [socketProtocol, `token.${token}`];
const bearer = () => `Authorization: Bearer ${token}`;

/** The processes that this process has started and that still run. */
function children(): string[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return parent === String(process.pid);
      } catch {
        return false;
      }
    });
}

/** Does what follows, and fails when anything was started for it. */
async function nothingStarts(requests: () => Promise<void>): Promise<void> {
  const before = children();
  await requests();
  expect(opened).toBe(0);
  expect(children()).toEqual(before);
  expect(readdirSync(home.workspace)).toEqual([]);
  expect(server.logged).toEqual([]);
}

/** Sends a request in every way that leads to something: page, API and socket. */
async function everyWay(hostLines: string[]): Promise<RawAnswer[]> {
  const socket = upgradeLines(socketPath, { Origin: origin }, protocols());
  return Promise.all([
    sendRaw(server.port, ["GET / HTTP/1.1", ...hostLines]),
    sendRaw(server.port, ["GET /api/course HTTP/1.1", ...hostLines, bearer()]),
    sendRaw(server.port, [...socket, ...hostLines]),
  ]);
}

function expectRefused(answers: RawAnswer[], what: string): void {
  for (const { status, text } of answers) {
    expect(status === 0 || (status >= 400 && status < 500), what).toBe(true);
    expect(text, what).not.toContain("maximum");
    expect(text, what).not.toContain(token);
  }
}

attack(
  "A forged Host: other names, rebinding names, addresses",
  "any",
  async ({ measured }) => {
    const { port } = server;
    const forged: string[][] = [
      ...[
        `evil.example:${port}`,
        "evil.example",
        "127.0.0.1",
        "localhost",
        `127.0.0.1:${port + 1}`,
        `localhost:${port}.evil.example`,
        `127.0.0.1.nip.io:${port}`,
        `localhost.:${port}`,
        `0.0.0.0:${port}`,
        `127.1:${port}`,
        `2130706433:${port}`,
        `0x7f.1:${port}`,
        `[::ffff:127.0.0.1]:${port}`,
        `127.0.0.1:${port}@evil.example`,
        `evil.example@127.0.0.1:${port}`,
        `127.0.0.1:0${port}`,
        `127.0.0.1:${port}, evil.example`,
        `169.254.169.254:${port}`,
        "",
      ].map((name) => [`Host: ${name}`]),
      [],
      ["Host: evil.example", `Host: ${host}`],
      [`Host: evil.example`, `X-Forwarded-Host: ${host}`],
    ];
    await nothingStarts(async () => {
      for (const lines of forged)
        expectRefused(await everyWay(lines), lines.join(" | ") || "no Host");
      // An address in the request line does not stand in for the name.
      const line = `GET http://${host}/api/course HTTP/1.1`;
      expectRefused(
        [await sendRaw(port, [line, "Host: evil.example", bearer()])],
        line,
      );
      expectRefused([await sendRaw(port, ["GET / HTTP/1.0"])], "HTTP/1.0");
    });
    measured(`${3 * forged.length + 2} requests, 0 processes`);
  },
);

attack(
  "A foreign Origin: null, an IP, another port, absent",
  "any",
  async ({ measured }) => {
    const { port } = server;
    const foreign = [
      ...["null", "", "file://", "http://127.0.0.1", "http://localhost"],
      ...[`http://127.0.0.1:${port + 1}`, `http://10.0.0.1:${port}`],
      ...[`http://[::1]:${port}`, `http://localhost:${port}`],
      ...[`https://${host}`, `http://${host}.evil.example`, `${origin}/`],
      ...[`http://user@${host}`, "http://evil.example", `ws://${host}`],
      ...["chrome-extension://abcdefgh", `${origin} http://evil.example`],
    ];
    await nothingStarts(async () => {
      const absent = upgradeLines(socketPath, { Host: host }, protocols());
      expect((await sendRaw(port, absent)).status).toBe(403);
      for (const name of foreign) {
        const headers = { Host: host, Origin: name };
        const socket = upgradeLines(socketPath, headers, protocols());
        expect((await sendRaw(port, socket)).status, name).toBe(403);
        const call = ["GET /api/course HTTP/1.1", `Host: ${host}`, bearer()];
        const answer = await sendRaw(port, [...call, `Origin: ${name}`]);
        expect(answer.status, name).toBe(403);
      }
      const doubled = upgradeLines(socketPath, { Host: host }, protocols());
      const two = [`Origin: ${origin}`, "Origin: http://evil.example"];
      expectRefused([await sendRaw(port, [...doubled, ...two])], "two Origins");
    });
    measured(`${2 * foreign.length + 2} requests, 0 processes`);
  },
);

attack(
  "A socket without token, with a wrong one, or with it in the address",
  "any",
  async ({ measured }) => {
    const wrong: [string, string[], Record<string, string>][] = [
      [socketPath, [], {}],
      [socketPath, [socketProtocol], {}],
      [socketPath, [socketProtocol, "token."], {}],
      [socketPath, [socketProtocol, `token.${"0".repeat(64)}`], {}],
      [socketPath, [socketProtocol, `token.${token.slice(1)}`], {}],
      [socketPath, [socketProtocol, `token.${token}0`], {}],
      [socketPath, [socketProtocol, `token.${token.toUpperCase()}x`], {}],
      [socketPath, [socketProtocol, `Token.${token}`], {}],
      [socketPath, [socketProtocol, token], {}],
      [socketPath, [socketProtocol], { Authorization: `Bearer ${token}` }],
      [socketPath, [socketProtocol], { Cookie: `token=${token}` }],
      [`${socketPath}?token=${token}`, [socketProtocol], {}],
      [`${socketPath}?token=${token}`, protocols(), {}],
      [`${socketPath}/${token}`, protocols(), {}],
    ];
    await nothingStarts(async () => {
      for (const [path, offered, more] of wrong) {
        const headers = { Host: host, Origin: origin, ...more };
        const answer = await sendRaw(
          server.port,
          upgradeLines(path, headers, offered),
        );
        expectRefused([answer], `${path} ${offered.join(" ")}`);
        expect([401, 404]).toContain(answer.status);
      }
      for (const line of [
        `GET /api/course?token=${token} HTTP/1.1`,
        `GET /api/course?authorization=Bearer+${token} HTTP/1.1`,
      ])
        expectRefused(
          [await sendRaw(server.port, [line, `Host: ${host}`])],
          line,
        );
    });
    measured(`${wrong.length + 2} requests, 0 processes`);
  },
);

attack(
  "Whatever is posted, as text/plain and by every method",
  "any",
  async ({ measured }) => {
    const paths = ["/", "/api/course", socketPath, "/api/labs/relay", "/api/"];
    const methods = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
    const types = ["text/plain", "application/json", "multipart/form-data"];
    const body = JSON.stringify({ type: "run", terminal: "talker-1" });
    let sent = 0;
    await nothingStarts(async () => {
      for (const path of paths)
        for (const method of [...methods, "CONNECT", "PRI", "BREW"])
          for (const type of types) {
            const lines = [
              ...[`${method} ${path} HTTP/1.1`, `Host: ${host}`, bearer()],
              ...[`Origin: ${origin}`, `Content-Type: ${type}`],
              ...[`Content-Length: ${body.length}`, "Connection: close"],
            ];
            const answer = await sendRaw(server.port, lines, body);
            expectRefused([answer], `${method} ${path} ${type}`);
            sent += 1;
          }
    });
    measured(`${sent} requests, 0 processes`);
  },
);

attack(
  "A page of another site in a real browser, that knows the port",
  "any",
  async ({ measured }) => {
    const evil = createServer((_, answer) =>
      answer
        .setHeader("content-type", "text/html")
        .end(`<iframe id=frame src="${server.url}"></iframe>`),
    ).listen(0, "127.0.0.1");
    await once(evil, "listening");
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const { port } = evil.address() as AddressInfo;
      // The site's own address, but for the port; and a name that was made to lead here.
      for (const name of ["127.0.0.1", "localhost"])
        await nothingStarts(async () => {
          await page.goto(`http://${name}:${port}/`);
          const got = await page.evaluate(tryEverything, {
            url: server.url,
            socket: `ws://${host}${socketPath}`,
            protocols: protocols(),
          });
          expect(got).toEqual({ read: [], socket: "closed" });
          const frames = page.frames().map((frame) => frame.url());
          expect(frames).toHaveLength(2);
          expect(frames).not.toContain(server.url);
        });
    } finally {
      await browser.close();
      evil.close();
    }
    measured("fetch, form post, frame and socket: nothing read, 0 processes");
  },
);

/** Runs in the page of the other site: what it could get, even if it had learned the token. */
async function tryEverything({
  url,
  socket,
  protocols: offered,
}: {
  url: string;
  socket: string;
  protocols: string[];
}): Promise<{ read: string[]; socket: string }> {
  const read: string[] = [];
  const headers = { authorization: `Bearer ${offered[1]?.slice(6) ?? ""}` };
  const requests: [string, RequestInit][] = [
    ["", {}],
    ["api/course", {}],
    ["api/course", { headers }],
    ["api/course", { mode: "no-cors" }],
    ["api/course", { method: "POST", body: "{}", credentials: "include" }],
    ["", { mode: "no-cors", method: "POST", body: "type=run" }],
  ];
  for (const [path, init] of requests)
    try {
      const text = await (await fetch(url + path, init)).text();
      if (text !== "") read.push(text);
    } catch {
      // Refused by the browser, because the runner allows nothing.
    }
  const outcome = await new Promise<string>((resolve) => {
    const opening = new WebSocket(socket, offered);
    opening.onopen = () => resolve("open");
    opening.onclose = () => resolve("closed");
  });
  return { read, socket: outcome };
}

attack(
  "The same requests from a page of its own are let in",
  "any",
  async () => {
    const headers = { Host: host, Origin: origin };
    const lines = upgradeLines(socketPath, headers, protocols());
    expect((await sendRaw(server.port, lines)).status).toBe(101);
    const call = [`Host: ${host}`, bearer(), "Connection: close"];
    const line = "GET /api/course HTTP/1.1";
    expect((await sendRaw(server.port, [line, ...call])).text).toContain(
      "maximum",
    );
    // And only what is said over such a socket starts something.
    expect(opened).toBe(0);
    const page = await LabClient.open(server, "relay");
    expect(opened).toBe(1);
    await page.close();
  },
);
