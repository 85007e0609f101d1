import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { siteFolder } from "../../runner/commands/build-site.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { passFrom } from "../helpers/pass.ts";
import { attack } from "./attack.ts";
import { sendRaw } from "./raw-request.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let course: RunningCourse;
let token: string;

beforeAll(async () => {
  home = await createHome();
  course = await startCourse(home.home);
  token = passFrom(course);
});

afterAll(async () => {
  await course.stop();
  await home.remove();
});

/** The addresses of everything that is served, without the leading slash. */
function addresses(): string[] {
  return readdirSync(siteFolder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(siteFolder, join(entry.parentPath, entry.name)));
}

/** A policy as a map from directive to sources. */
function directives(policy: string | null): Map<string, string[]> {
  const entries = (policy ?? "").split(";").map((part) => part.trim());
  return new Map(
    entries.map((entry) => {
      const [name = "", ...sources] = entry.split(/\s+/);
      return [name, sources];
    }),
  );
}

attack(
  "A page without a strict content policy",
  "any",
  async ({ measured }) => {
    const pages = addresses().filter((path) => path.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(5);
    for (const path of [...pages, "", "lessons/pair/", "no/such/page/"]) {
      const answer = await fetch(course.url + path);
      const html = await answer.text();
      expect(answer.headers.get("content-type"), path).toContain("text/html");
      const policy = directives(answer.headers.get("content-security-policy"));
      expect(policy.get("default-src"), path).toEqual(["'none'"]);
      for (const name of ["base-uri", "form-action", "frame-ancestors"])
        expect(policy.get(name), `${path} ${name}`).toEqual(["'none'"]);
      for (const name of ["connect-src", "worker-src"])
        expect(policy.get(name), `${path} ${name}`).toEqual(["'self'"]);
      for (const name of ["object-src", "frame-src", "child-src"])
        expect(policy.get(name) ?? ["'none'"], path).toEqual(["'none'"]);
      // Scripts: our own files, and the inline ones that the page has, by their hashes.
      const scripts = policy.get("script-src") ?? [];
      const inline = [
        ...html.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g),
      ].map(
        ([, text = ""]) =>
          `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
      );
      const allowed = ["'self'", "'wasm-unsafe-eval'", ...inline];
      expect(
        scripts.filter((source) => !allowed.includes(source)),
        path,
      ).toEqual([]);
      for (const [name, sources] of policy)
        for (const source of sources)
          expect(source, `${path} ${name}`).not.toMatch(
            /^(\*|https?:|.*:\/\/|'unsafe-eval'|blob:|filesystem:)/,
          );
      expect(html, path).not.toMatch(
        /\son(click|load|error)=|["'=]\s*javascript:/i,
      );
    }
    measured(`${pages.length + 3} pages`);
  },
);

attack(
  "An answer that another site may read, frame or take for something else",
  "any",
  async ({ measured }) => {
    const { port } = new URL(course.url);
    const bearer = `Authorization: Bearer ${token}`;
    const refused: string[][] = [
      ["GET /api/course HTTP/1.1", "Host: evil.example"],
      ["GET /api/course HTTP/1.1", `Host: 127.0.0.1:${port}`],
      ["GET /api/nothing HTTP/1.1", `Host: 127.0.0.1:${port}`, bearer],
      [
        "POST /api/course HTTP/1.1",
        `Host: 127.0.0.1:${port}`,
        "Content-Length: 0",
      ],
      ["GET /lessons/pair HTTP/1.1", `Host: 127.0.0.1:${port}`],
      ["GET /%00 HTTP/1.1", `Host: 127.0.0.1:${port}`],
    ];
    const preflight = [
      ...["OPTIONS /api/course HTTP/1.1", `Host: 127.0.0.1:${port}`],
      ...[
        "Access-Control-Request-Method: GET",
        "Access-Control-Request-Headers: authorization",
      ],
    ];
    const good = [
      "GET /api/course HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      bearer,
    ];
    const foreign = ["Origin: http://evil.example", "Origin: null"];
    const all = [
      ...addresses().map((path) => [
        `GET /${encodeURI(path)} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
      ]),
      ...[good, ...refused, preflight],
      ...foreign.flatMap((origin) => [
        [...good, origin],
        [...preflight, origin],
      ]),
    ];
    for (const lines of all) {
      const { status, text } = await sendRaw(Number(port), lines);
      const head = text.slice(0, text.indexOf("\r\n\r\n")).toLowerCase();
      const what = `${lines.join(" | ")} → ${status}\n${head}`;
      expect(status, what).toBeGreaterThan(0);
      expect(head, what).not.toContain("access-control-");
      expect(head, what).toContain("x-content-type-options: nosniff");
      expect(head, what).toContain("x-frame-options: deny");
      expect(head, what).toContain("referrer-policy: no-referrer");
      expect(head, what).toContain("cross-origin-resource-policy: same-origin");
    }
    measured(`${all.length} answers`);
  },
);

attack(
  "The pages of another site's making, by a file name",
  "any",
  async () => {
    // What is served is what was built: nothing that merely lies there under a hidden name.
    for (const path of [".built-from", "../package.json", ".git/config"])
      expect((await fetch(course.url + path)).status).toBe(404);
    expect(readFileSync(join(siteFolder, ".built-from"), "utf8")).not.toBe("");
  },
);
