import { afterEach, beforeEach, expect } from "vitest";
import {
  createHome,
  startTestServer,
  type TestServer,
} from "../helpers/lab-server.ts";

/** What the tests of a file share. */
export interface ServerScene {
  home: Awaited<ReturnType<typeof createHome>>;
  /** A test may put another one in its place. */
  server: TestServer;
}

/** Runs a server with a home of its own for each test of this file; at the test's end it must have had nothing to complain of. */
export function serveEachTest({ mayComplain = false } = {}): ServerScene {
  const scene = {} as ServerScene;
  beforeEach(async () => {
    scene.home = await createHome();
    scene.server = await startTestServer(scene.home);
  });
  afterEach(async () => {
    await scene.server.close();
    if (!mayComplain) expect(scene.server.logged).toEqual([]);
    await scene.home.remove();
  });
  return scene;
}
