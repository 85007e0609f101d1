import type { FastifyInstance } from "fastify";
import type { Snapshot, SnapshotFiles } from "#contract";
import type { LabById } from "./open-lab-by-id.ts";

/**
 * `GET /api/labs/<id>/snapshots`: the earlier versions of an open lab's files, newest first, and `…/snapshots/<snapshot>`: the
 * texts of one. The scope they are added to lets nobody in without the token.
 */
export function serveSnapshots(api: FastifyInstance, openLab: LabById): void {
  api.get<{ Params: { lab: string } }>(
    "/api/labs/:lab/snapshots",
    async ({ params }): Promise<Snapshot[]> =>
      (await openLab(params.lab)).workspace.snapshots(),
  );
  api.get<{ Params: { lab: string; snapshot: string } }>(
    "/api/labs/:lab/snapshots/:snapshot",
    async ({ params }): Promise<SnapshotFiles> =>
      (await openLab(params.lab)).workspace.snapshot(params.snapshot),
  );
}
