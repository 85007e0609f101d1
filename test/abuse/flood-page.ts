/**
 * A page in a process of its own, so that its work is not in anybody's way: runs a command in every terminal of a lab, takes what
 * they print for some seconds, then stops them. Prints as JSON how many bytes came. Argument: JSON with the server's `url` and
 * `link`, the `lab`, the `command` and the `seconds`.
 */
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { LabClient } from "../helpers/lab-client.ts";

const { lab, command, seconds, ...server } = z
  .object({
    url: z.string(),
    link: z.string(),
    lab: z.string(),
    command: z.string(),
    seconds: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const page = await LabClient.open(server, lab);
page.keeps = 64 * 1024;
const terminals = [...page.screens.keys()];
for (const terminal of terminals) await page.shows(terminal, "lab$");
console.log("ready");
for (const terminal of terminals) page.type(terminal, `${command}\r`);
await delay(seconds * 1000);
const printed = terminals.map((terminal) => page.screen(terminal).end);
for (const terminal of terminals) page.send({ type: "stop", terminal });
for (const terminal of terminals) await page.is(terminal, "interrupted");
console.log(JSON.stringify(printed));
await page.close();
