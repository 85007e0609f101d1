import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { labLimits } from "../../runner/sandbox/limits.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { providerOf, start } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";
import { beginEcho, measureEcho, mebibytes, startRunner } from "./scene.ts";
import {
  besiege,
  expectResponsive,
  boundedLevels,
  report,
  slowestEcho,
  type Siege,
} from "./siege.ts";

/** Holds for every siege: others type on, and no more memory goes than is promised. */
function expectBounded(attack: Attack, siege: Siege): void {
  expectResponsive(attack, siege);
  const { drop, peak } = siege;
  expect(peak).toBeLessThanOrEqual(labLimits.memoryBytes);
  expect(drop).toBeLessThanOrEqual(labLimits.memoryBytes);
}

/** The lab was ended, its student is told why, and can go on. */
async function expectEnded(siege: Siege, reason: RegExp): Promise<void> {
  const { attacker, runner } = siege;
  await attacker.until("the reason is told", () => {
    const state = attacker.state("listener");
    return state.is === "closed" && reason.test(state.reason);
  });
  const back = await LabClient.open(runner, "relay-2");
  back.send({ type: "reopen", terminal: "listener" });
  await back.is("listener", "idle");
  back.type("listener", "rm -rf f*; echo back a''gain\r");
  await back.shows("listener", "back again\r\n");
}

const allocate = (megabytes: number) =>
  `node -e 'const kept = []; for (let i = 0; i < ${megabytes / 50}; i++) kept.push(Buffer.alloc(5e7, 1)); setInterval(() => kept, 1000)'`;

for (const level of boundedLevels) {
  attack("start processes without end (fork bomb)", level, async (attack) => {
    await providerOf(level, attack.context);
    const siege = await besiege(level, ["bomb() { bomb | bomb & }; bomb"], 6);
    expectBounded(attack, siege);
    await expectEnded(siege, /more than 128 processes/);
    report(attack, siege, "lab ended");
  });

  attack("allocate 3 GB in one process", level, async (attack) => {
    await providerOf(level, attack.context);
    const siege = await besiege(level, [allocate(3000)], 4);
    expectBounded(attack, siege);
    await siege.attacker.is("listener", "exited");
    expect(siege.attacker.state("listener")).not.toMatchObject({ code: 0 });
    report(attack, siege, `${mebibytes(siege.peak)} at most, program ended`);
  });

  attack("allocate 3 GB in eight processes", level, async (attack) => {
    await providerOf(level, attack.context);
    const line = `for i in {1..8}; do ${allocate(400)} & done; wait`;
    const siege = await besiege(level, [line], 8);
    expectBounded(attack, siege);
    await expectEnded(siege, /more than 2 GiB of memory/);
    report(attack, siege, `${mebibytes(siege.peak)} at most, lab ended`);
  });

  // 6 GB each: what is not stopped in time, the disk still holds.
  for (const [how, line] of Object.entries({
    "": "for k in 1 2 3 4; do (for i in {1..25}; do head -c 60000000 /dev/zero >f$k-$i; done) & done; wait",
    ", past the page cache":
      "for i in {1..100}; do dd if=/dev/zero of=f$i bs=60M count=1 oflag=direct; done",
  }))
    attack(`fill the disk with files${how}`, level, async (attack) => {
      await providerOf(level, attack.context);
      const siege = await besiege(level, [line], 8);
      const folder = join(siege.runner.home, "workspace", "relay-2");
      const left = await sizeOf(folder);
      expectBounded(attack, siege);
      // 0.7 to 1.2 GB on a disk that takes 3.6 GB in the pause between two looks at an idle machine.
      expect(left).toBeLessThan(2.5e9);
      await expectEnded(siege, /grew beyond 512 MiB/);
      report(attack, siege, `${mebibytes(left)} written, lab ended`);
    });

  attack(
    "fill the disk with files that have no name",
    level,
    async (attack) => {
      await providerOf(level, attack.context);
      const program = `const fs = require("fs"); for (let i = 0; i < 60; i++) { const file = fs.openSync("f", "w"); fs.unlinkSync("f"); fs.writeSync(file, Buffer.alloc(6e7)); } setInterval(() => {}, 1000)`;
      const siege = await besiege(level, [`node -e '${program}'`], 8);
      expectBounded(attack, siege);
      await expectEnded(siege, /grew beyond 512 MiB/);
      report(attack, siege, "lab ended");
    },
  );

  attack("make a million files", level, async (attack) => {
    await providerOf(level, attack.context);
    const program = `const fs = require("fs"); fs.mkdirSync("f"); for (let i = 0; i < 1e6; i++) fs.writeFileSync("f/" + i, "")`;
    const siege = await besiege(level, [`node -e '${program}'`], 8);
    const folder = join(siege.runner.home, "workspace", "relay-2", "f");
    const made = (await readdir(folder)).length;
    expectBounded(attack, siege);
    expect(made).toBeLessThan(1e6);
    await expectEnded(siege, /more than 10000 files/);
    report(attack, siege, `${made} made, lab ended`);
  });
}

attack("open thousands of sockets", "isolated", async (attack) => {
  await providerOf("isolated", attack.context);
  const program = `const net = require("net"); const server = net.createServer().listen(0, () => { for (let i = 0; i < 1900; i++) net.connect(server.address().port).on("error", () => {}); }).on("error", () => {})`;
  const line = `for i in {1..6}; do node -e '${program}' & done; wait`;
  const siege = await besiege("isolated", [line], 10);
  expectBounded(attack, siege);
  await expectEnded(siege, /more than 10000 files and sockets/);
  report(attack, siege, "lab ended");
});

attack("keep eight endless loops running", "isolated", async (attack) => {
  await providerOf("isolated", attack.context);
  const line = "for i in {1..8}; do (while :; do :; done) & done; wait";
  const siege = await besiege("isolated", [line], 4);
  expectBounded(attack, siege);
  // There is no limit on time: the lab goes on.
  expect(siege.state.is).toBe("running");
  report(attack, siege, "goes on");
});

attack(
  "keep a hundred endless loops running, each in a session of its own",
  "isolated",
  async (attack) => {
    await providerOf("isolated", attack.context);
    // One process each, and none of them leads its group: who does cannot begin a session in any case.
    const loop = `use POSIX; POSIX::setsid(); open(my $share, ">", "/proc/self/autogroup") and print $share 0; close $share; 1 while 1`;
    const line = `(for i in {1..33}; do perl -e '${loop}' & done); sleep 100`;
    const siege = await besiege("isolated", [line, line, line], 6);
    expectBounded(attack, siege);
    expect(siege.state.is).toBe("running");
    report(attack, siege, "goes on");
  },
);

attack("print 100 MB a second", "isolated", async (attack) => {
  await providerOf("isolated", attack.context);
  const command = `node -e 'const text = ("x".repeat(79) + "\\n").repeat(800); (function more() { process.stdout.write(text, more); })()'`;
  const seconds = 5;
  const flood = async () => {
    const runner = await startRunner({ labs: 2 });
    const bystander = await LabClient.open(runner, "relay-1");
    await bystander.shows("listener", "lab$");
    await beginEcho(bystander, "listener");
    const calm = await measureEcho(bystander, "listener", () => true, 100);
    const request = { ...runner, lab: "relay-2", command, seconds };
    const script = join(import.meta.dirname, "flood-page.ts");
    const page = await start({
      file: process.execPath,
      args: [script, JSON.stringify(request)],
      env: {},
      cwd: "/",
    });
    let over = false;
    void page.ended.then(() => (over = true));
    const echo = await measureEcho(bystander, "listener", () => over, 200);
    const printed = z
      .array(z.number())
      .parse(JSON.parse(page.output().replace("ready\n", "")));
    await runner.kill();
    return { calm, echo, printed };
  };
  let flooded = await flood();
  for (
    let more = 2;
    more > 0 && flooded.echo.quantile(0.99) >= slowestEcho;
    more -= 1
  )
    flooded = await flood();
  const { printed } = flooded;
  expectResponsive(attack, flooded);
  // All three terminals got on, and Ctrl+C got through to each.
  expect(Math.min(...printed)).toBeGreaterThan(1e6);
  const sum = printed.reduce((total, one) => total + one, 0);
  report(attack, flooded, `${mebibytes(sum / seconds)} a second to the page`);
});

attack("fill the temporary folders", "isolated", async (attack) => {
  await providerOf("isolated", attack.context);
  const line =
    "for i in {1..9}; do head -c 60000000 /dev/zero >/tmp/$i; head -c 60000000 /dev/zero >/dev/shm/$i; done; for i in {1..20000}; do : >/tmp/f$i; done";
  const siege = await besiege("isolated", [line], 5);
  expectBounded(attack, siege);
  siege.attacker.type("talker-1", "du -smc /tmp /dev/shm | tail -1; df -i\r");
  await siege.attacker.shows("talker-1", "total");
  const [, used] = /(\d+)\s+total/.exec(siege.attacker.text("talker-1")) ?? [];
  expect(Number(used)).toBeLessThanOrEqual(64 + 16);
  report(attack, siege, `${used ?? ""} MiB taken`);
});

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = names.map(
    async (name) => (await stat(join(folder, name))).blocks * 512,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
