import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const tells =
  "  console.error(`server ${name}: ${code}, ${endpoint} is taken`);";
const others = '  if (code !== "EADDRINUSE") throw error;';
const onInterrupt = 'process.once("SIGINT", () => pair.close());';
const onTerm = 'process.once("SIGTERM", () => pair.close());';
const bind = "  await pair.bind(endpoint);";
const edit = (replace: string, ...by: string[]) => ({
  file: "server.ts" as const,
  replace,
  by: lines(...by),
});

export default defineMistakes(lab, {
  "throws-after-telling": {
    what: "The server tells of the taken port and throws the error all the same.",
    edits: [edit("  process.exitCode = 1;", "  throw error;")],
    fails: "says-it-is-taken",
    says: ["an error that nobody caught"],
  },
  "tells-no-address": {
    what: "The line lacks the address.",
    edits: [edit(tells, '  console.error("Error: " + code);')],
    fails: "says-it-is-taken",
    says: ["and this address", "Error: EADDRINUSE"],
  },
  "tells-the-default": {
    what: "The line names the course's address, whatever was given.",
    edits: [edit(tells, tells.replace("${endpoint}", "tcp://127.0.0.1:5555"))],
    fails: "says-it-is-taken",
    says: ["While tcp://127.0.0.1:5556 is taken", "and this address"],
  },
  "tells-the-message": {
    what: "The line has the words of the error, and not its code.",
    edits: [edit(tells, tells.replace("code", "String(error)"))],
    fails: "says-it-is-taken",
    says: ["and this address", "Address already in use"],
  },
  "exits-with-0": {
    what: "The server ends as if all were well.",
    edits: [edit("  process.exitCode = 1;", "")],
    fails: "says-it-is-taken",
    says: ["should exit with code 1", "exited with code 0"],
  },
  "takes-another-port": {
    what: "The server goes to the next port, where nobody looks for it.",
    edits: [
      edit(
        bind,
        "  await pair.bind(endpoint).catch(() => pair.bind(`tcp://127.0.0.1:${Number(endpoint.slice(-4)) + 10}`));",
      ),
    ],
    fails: "says-it-is-taken",
    says: ["should exit with code 1", "is still running"],
  },
  "tries-again": {
    what: "The server tries again and again until the port is free.",
    edits: [
      edit(
        bind,
        "  for (;;) {",
        "    try {",
        "      await pair.bind(endpoint);",
        "      break;",
        "    } catch {",
        "      console.error(`EADDRINUSE ${endpoint}`);",
        "      await new Promise((resolve) => setTimeout(resolve, 1000));",
        "    }",
        "  }",
      ),
    ],
    fails: "says-it-is-taken",
    says: ["should exit with code 1", "had not ended"],
  },
  "catches-everything": {
    what: "The server takes every error for a taken port.",
    edits: [
      edit(others, ""),
      edit(tells, tells.replace("${code}", "EADDRINUSE")),
    ],
    fails: "says-it-is-taken",
    says: ["end with the error EINVAL"],
  },
  "swallows-others": {
    what: "Every other error is swallowed: the server ends with 0 and says nothing.",
    edits: [edit(others, '  if (code !== "EADDRINUSE") process.exit(0);')],
    fails: "says-it-is-taken",
    says: ["With an address that is none"],
  },
  "calls-others-taken": {
    what: "Whatever the error is, its code is followed by the words for a taken port.",
    edits: [edit(others, '  if (code !== "EADDRINUSE") console.error(error);')],
    fails: "says-it-is-taken",
    says: ["not speak of a taken port", "EINVAL"],
  },
  "does-not-await": {
    what: "The server does not await bind().",
    edits: [edit(bind, "  pair.bind(endpoint);")],
    fails: "says-it-is-taken",
    says: ["an error that nobody caught", "Await bind()"],
  },
  "no-sigint": {
    what: "Only kill is heard, and Ctrl+C ends the server in the middle.",
    edits: [edit(onInterrupt, "")],
    fails: "ends-in-order",
    says: ["was ended by SIGINT"],
  },
  "no-sigterm": {
    what: "Only Ctrl+C is heard, and kill ends the server in the middle.",
    edits: [edit(onTerm, "")],
    fails: "ends-in-order",
    says: ["On SIGTERM", "was ended by SIGTERM"],
  },
  "says-but-stays": {
    what: "The handler prints that it ends, and nothing closes the socket.",
    edits: [
      edit(
        onInterrupt,
        'process.once("SIGINT", () => console.log("server closed"));',
      ),
    ],
    fails: "ends-in-order",
    says: ["on Ctrl+C before anybody is there", "is still running"],
  },
  "exits-with-130": {
    what: "The handlers end the server with the codes of a program that has none.",
    edits: [
      edit(onInterrupt, 'process.once("SIGINT", () => process.exit(130));'),
    ],
    fails: "ends-in-order",
    says: ["process.exit(130) looks like", "was ended by SIGINT"],
  },
  "kills-the-holder": {
    what: "The server ends whoever holds its port, with SIGKILL.",
    edits: [
      edit(
        'import { Pair } from "zeromq";',
        'import { readdirSync, readFileSync } from "node:fs";',
        'import { Pair } from "zeromq";',
      ),
      edit(
        tells,
        tells,
        '  for (const id of readdirSync("/proc").filter(Number))',
        '    if (Number(id) !== process.pid && readFileSync(`/proc/${id}/cmdline`).includes("server.ts"))',
        '      process.kill(Number(id), "SIGKILL");',
      ),
    ],
    fails: "one-after-the-other",
    says: ["server-1 was ended by SIGKILL", "ends only itself"],
  },
});
