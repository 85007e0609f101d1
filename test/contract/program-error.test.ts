// One file: every explanation beside the program whose real error it explains.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  diedOfError,
  errorInOneLine,
  readProgramError,
  type ProgramError,
} from "#contract";
import { courseFolder } from "../../runner/catalog/course.ts";

const files = ["main.ts", "own.ts"];

// Within the course's folder, where the programs find zeromq.
let folder: string;
beforeAll(async () => {
  const artifacts = join(courseFolder, "test/artifacts");
  await mkdir(artifacts, { recursive: true });
  folder = await mkdtemp(join(artifacts, "program-errors-"));
  await writeFile(join(folder, "own.ts"), "export const own = 1;\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a program prints, line by line, as a terminal or a grader has it. */
async function linesOf(program: string, file = "main.ts"): Promise<string[]> {
  await writeFile(join(folder, "main.ts"), program);
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(child, "close");
  return output.split("\n");
}

const zmq = 'import { Pull, Push, Reply } from "zeromq";\n';

/** A wrong program, the line of it that the error names, whether it began, and what must be said of it. */
const wrong: [
  name: string,
  program: string,
  line: number | null,
  started: boolean,
  says: RegExp,
][] = [
  [
    "a forgotten await before receive()",
    `${zmq}const socket = new Pull();\nconst [frame] = socket.receive();\nconsole.log(frame);\n`,
    3,
    true,
    /^What stands there is no list\. .*await socket\.receive\(\)/,
  ],
  [
    "a loop over a promise",
    "const all = Promise.resolve([1]);\nfor (const one of all) console.log(one);\n",
    2,
    true,
    /await/,
  ],
  [
    "a value that is missing",
    "const a = 1;\nconst b = ;\n",
    2,
    false,
    /bracket, quote or comma/,
  ],
  [
    "a bracket that is not closed",
    "const a = 1;\nif (a) {\n",
    2,
    false,
    /ends too early/,
  ],
  [
    "a template that does not end",
    "const a = `text;\n",
    1,
    false,
    /closing quote/,
  ],
  ["a text that does not end", 'const a = "text;\n', 1, false, /closing quote/],
  [
    "await in a function that is not async",
    "function f() {\n  await f();\n}\nf();\n",
    2,
    false,
    /`async` before that function/,
  ],
  [
    "a name that is declared twice",
    "const a = 1;\nconst a = 2;\n",
    2,
    false,
    /`a` is declared twice/,
  ],
  [
    "an export that the library does not have",
    'import { Replyy } from "zeromq";\n',
    1,
    false,
    /`zeromq` has no `Replyy`/,
  ],
  [
    "an export that an own file does not have",
    'import { owner } from "./own.ts";\n',
    1,
    false,
    /`\.\/own\.ts` has no `owner`/,
  ],
  [
    "an own file that is not there",
    'import { own } from "./owm.ts";\n',
    null,
    false,
    /`main\.ts` imports `owm\.ts`.*end in \.ts/,
  ],
  [
    "an own file without its ending",
    'import { own } from "./own";\n',
    null,
    false,
    /`main\.ts` imports `own`.*end in \.ts/,
  ],
  [
    "a package that is not there",
    'import { Reply } from "zermq";\n',
    null,
    false,
    /no package `zermq`.*"zeromq"/,
  ],
  [
    "a module that Node does not have",
    'import { setTimeout } from "node:timerss";\n',
    null,
    false,
    /no module `node:timerss`/,
  ],
  [
    "require",
    'const zmq = require("zeromq");\nexport {};\n',
    1,
    true,
    /import \{ … \} from "zeromq"/,
  ],
  ["an unknown name", "console.log(sockt);\n", 1, true, /no `sockt` here/],
  [
    "a name that is used too early",
    "console.log(a);\nconst a = 1;\n",
    1,
    true,
    /`a` is used before/,
  ],
  [
    "a method that is not there",
    `${zmq}const socket = new Push();\nsocket.sent("text");\n`,
    3,
    true,
    /`socket\.sent` is no function/,
  ],
  [
    "a property of undefined",
    "let message: any;\nconsole.log(message.text);\n",
    2,
    true,
    /before `text` is `undefined`/,
  ],
  [
    "a property of null",
    "let message: any = null;\nmessage.text = 1;\n",
    2,
    true,
    /before `text` is `null`/,
  ],
  ["a const that changes", "const count = 0;\ncount += 1;\n", 2, true, /`let`/],
  [
    "an enum",
    "enum Color { Red }\nconsole.log(Color.Red);\n",
    1,
    false,
    /leaving out its types: `enum`/,
  ],
  [
    "a parameter property",
    "class A { constructor(private x: number) {} }\nnew A(1);\n",
    1,
    false,
    /parameter properties/,
  ],
  [
    "an address that is taken",
    `${zmq}await new Reply().bind("tcp://127.0.0.1:5591");\nawait new Reply().bind("tcp://127.0.0.1:5591");\n`,
    null,
    true,
    /^EADDRINUSE: /,
  ],
  [
    "two receives at a time",
    `${zmq}const socket = new Pull();\nawait Promise.all([socket.receive(), socket.receive()]);\n`,
    3,
    true,
    /^EBUSY: /,
  ],
  [
    "a turn that is not its",
    `${zmq}await new Reply({ sendTimeout: 0 }).send("text");\n`,
    null,
    true,
    /^EFSM: /,
  ],
  [
    "a wait whose time is over",
    `${zmq}await new Pull({ receiveTimeout: 1 }).receive();\n`,
    null,
    true,
    /^EAGAIN: /,
  ],
  [
    "a socket that is closed",
    `${zmq}const socket = new Push();\nsocket.close();\nawait socket.send("text");\n`,
    4,
    true,
    /^EBADF: /,
  ],
];

async function errorOf(program: string, file?: string): Promise<ProgramError> {
  const lines = await linesOf(program, file);
  expect(diedOfError(lines), lines.join("\n")).toBe(true);
  const error = readProgramError(lines, files);
  expect(error, lines.join("\n")).not.toBeNull();
  return error as ProgramError;
}

test.each(wrong)("%s is explained", async (_, program, line, started, says) => {
  const error = await errorOf(program);
  expect(error.explanation?.en, error.error).toMatch(says);
  expect(error.explanation?.["zh-cn"]).toBeTruthy();
  expect(error.started).toBe(started);
  if (line === null) return;
  expect(error.place).toEqual({ file: "main.ts", line });
  expect(errorInOneLine(error)).toBe(`main.ts:${line} ${error.error}`);
});

test("a file that is not there is named", async () => {
  const error = await errorOf("", "maim.ts");
  expect(error.explanation?.en).toMatch(/no file `maim\.ts`/);
  expect(error.started).toBe(false);
});

test.each([
  ["an error of the student's own", 'throw new Error("no such town");\n'],
  ["undefined taken apart", "const [a] = undefined as any;\n"],
])("of %s nothing is said", async (_, program) => {
  expect((await errorOf(program)).explanation).toBeNull();
});

test("a text that is no JSON is an error of a program that has begun", async () => {
  const error = await errorOf('const text = "{";\nJSON.parse(text);\n');
  expect(error.error).toMatch(/^SyntaxError: /);
  expect(error.started).toBe(true);
  expect(error.explanation).toBeNull();
  expect(error.place).toEqual({ file: "main.ts", line: 2 });
});

test("what a program prints of an error that it has caught is not what it died of", async () => {
  const error = await errorOf(
    'console.log("Error: EADDRINUSE");\nconsole.log(sockt);\n',
  );
  expect(error.error).toBe("ReferenceError: sockt is not defined");
  const quiet = await linesOf(
    'console.log("Error: Address already in use");\nprocess.exitCode = 1;\n',
  );
  expect(diedOfError(quiet)).toBe(false);
});

test("output without an error has none", () => {
  expect(
    readProgramError(["ready", "errors: 0", "no Error here"], files),
  ).toBeNull();
});
