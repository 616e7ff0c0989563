import type { TestProject } from "vitest/node";
import { type PostgresServer, startPostgres } from "./start-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server all suites of a run share; each makes its own database with `createDatabase`. */
    postgresUrl: string;
  }
}

interface Shared {
  server: Promise<PostgresServer>;
  users: number;
}

declare global {
  // Vitest loads this module once per project; the server must exist once per run.
  var twinlatchPostgres: Shared | undefined;
}

/** Vitest global setup: one PostgreSQL server for the run, started by the first project that needs it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.twinlatchPostgres ??= { server: startPostgres(), users: 0 };
  const shared = globalThis.twinlatchPostgres;
  shared.users += 1;
  const server = await shared.server;
  project.provide("postgresUrl", server.url);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.twinlatchPostgres = undefined;
    await server.stop();
  };
}
