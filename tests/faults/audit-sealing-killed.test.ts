import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../harness/command.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

const EVENTS = 4_000;
const POLL_MILLIS = 5;

describe.each(storageKinds("postgres"))("two servers on %s killed while they seal", (kind) => {
  let installation: Installation;
  let servers: RunningServer[];

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
  });

  afterAll(async () => {
    await installation?.stop();
  });

  async function count(table: "audit_event" | "audit_seal"): Promise<number> {
    const query = `SELECT count(*) AS rows FROM ${table}`;
    const [found] = await installation.database.query<{ rows: number }>(query);
    return found?.rows ?? 0;
  }

  async function waitForSeals(atLeast: number): Promise<void> {
    while ((await count("audit_seal")) < atLeast) await sleep(POLL_MILLIS);
  }

  /** Past the servers, so that there is enough to seal for a kill to come in the middle. */
  async function recordEvents(): Promise<void> {
    await installation.database.query(
      `INSERT INTO audit_event (id, at_millis, project_id, subject_id, type, outcome, ip, user_agent,
         request_id)
       WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${EVENTS})
       SELECT 'evt', 1800000000000 + n, 'prj_console', 'acc_' || (n % 50), 'sign_in.password',
         'refused', '192.0.2.1', 'Agent', 'req' FROM number`,
    );
  }

  it("R-084, R-112: every event has one place in a chain that is intact", {
    timeout: 900_000,
  }, async () => {
    let interrupted = 0;
    for (let kill = 1; kill <= rounds(2, 40); kill += 1) {
      const before = await count("audit_event");
      await recordEvents();
      await waitForSeals(before + randomInt(1, EVENTS / 2));
      const [victim, survivor] = kill % 2 === 0 ? servers : servers.toReversed();
      await victim?.kill();
      if ((await count("audit_seal")) < before + EVENTS) interrupted += 1;
      servers = [...(survivor === undefined ? [] : [survivor]), await installation.start()];
    }
    const events = await count("audit_event");
    await waitForSeals(events);
    expect(interrupted).toBeGreaterThan(0);
    expect(await count("audit_seal")).toBe(events);
    expect(await runCommand(installation, ["audit", "verify"])).toMatchObject({
      exit: 0,
      answer: { outcome: "intact", projects: [{ position: events, events }] },
    });
  });
});
