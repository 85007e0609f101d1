import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { isolationLevel } from "#contract";
import { LabClient } from "../helpers/lab-client.ts";
import { providerOf } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";
import { startRunner } from "./scene.ts";

const terminal = "listener";
const interrupt = "\x03";
const suspend = "\x1a";

/** Says which signals it gets and what its window's size is; ends with 7 after a clean-up that takes a moment. */
const program = `process.on("SIGINT", () => { console.log("cleaning up"); setTimeout(() => process.exit(7), 100); });
process.on("SIGCONT", () => console.log("continued"));
process.stdout.on("resize", () => console.log("size " + process.stdout.columns + "x" + process.stdout.rows));
setInterval(() => {}, 1000);
console.log("rea" + "dy");
`;

async function openTerminal(
  level: (typeof isolationLevel.options)[number],
  { context }: Attack,
): Promise<LabClient> {
  await providerOf(level, context);
  const runner = await startRunner({ labs: 1, level });
  const page = await LabClient.open(runner, "relay-1");
  await page.shows(terminal, "lab$");
  const folder = join(runner.home, "workspace", "relay-1");
  await writeFile(join(folder, "program.mjs"), program);
  return page;
}

for (const level of isolationLevel.options) {
  attack(
    "Ctrl+C, Ctrl+Z, fg, bg, kill %1 and a new window size in a real terminal",
    level,
    async (attack) => {
      const page = await openTerminal(level, attack);
      let seen = 0;
      const see = async (text: string) => {
        const fresh = () => page.text(terminal).slice(seen);
        await page.until(`shows ${text}`, () => fresh().includes(text));
        seen += fresh().indexOf(text) + text.length;
      };
      page.type(terminal, "node program.mjs\r");
      await see("ready");
      page.send({ type: "resize", terminal, columns: 101, rows: 31 });
      await see("size 101x31");
      page.type(terminal, suspend);
      await see("Stopped");
      page.type(terminal, "jobs; fg\r");
      await see("continued");
      page.type(terminal, suspend);
      await see("Stopped");
      page.type(terminal, "bg\r");
      await see("continued");
      page.type(terminal, "kill -INT %1; wait %1; echo co''de $?\r");
      await see("cleaning up");
      await see("code 7");
      page.type(terminal, "node program.mjs\r");
      await see("ready");
      page.type(terminal, interrupt);
      await see("cleaning up");
      await page.until("it has ended", () => {
        const state = page.state(terminal);
        return state.is === "exited" && state.code === 7;
      });
      expect(page.text(terminal).match(/cleaning up/g)).toHaveLength(2);
      attack.measured("its own handler runs once, exit code 7");
    },
  );
}

const fullScreen = [
  { tool: "less", line: "less program.mjs", shown: "SIGINT", leave: "q" },
  { tool: "nano", line: "nano program.mjs", shown: "SIGINT", leave: "\x18" },
  { tool: "top", line: "top", shown: "PID", leave: "q" },
];

for (const { tool, line, shown, leave } of fullScreen)
  attack(`${tool} opens, draws and leaves`, "isolated", async (attack) => {
    const page = await openTerminal("isolated", attack);
    page.type(terminal, `command -v ${tool}; echo fou''nd\r`);
    await page.shows(terminal, "found\r\n");
    if (!page.text(terminal).includes(`/bin/${tool}\r\n`))
      attack.notTried(`${tool} is not installed`);
    page.type(terminal, `${line}\r`);
    await page.is(terminal, "running");
    await page.shows(terminal, shown);
    page.type(terminal, leave);
    await page.is(terminal, "exited");
    expect(page.state(terminal)).toMatchObject({ code: 0 });
  });
