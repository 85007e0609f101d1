import type { FastifyInstance } from "fastify";
import type { LabById } from "./open-lab-by-id.ts";

/**
 * `GET /api/labs/<id>/recording`: what happened in the terminals of an open lab. The scope it is added to lets nobody in without the
 * token.
 */
export function serveRecordings(api: FastifyInstance, openLab: LabById): void {
  api.get<{ Params: { lab: string } }>(
    "/api/labs/:lab/recording",
    async ({ params }) => (await openLab(params.lab)).session.recording(),
  );
}
