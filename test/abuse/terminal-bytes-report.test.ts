import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { gradingResult } from "#contract";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { attack } from "./attack.ts";

/** Every character that must not reach a terminal: C0 but newline and tab, DEL, C1, separators and bidi controls. */
const forbidden: string[] = [];
for (let code = 0; code <= 0x206f; code++)
  if (
    (code < 0x20 && code !== 0x09 && code !== 0x0a) ||
    (code >= 0x7f && code <= 0x9f) ||
    [0x061c, 0x200e, 0x200f, 0x2028, 0x2029].includes(code) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  )
    forbidden.push(String.fromCodePoint(code));

/** Sequences that move the cursor, clear, colour, name the window, write the clipboard, link, and ask for answers. */
const sequences = [
  ...["\u001b[2J\u001b[H", "\u001b[31m", "\u001b]0;title\u0007", "\u001bc"],
  ...["\u001b]52;c;cm0gLXJmIC8=\u0007", "\u001b]8;;javascript:alert(1)\u0007x"],
  ...[
    "\u001b[c",
    "\u001b[6n",
    "\u001bP$qm\u001b\\",
    "\u009b2J",
    "\u009d0;t\u009c",
  ],
  ...["\u001b[1A\u001b[2K\u001b[32m✓ pass\u001b[0m", "\r✓ pass", "\b\b\b"],
  ...["\u202e\u2066", "\u2028\u2029", "\u000e\u000f", "\u0090q\u009c"],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "labs-bytes-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `labs check`; all it wrote to its two outputs. */
async function check(
  submission: string,
  ...args: string[]
): Promise<{ output: string; errors: string; code: number | null }> {
  const cli = join(courseFolder, "runner", "cli.ts");
  // The submissions are our own, and what is printed is the same at each level.
  const own = ["--home", folder, "--dir", submission, "--allow-unsafe"];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, "check", "request-reply", ...own, ...args],
      { env: { ...process.env, NO_COLOR: "1", LABS_DEBUG: "1" } },
      (error, output, errors) =>
        resolve({ output, errors, code: Number(error?.code ?? 0) }),
    );
  });
}

/** Characters in a text that must not reach a terminal, each named once. */
function controlsIn(text: string): string[] {
  return forbidden
    .filter((character) => text.includes(character))
    .map((character) => character.codePointAt(0)?.toString(16) ?? "");
}

attack(
  "Control, C1 and bidi characters in what a submission prints, sends and throws",
  "any",
  async ({ measured }) => {
    // As few lines as may be: a report shows the end of a transcript.
    const texts = [forbidden.join(""), ...sequences].join("|");
    const literal = JSON.stringify(texts);
    await writeFile(
      join(folder, "server.ts"),
      `import { Reply } from "zeromq";
const server = new Reply({ linger: 500 });
await server.bind("tcp://127.0.0.1:5555");
console.log(${literal});
for await (const [request] of server) {
  console.log(String(request) + ${literal});
  await server.send(${literal});
}
`,
    );
    await writeFile(
      join(folder, "client.ts"),
      `console.log(${literal});
throw new Error(${literal});
`,
    );
    const [text, json] = await Promise.all([
      check(folder),
      check(folder, "--format", "json"),
    ]);
    expect(text.code, text.errors).toBe(1);
    expect(json.code, json.errors).toBe(1);
    expect(controlsIn(text.output)).toEqual([]);
    expect(controlsIn(text.errors)).toEqual([]);
    // It is there, and readable: escaped, not left out.
    for (const escaped of ["\\u0000", "\\u0008", "\\u009f", "\\u202e"])
      expect(text.output).toContain(escaped);

    expect(controlsIn(json.output)).toEqual([]);
    const result = gradingResult.parse(JSON.parse(json.output));
    const fields = result.checks.flatMap((each) => [
      ...[each.message, each.expected ?? "", each.seen ?? ""],
      ...each.evidence.flatMap((one) => [
        one.transcript,
        one.command,
        one.ending,
      ]),
    ]);
    expect(fields.flatMap(controlsIn)).toEqual([]);
    expect(fields.join("\n")).toContain("\\u202e");
    measured(
      `${forbidden.length} characters and ${sequences.length} sequences, as text and as JSON`,
    );
  },
);

attack(
  "Control characters in the name of a submission's folder",
  "any",
  async () => {
    const submission = join(folder, "evil\u001b[2J\u202e\r\u009b");
    const { output, errors, code } = await check(submission);
    expect(code).toBe(2);
    expect(controlsIn(output + errors)).toEqual([]);
    expect(output + errors).toContain("\\u001b[2J");
  },
);

attack(
  "A report with colours holds the report's own sequences only",
  "any",
  async () => {
    const solution = join(labsFolder, "request-reply", "solution");
    for (const file of ["server.ts", "client.ts"]) {
      const text = await readFile(join(solution, file), "utf8");
      await writeFile(
        join(folder, file),
        `console.log("\\u001b[5m\\u001b]0;x\\u0007\\u009b31m");${text}`.replace(
          "request ${",
          "${",
        ),
      );
    }
    const previous = { NO_COLOR: process.env["NO_COLOR"] };
    delete process.env["NO_COLOR"];
    process.env["FORCE_COLOR"] = "1";
    try {
      const { output } = await check(folder);
      const own = output.replaceAll(/\u001b\[(?:1|2|22|31|32|33|39)m/g, "");
      expect(controlsIn(own)).toEqual([]);
    } finally {
      delete process.env["FORCE_COLOR"];
      if (previous.NO_COLOR !== undefined)
        process.env["NO_COLOR"] = previous.NO_COLOR;
    }
  },
);
