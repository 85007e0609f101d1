import Fastify, { type FastifyInstance } from "fastify";
import { protocolVersion, type CourseOverview } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import { courseVersion } from "../catalog/course.ts";
import { openProgress, type Progress } from "../progress/progress.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";
import { inFull, isUnexpected, statusOf, toApiError } from "./api-error.ts";
import { limitConnections } from "./connection-limit.ts";
import { serveConnection } from "./connection.ts";
import type { Grade, StandBy } from "./grade.ts";
import { createGuard, type Guard } from "./guard.ts";
import { listen } from "./listen.ts";
import { createOpenLabs, idleAfterMs } from "./open-labs.ts";
import { openLabById } from "./open-lab-by-id.ts";
import { serveRecordings } from "./recordings.ts";
import { serveSite } from "./site.ts";
import { serveSnapshots } from "./snapshots.ts";
import { createAdmission, type Admission } from "./admission.ts";
import { readSecret } from "./secret.ts";
import { createLabSockets } from "./upgrade.ts";

/** What a runner is made of. */
export interface ServerOptions {
  home: Home;
  catalog: Catalog;
  provider: SandboxProvider;
  grade: Grade;
  /** Keeps a grader ready for each open lab. Without it each check starts one. */
  standBy?: StandBy;
  /** The built site. */
  siteFolder: string;
  /** The first port to try; 0 for any free one. */
  port: number;
  /** The address to listen on; this machine only unless said otherwise. */
  host?: string;
  /** How long a lab without a page runs on, in milliseconds. */
  idleMs?: number;
  /** Told what went wrong unexpectedly, in full. Never contains the token. */
  log(text: string): void;
}

/** A runner that serves the course. */
export interface RunningServer {
  /** Where the course is, such as `http://127.0.0.1:4321/`. */
  url: string;
  /** The same with the token in its fragment: opening it lets a browser in. */
  link: string;
  /** The port it got. */
  port: number;
  /**
   * Ends all labs and lets go of everything, within a second. Idempotent.
   *
   * @throws LabsError `storage-failed` when all is ended, but something could not be kept.
   */
  close(): Promise<void>;
}

/** Larger bodies are refused: nothing is ever posted here. */
const maxBodyBytes = 16 * 1024;

/**
 * Starts a runner: the site, the API and the lab sockets. Throws `site-missing`, `port-in-use` and `storage-failed`.
 */
export async function startServer(
  options: ServerOptions,
): Promise<RunningServer> {
  const {
    home,
    catalog,
    provider,
    grade,
    standBy,
    log,
    host = "127.0.0.1",
  } = options;
  const secret = await readSecret(home);
  const progress = openProgress(home);
  const server = Fastify({
    bodyLimit: maxBodyBytes,
    forceCloseConnections: true,
  });
  const guard = createGuard();
  // Made when the port is known: until then the guard lets nobody in.
  let admission: Admission | null = null;
  const labs = createOpenLabs({
    services: {
      home,
      provider,
      progress,
      grade,
      log,
      ...(standBy && { standBy }),
    },
    idleMs: options.idleMs ?? idleAfterMs,
  });
  const connections = limitConnections(server.server);
  const sockets = createLabSockets({
    catalog,
    guard,
    onUpgrade: (socket) => connections.letGo(socket),
    onConnection(socket, lab, nonce) {
      const connection = { socket, lab, labs, progress, provider, log };
      const proof = nonce === null ? null : admission?.prove(nonce);
      serveConnection({ ...connection, proof: proof ?? null });
    },
  });
  server.server.on("upgrade", (request, socket, head) =>
    sockets.upgrade(request, socket, head),
  );

  async function stop(): Promise<void> {
    // No more requests; then the terminals' last lines go out; then the pages are told to leave.
    const stopped = server.close();
    try {
      await labs.close("The runner was stopped.");
    } finally {
      await sockets.close();
      await stopped;
      progress.close();
    }
  }

  try {
    protect(server, guard, log);
    serveRun(server, guard, () => admission?.run);
    await server.register((api, _options, done) => {
      serveApi(api, guard, () => overview(catalog, provider, progress));
      const openLab = openLabById(catalog, labs);
      serveRecordings(api, openLab);
      serveSnapshots(api, openLab);
      done();
    });
    await serveSite(server, options.siteFolder);
    const port = await listen(server, host, options.port);
    admission = await createAdmission(secret, port);
    // No other name: behind `localhost`, somebody else may answer on another address.
    guard.open(`${nameOf(host)}:${port}`, admission.pass);
    const url = `http://${nameOf(host)}:${port}/`;
    const { token } = admission;
    let closing: Promise<void> | null = null;
    return {
      url,
      link: `${url}#token=${token}`,
      port,
      close: () => (closing ??= stop()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What holds for every request, before anything is looked up for it. */
function protect(
  server: FastifyInstance,
  guard: Guard,
  log: (text: string) => void,
): void {
  server.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    const home = guard.homeOf(request.headers);
    if (home !== null && isPage(request.method, request.url))
      return reply.redirect(home + request.url, 307);
    const refusal = guard.checkHost(request.headers);
    if (refusal)
      return reply.code(refusal.status).send(toApiError(refusal.error));
  });
  server.setErrorHandler((error, _request, reply) => {
    const status =
      error instanceof Error && "statusCode" in error
        ? Number(error.statusCode)
        : 500;
    if (status >= 400 && status < 500)
      return reply.code(status).send({
        code: "usage",
        message: "The request does not fit its form.",
        hint: null,
      });
    if (isUnexpected(error)) log(inFull(error));
    return reply.code(statusOf(error)).send(toApiError(error));
  });
}

function isPage(method: string, path: string): boolean {
  return method === "GET" && path.startsWith("/") && !path.startsWith("/api/");
}

/** `GET /api/run`: the name of this run, for pages that were open before it. It is no secret. */
function serveRun(
  server: FastifyInstance,
  guard: Guard,
  run: () => string | undefined,
): void {
  server.get("/api/run", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const refusal = guard.checkPage(request.headers);
    if (refusal)
      return reply.code(refusal.status).send(toApiError(refusal.error));
    return { run: run() };
  });
}

/** The API's own scope: whatever spelling of an address leads to one of its routes, the guard stands before it. */
function serveApi(
  api: FastifyInstance,
  guard: Guard,
  course: () => CourseOverview,
): void {
  api.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const refusal = guard.checkApi(request.headers);
    if (refusal)
      return reply.code(refusal.status).send(toApiError(refusal.error));
  });
  api.get("/api/course", course);
}

function overview(
  catalog: Catalog,
  { isolation }: SandboxProvider,
  progress: Progress,
): CourseOverview {
  return {
    protocol: protocolVersion,
    version: courseVersion,
    isolation,
    labs: catalog.labs.map((lab) => ({
      id: lab.id,
      title: lab.manifest.title,
      maximum: lab.manifest.checks.reduce((sum, { points }) => sum + points, 0),
      begun: progress.hasBegun(lab.id),
      ...progress.labSummary(lab),
    })),
  };
}

/** A host as it stands in an address. */
function nameOf(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
