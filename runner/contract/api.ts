import { z } from "./zod.ts";
import { localizedText } from "./localized.ts";
import { name } from "./manifest.ts";
import { isolation } from "./lab-view.ts";
import { secretPattern } from "./admission.ts";

/**
 * The HTTP API: `GET <base>api/course`, of an open lab `GET <base>api/labs/<id>/recording`, `…/snapshots` and
 * `…/snapshots/<snapshot>`, and the WebSocket `<base>api/labs/<id>/socket`. Every call carries the pass
 * (see `passOf`): in the header `Authorization: Bearer <pass>`, for the WebSocket as the second of its subprotocols. Only
 * `GET <base>api/run` does without: it names the runner's run.
 */

/** The subprotocol of the lab socket. The pass travels beside it, and the nonce that the runner's proof is to be made for. */
export const socketProtocol = "zeromq-labs.v1";

/** The answer to `GET api/run`. */
export const runName = z.strictObject({ run: z.string().regex(secretPattern) });

/** The answer to `GET api/course`: what the home page shows. */
export const courseOverview = z.strictObject({
  /** The runner's `protocolVersion`: by it alone a page knows that it understands the rest. */
  protocol: z.int(),
  /** The course's version. */
  version: z.string(),
  isolation,
  /** The labs in course order. */
  labs: z.array(
    z.strictObject({
      id: name,
      title: localizedText,
      /** Points of every check that has ever passed, and points there are. */
      points: z.number().min(0),
      maximum: z.number().min(0),
      /** Points earned in the last attempt; null before the first. */
      latest: z.number().min(0).nullable(),
      /** How often the work was checked. */
      attempts: z.int().min(0),
      /** Whether anything has been done in it: a check, a step, an answer, a hint. */
      begun: z.boolean(),
    }),
  ),
});
export type CourseOverview = z.infer<typeof courseOverview>;

/** The body of every HTTP answer that is not 2xx. */
export const apiError = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});
export type ApiError = z.infer<typeof apiError>;
