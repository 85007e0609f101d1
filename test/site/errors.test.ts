import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  glob,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readProgramError } from "#contract";
import * as zmq from "zeromq";
import { courseFolder } from "../../runner/catalog/course.ts";
import {
  errorCodes,
  errorEntry,
} from "../../site/src/components/error-codes.ts";
import { provokedErrors } from "../../site/src/components/provoked-errors.ts";
import { python } from "../helpers/python.ts";

const docs = join(courseFolder, "site/src/content/docs");
const page = await readFile(join(docs, "reference/errors.mdx"), "utf8");

// Within the course's folder, where the programs find zeromq.
let folder: string;
beforeAll(async () => {
  const artifacts = join(courseFolder, "test/artifacts");
  await mkdir(artifacts, { recursive: true });
  folder = await mkdtemp(join(artifacts, "errors-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program. Ends it with Ctrl+C when its standard error has the text `until`. */
async function run(
  command: string,
  name: string,
  text: string,
  until?: string,
) {
  const file = join(folder, name);
  await writeFile(file, text);
  const child = spawn(command, [file], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    output += piece;
    if (until && output.includes(until)) child.kill("SIGINT");
  });
  const [code, signal] = (await once(child, "close")) as [
    number | null,
    NodeJS.Signals | null,
  ];
  return { output, code, signal };
}

/** An error as Node prints it, without the lines of the stack. */
function withoutStack(output: string): string {
  const [error = output] = /^\[?Error: [^]*?^\}$/m.exec(output) ?? [];
  return error.replace(/(?:\n {4}at [^\n]*?)+( \{)?(?=\n)/, "$1");
}

test.each(provokedErrors.filter(({ language }) => language === "ts"))(
  "the program that provokes $code prints what the page says",
  async ({ code, program, prints }) => {
    const lingers = code === "linger";
    const { output, ...end } = await run(
      process.execPath,
      `${code}.ts`,
      program,
      lingers ? "\n" : undefined,
    );
    if (lingers) {
      expect(output.trimEnd().replace(/(?<=^\(node:)\d+/, "4711")).toBe(prints);
      expect(end).toEqual({ code: null, signal: "SIGINT" });
    } else {
      expect(withoutStack(output)).toBe(prints);
      expect(end).toEqual({ code: 1, signal: null });
    }
  },
);

test.skipIf(!python)(
  "the Python program that provokes ETERM prints what the page says",
  async () => {
    const { program = "", prints } =
      provokedErrors.find(({ language }) => language === "python") ?? {};
    const { output, code } = await run(python ?? "", "ETERM.py", program);
    expect(output.trimEnd().split("\n").at(-1)).toBe(prints);
    expect(code).toBe(1);
  },
);

test("an ipc path may have 107 bytes", async () => {
  const server = new zmq.Reply();
  const path = `${await mkdtemp(join(tmpdir(), "ipc-"))}/`;
  const bind = (length: number) =>
    server.bind(`ipc://${path.padEnd(length, "x")}`);
  await expect(bind(108)).rejects.toThrow("File name too long");
  await bind(107);
  server.close();
  await rm(path, { recursive: true });
});

test("no method ends a context of zeromq.js", () => {
  const members = Object.getOwnPropertyDescriptors(zmq.Context.prototype);
  const methods = Object.entries(members)
    .filter(
      ([name, { value }]) =>
        value && !/^(constructor|[gs]et\w+Option)$/.test(name),
    )
    .map(([name]) => name);
  expect(methods).toEqual([]);
});

test.each(errorCodes)("%s has an entry where the links lead", (code) => {
  expect(page).toContain(`\n## ${code}\n`);
  expect(page).toContain(`\n<Provoked code="${code}" />\n`);
  expect(errorEntry(code)).toBe(
    `reference/errors/#${new GithubSlugger().slug(code)}`,
  );
  expect(provokedErrors.some((error) => error.code === code)).toBe(true);
});

test("every code that a lesson names is on the page", async () => {
  const missing: string[] = [];
  for await (const file of glob("{lessons,guide}/*.mdx", { cwd: docs })) {
    const text = await readFile(join(docs, file), "utf8");
    for (const [, code = ""] of text.matchAll(/`(E[A-Z]{3,})`/g))
      if (!(errorCodes as readonly string[]).includes(code))
        missing.push(`${file}: ${code}`);
  }
  expect(missing).toEqual([]);
});

test.each(["EADDRINUSE", "EFSM", "EAGAIN", "EBUSY", "EBADF"] as const)(
  "what a failed check says of %s begins with the code, which the page makes a link",
  (code) => {
    const { prints } =
      provokedErrors.find((error) => error.code === code) ?? {};
    expect(
      readProgramError((prints ?? "").split("\n"), [])?.explanation?.en,
    ).toMatch(new RegExp(`^${code}: `));
  },
);
