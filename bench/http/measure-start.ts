import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createKeyRingFile } from "@twinlatch/platform-node";
import { installationFiles, startServerUnderTest } from "./server-under-test.ts";

/** What was only needed to start is collected by then. */
const SETTLE_MILLIS = 5_000;

export interface StartFigures {
  readonly readyMillis: number;
  readonly idleMebibytes: number;
}

/** Starts a process of its own on an installation that exists, and lets it idle. */
export async function measureStart(folder: string): Promise<StartFigures> {
  const files = installationFiles(await mkdtemp(join(folder, "start-")));
  await createKeyRingFile(files.keys);
  // Once to make and migrate the database, once to measure.
  await (await startServerUnderTest(files)).stop();
  const server = await startServerUnderTest(files);
  await sleep(SETTLE_MILLIS);
  const idleMebibytes = await server.residentMebibytes();
  await server.stop();
  await rm(files.folder, { recursive: true });
  return { readyMillis: server.readyMillis, idleMebibytes };
}
