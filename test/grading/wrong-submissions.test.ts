import { expect, test } from "vitest";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { grade, submission, unsafe } from "./tally.ts";

/** A wrong submission, the check that it is about, and what its message says. */
const cases: [name: string, check: string, status: string, says: RegExp][] = [
  [
    "prints-pass",
    "forwards",
    "timeout",
    /Waited for a connection of its PULL socket on port 47555 from consumer-1/,
  ],
  [
    "prints-every-result",
    "sums",
    "fail",
    /should print "consumer \d {2}count \d+ {2}sum \d+"/,
  ],
  ["returns-published-example", "sums", "fail", /should print "consumer \d/],
  [
    "exits-early",
    "sums",
    "fail",
    /^collector exited with code 0 before it could listen on port 47556\. It printed nothing\.$/,
  ],
  [
    "exits-early-after-binding",
    "sums",
    "fail",
    /it exited with code 0 without a line for consumer/,
  ],
  [
    "floods-output",
    "sums",
    "fail",
    /collector printed more than 1 MiB and was stopped/,
  ],
  [
    "squats-port",
    "forwards",
    "timeout",
    /^Waited for a connection of its PULL socket on port 47555 from consumer-1/,
  ],
  [
    "sends-nonsense",
    "forwards",
    "fail",
    /should be a JSON object with consumer \(string\), num \(number\), but "\\u001b\[2J\{not json" came/,
  ],
  [
    "has-syntax-error",
    "forwards",
    "fail",
    /^consumer\.ts:1 SyntaxError: .*Pul.* It did not start\.$/,
  ],
  [
    "crashes-later",
    "forwards",
    "fail",
    /^consumer-1 exited with code 1 before .*: consumer\.ts:9 TypeError: /,
  ],
  ["ignores-signals", "forwards", "timeout", /consumer-1/],
  ["kills-everything", "forwards", "timeout", /consumer-1/],
  ["writes-to-descriptors", "forwards", "fail or timeout", /consumer-1/],
];

test.concurrent.for(cases)(
  "%s fails %s with a message that helps",
  async ([name, check, status, says]) => {
    const graded = await grade({
      folder: await submission(name),
      only: [check],
    });
    expect(graded.troubles).toEqual([]);
    const { message } = graded.check(check);
    expect(status.split(" or "), message).toContain(graded.check(check).status);
    expect(graded.check(check).points).toBe(0);
    expect(message).toMatch(says);
  },
);

test.concurrent(
  "listens-elsewhere is told where a port is listened on, before the check's time is up",
  async () => {
    const { check } = await grade({
      folder: await submission("listens-elsewhere"),
      only: ["sums"],
    });
    const { status, message, tryNext } = check("sums");
    expect(status).toBe("timeout");
    expect(message).toMatch(
      /^collector did not listen on port 47556, and nothing moves any more\./,
    );
    expect(tryNext).toContain("bind()");
  },
);

test.concurrent(
  "a daemon left behind by one check does not live to see the next",
  async () => {
    const { result, troubles, check } = await grade({
      folder: await submission("forks-daemon"),
    });
    expect(troubles).toEqual([]);
    expect(result.status).toBe("fail");
    expect(check("forwards").status).not.toBe("pass");
    expect(check("sums").status).toBe("pass");
  },
);

test("a fork bomb fails the checks that it is in, and no other", async (ctx) => {
  const provider = await chooseProvider();
  if (provider.isolation.level === "none")
    ctx.skip("not tried: without a sandbox a fork bomb is the machine's");
  const { troubles, check } = await grade({
    folder: await submission("forks-without-end"),
    provider,
  });
  expect(troubles).toEqual([]);
  expect(check("forwards").status).toMatch(/fail|timeout/);
  expect(check("sums").status).toBe("pass");
});

test.concurrent(
  "files that one check's program has replaced are back for the next, and no link is followed",
  async () => {
    const { troubles, check } = await grade({
      folder: await submission("tampers-with-files"),
    });
    expect(troubles).toEqual([]);
    expect(check("sums").status).toBe("pass");
    expect(check("together").status).not.toBe("pass");
  },
);

test.concurrent(
  "what programs print reaches results without control or bidi characters",
  async () => {
    const { check } = await grade({
      folder: await submission("prints-escapes"),
      only: ["forwards"],
    });
    expect(check("forwards").status).toBe("fail");
    expect(JSON.stringify(check("forwards"))).not.toMatch(unsafe);
    expect(check("forwards").message).toContain("\\u202e");
  },
);
