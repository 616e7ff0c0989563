import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readSettings } from "../../apps/server/src/config/read-settings.ts";
import { serve } from "../../apps/server/src/serve.ts";
import { ServerClock } from "./server-clock.ts";
import { findFreePort, type OpenServer, PORT_ATTEMPTS, placesOf } from "./start-server.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/**
 * Serves a new installation on SQLite from this process, in a fifth of the time that a process of its
 * own takes to start. For suites about what is served; how a process lives and dies needs `startServer`.
 */
export async function serveHere(): Promise<OpenServer> {
  const dataFolder = await makeTemporaryFolder("here");
  const clock = new ServerClock(join(dataFolder, "test-clock"));
  const { server, port } = await serveOnFreePorts({
    TWINLATCH_DATA: dataFolder,
    TWINLATCH_TEST_CLOCK: clock.file,
  });
  return {
    ...placesOf(server.lines.join("\n"), port),
    dataFolder,
    clock,
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function serveOnFreePorts(env: Readonly<Record<string, string>>) {
  for (let attempt = 1; ; attempt += 1) {
    const [port, authenticatorPort] = await Promise.all([findFreePort(), findFreePort()]);
    const ports = { PORT: String(port), AUTHENTICATOR_PORT: String(authenticatorPort) };
    const settings = readSettings({ ...env, ...ports }, { nodeFlags: [], isDebugged: false });
    try {
      return { server: await serve(settings), port };
    } catch (error) {
      if (attempt === PORT_ATTEMPTS || !String(error).includes("EADDRINUSE")) throw error;
    }
  }
}
