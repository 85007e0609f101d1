import type { FastifyInstance } from "fastify";
import { LabsError, type Snapshot, type SnapshotFiles } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { toApiError } from "./api-error.ts";
import type { OpenLabs } from "./open-labs.ts";

/**
 * `GET /api/labs/<id>/snapshots`: the earlier versions of an open lab's files, newest first, and `…/snapshots/<snapshot>`: the
 * texts of one. The scope they are added to lets nobody in without the token.
 */
export function serveSnapshots(
  api: FastifyInstance,
  catalog: Catalog,
  labs: OpenLabs,
): void {
  /** The files of an open lab; null when no such lab is open. */
  async function filesOf(id: string): Promise<Workspace | null> {
    const lab = catalog.labs.find((each) => each.id === id);
    return (lab && (await labs.opened(lab))?.workspace) ?? null;
  }

  api.get<{ Params: { lab: string } }>(
    "/api/labs/:lab/snapshots",
    async ({ params }, reply): Promise<Snapshot[]> => {
      const files = await filesOf(params.lab);
      if (files) return files.snapshots();
      return reply.code(404).send(toApiError(notOpen()));
    },
  );
  api.get<{ Params: { lab: string; snapshot: string } }>(
    "/api/labs/:lab/snapshots/:snapshot",
    async ({ params }, reply): Promise<SnapshotFiles> => {
      const files = await filesOf(params.lab);
      if (!files) return reply.code(404).send(toApiError(notOpen()));
      try {
        return await files.snapshot(params.snapshot);
      } catch (error) {
        if (!(error instanceof LabsError && error.code === "file-unknown"))
          throw error;
        return reply.code(404).send(toApiError(error));
      }
    },
  );
}

function notOpen(): LabsError {
  return new LabsError("lab-unknown", "No such lab is open.", {
    hint: "Open its lesson first.",
    learnerSafe: true,
  });
}
