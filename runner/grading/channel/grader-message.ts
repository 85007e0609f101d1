import { z } from "zod";
import { name } from "#contract";

/**
 * What the grader process says, one JSON text a line. The outcome of a check is parsed apart: when it is malformed, it is
 * still known which check it belongs to.
 */
export const graderMessage = z.discriminatedUnion("type", [
  /** The lab's grader is loaded and waits for work. It was made from these files of this machine. */
  z.strictObject({ type: z.literal("ready"), files: z.array(z.string()) }),
  /** A check has begun; it ends within `deadline` seconds and a little. */
  z.strictObject({
    type: z.literal("start"),
    id: name,
    deadline: z.number().positive().max(600),
  }),
  /** A check has ended. `passed`: what Vitest makes of it. */
  z.strictObject({
    type: z.literal("result"),
    id: name,
    passed: z.boolean(),
    outcome: z.unknown(),
  }),
  /** The grader broke outside of any check. */
  z.strictObject({ type: z.literal("trouble"), stack: z.string() }),
  /** All checks have ended. The grader is loaded anew and becomes ready again. */
  z.strictObject({ type: z.literal("end") }),
]);
export type GraderMessage = z.infer<typeof graderMessage>;

/** What it says about checks, and what its author must mend. */
export type CheckMessage = Exclude<GraderMessage, { type: "ready" | "end" }>;

/** The channel's file descriptor in the grader process. */
export const channelDescriptor = 3;
