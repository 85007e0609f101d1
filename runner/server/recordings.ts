import type { FastifyInstance } from "fastify";
import { LabsError } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import { toApiError } from "./api-error.ts";
import type { OpenLabs } from "./open-labs.ts";

/**
 * `GET /api/labs/<id>/recording`: what happened in the terminals of an open lab. The scope it is added to lets nobody in without the
 * token.
 */
export function serveRecordings(
  api: FastifyInstance,
  catalog: Catalog,
  labs: OpenLabs,
): void {
  api.get<{ Params: { lab: string } }>(
    "/api/labs/:lab/recording",
    async (request, reply) => {
      const lab = catalog.labs.find(({ id }) => id === request.params.lab);
      const open = lab && labs.opened(lab);
      if (!open) return reply.code(404).send(toApiError(notRecorded()));
      return (await open).session.recording();
    },
  );
}

function notRecorded(): LabsError {
  return new LabsError("lab-unknown", "No such lab is open.", {
    hint: "Open its lesson: what happens in its terminals is recorded from then on.",
    learnerSafe: true,
  });
}
