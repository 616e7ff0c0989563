import {
  type AuditTrailStores,
  createAuditSealer,
  trimAudit,
  type UnitOfWork,
  verifyAudit,
} from "@twinlatch/verifier";
import { sql } from "kysely";
import { describe, expect, it, vi } from "vitest";
import { isSource, readRepository } from "../architecture/repository.ts";
import { TEST_DATABASES } from "../storage/test-databases.ts";
import {
  DAY_MILLIS,
  firstKey,
  openAuditTrail,
  PROJECT,
  ringOf,
  secondKey,
} from "./audit-installation.ts";

type Trail = Awaited<ReturnType<typeof openAuditTrail>>;

/** What somebody with the database does to a sealed record of 30, and what is found. */
const TAMPERING: Readonly<
  Record<string, readonly [tamper: (trail: Trail) => Promise<void>, damage: object]>
> = {
  "an outcome edited": [
    ({ tamper }) => tamper(sql`update audit_event set outcome = 'allowed' where id = 'evt_10'`),
    { position: 10, flaw: "entry_altered", eventId: "evt_10" },
  ],
  "a name taken away": [
    ({ tamper }) => tamper(sql`update audit_event set subject_id = null where id = 'evt_9'`),
    { position: 9, flaw: "entry_altered", eventId: "evt_9" },
  ],
  "an address emptied": [
    ({ tamper }) => tamper(sql`update audit_event set ip = '' where id = 'evt_30'`),
    { position: 30, flaw: "entry_altered", eventId: "evt_30" },
  ],
  "an event deleted": [
    ({ tamper }) => tamper(sql`delete from audit_event where id = 'evt_12'`),
    { position: 12, flaw: "event_missing" },
  ],
  "an event deleted with its seal": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where id = 'evt_12'`);
      await tamper(sql`delete from audit_seal where position = 12`);
    },
    { position: 12, flaw: "entry_missing" },
  ],
  "an event deleted and the others moved up": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where id = 'evt_12'`);
      await tamper(sql`delete from audit_seal where position = 12`);
      for (let position = 13; position <= 30; position += 1) {
        await tamper(
          sql`update audit_seal set position = ${position - 1} where position = ${position}`,
        );
      }
    },
    { position: 12, flaw: "entry_altered", eventId: "evt_13" },
  ],
  "the oldest deleted": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where sequence <= 5`);
      await tamper(sql`delete from audit_seal where position <= 5`);
    },
    { position: 1, flaw: "entry_missing" },
  ],
  "two events exchanged": [
    async ({ tamper }) => {
      const exchange = (from: number, to: number) =>
        tamper(sql`update audit_seal set sequence = ${to} where sequence = ${from}`);
      await exchange(7, 1_007);
      await exchange(8, 7);
      await exchange(1_007, 8);
    },
    { position: 7, flaw: "entry_altered", eventId: "evt_8" },
  ],
  "the tail cut before its head": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where sequence > 25`);
      await tamper(sql`delete from audit_seal where position > 25`);
    },
    { position: 26, flaw: "tail_missing" },
  ],
  "the tail cut with its head": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where sequence > 25`);
      await tamper(sql`delete from audit_seal where position > 25`);
      await tamper(sql`delete from audit_head`);
      await tamper(sql`update audit_chain set position = 25`);
    },
    { position: 25, flaw: "head_missing" },
  ],
  "everything deleted but its head": [
    async ({ tamper }) => {
      for (const table of ["audit_event", "audit_seal", "audit_chain"]) {
        await tamper(sql`delete from ${sql.table(table)}`);
      }
    },
    { position: 1, flaw: "tail_missing", trustedUpTo: 0 },
  ],
  "a head moved to where it fits": [
    async ({ tamper }) => {
      await tamper(sql`delete from audit_event where sequence > 25`);
      await tamper(sql`delete from audit_seal where position > 25`);
      await tamper(sql`update audit_head set position = 25,
        hash = (select hash from audit_seal where position = 25)`);
    },
    { position: 25, flaw: "signature_wrong" },
  ],
};

describe.each(TEST_DATABASES)("the audit trail on $name", (database) => {
  it("R-084: is intact when nobody touched it, in several portions and after a restart", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(1_300);
    expect(await trail.seal()).toBe(1_300);
    await trail.record(7, { projectId: "prj_b" });
    await trail.record(3);
    expect(await trail.seal(createAuditSealer(trail.deps))).toBe(10);
    expect(await verifyAudit(trail.deps)).toEqual({
      outcome: "intact",
      projects: [
        {
          projectId: PROJECT,
          deletedUpTo: 0,
          position: 1_303,
          events: 1_303,
          heads: 2,
          unknownKeys: 0,
        },
        { projectId: "prj_b", deletedUpTo: 0, position: 7, events: 7, heads: 1, unknownKeys: 0 },
      ],
      unsealed: 0,
    });
    await trail.record(4);
    expect(await verifyAudit(trail.deps)).toMatchObject({ outcome: "intact", unsealed: 4 });
  });

  it.each(Object.entries(TAMPERING))("R-084: shows %s", async (_name, [tamper, damage]) => {
    const trail = await openAuditTrail(database);
    await trail.record(30);
    await trail.seal();
    await tamper(trail);
    expect(await verifyAudit(trail.deps)).toMatchObject({
      outcome: "damaged",
      damage: { projectId: PROJECT, ...damage },
    });
  });

  it("R-084: shows a tail that was cut to an older head, against an exported one", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(20);
    await trail.seal();
    const older = await trail.lastHead();
    await trail.record(10);
    await trail.seal();
    const exported = await trail.lastHead();
    await trail.tamper(sql`delete from audit_event where sequence > 20`);
    await trail.tamper(sql`delete from audit_seal where position > 20`);
    await trail.tamper(sql`update audit_head set position = 20, hash = ${older.hash},
      at_millis = ${older.atMillis}, signature = ${older.signature}`);
    expect(await verifyAudit(trail.deps)).toMatchObject({ outcome: "intact" });
    expect(await verifyAudit(trail.deps, [older, exported])).toMatchObject({
      damage: { position: 21, flaw: "tail_missing", trustedUpTo: 20 },
    });
  });

  it("R-084: shows a whole record that is gone, against an exported head", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(3);
    await trail.seal();
    const exported = await trail.lastHead();
    for (const table of ["audit_event", "audit_seal", "audit_chain", "audit_head"]) {
      await trail.tamper(sql`delete from ${sql.table(table)}`);
    }
    expect(await verifyAudit(trail.deps, [exported])).toMatchObject({
      damage: { position: 1, flaw: "tail_missing" },
    });
  });

  it("R-084: shows a chain that was computed anew without the key", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(20);
    await trail.seal();
    const honest = await trail.lastHead();
    await trail.tamper(sql`update audit_event set outcome = 'allowed', reason = null`);
    for (const table of ["audit_seal", "audit_chain", "audit_head"]) {
      await trail.tamper(sql`delete from ${sql.table(table)}`);
    }
    const stolen = createAuditSealer(trail.depsUnder(ringOf(["k1", secondKey[1]])));
    expect(await trail.seal(stolen)).toBe(20);
    expect(await verifyAudit(trail.deps)).toMatchObject({
      damage: { position: 20, flaw: "signature_wrong", trustedUpTo: 0 },
    });
    expect(await verifyAudit(trail.deps, [honest])).toMatchObject({ outcome: "damaged" });
  });

  it("R-084: seals every event once when two processes seal at the same time", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(1_500);
    const sealers = [createAuditSealer(trail.deps), createAuditSealer(trail.deps)];
    let sealed = 0;
    for (let round = 0; sealed < 1_500 && round < 50; round += 1) {
      const both = await Promise.all(sealers.map((sealer) => sealer.sealNext()));
      sealed += both.reduce((sum, count) => sum + count, 0);
    }
    expect(sealed).toBe(1_500);
    expect(await trail.countRows("audit_seal")).toBe(1_500);
    expect(await verifyAudit(trail.deps)).toMatchObject({ outcome: "intact" });
  });

  it("R-084: reads again only what may have been committed late", async () => {
    const trail = await openAuditTrail(database);
    const readFrom: number[] = [];
    const auditTrail: UnitOfWork<AuditTrailStores> = {
      ...trail.deps.auditTrail,
      read: (work) =>
        trail.deps.auditTrail.read((stores) => {
          const search = vi.spyOn(stores.auditSeals, "listUnsealed");
          return work(stores).finally(() =>
            readFrom.push(...search.mock.calls.map(([from]) => from)),
          );
        }),
    };
    const sealer = createAuditSealer({ ...trail.deps, auditTrail });
    for (const events of [3, 0, 2]) {
      await trail.record(events);
      expect(await sealer.sealNext()).toBe(events);
    }
    expect(readFrom).toEqual(database.name === "SQLite" ? [0, 3, 3] : [0, 0, 0]);
  });

  it("R-084: seals what an older database brings back", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(3);
    await trail.seal();
    await trail.tamper(sql`update audit_sealer set round = 0, settled_sequence = 0`);
    await trail.tamper(sql`delete from audit_seal where sequence = 2`);
    expect(await trail.seal()).toBe(1);
  });

  it("R-084: seals an event that was committed after later ones", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(3);
    // What it looks like while the transaction of the second event has not committed.
    await trail.tamper(sql`delete from audit_event where id = 'evt_2'`);
    expect(await trail.seal()).toBe(2);
    await trail.tamper(sql`insert into audit_event
      (sequence, id, at_millis, project_id, type, outcome, ip, user_agent, request_id)
      ${database.name === "SQLite" ? sql`` : sql`overriding system value`}
      values (2, 'evt_late', 1, ${PROJECT}, 'session.ended', 'allowed', '', '', '')`);
    // SQLite commits in order: there only a process that begins looks back.
    const sealer = database.name === "SQLite" ? createAuditSealer(trail.deps) : undefined;
    expect(await trail.seal(sealer)).toBe(1);
    expect(await verifyAudit(trail.deps)).toMatchObject({
      projects: [{ position: 3, events: 3 }],
    });
  });

  it("R-085: deletes what has grown old, says so, and stays verifiable", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(40);
    await trail.seal();
    const exported = await trail.lastHead();
    trail.advance(10 * DAY_MILLIS);
    await trail.record(5);
    await trail.seal();
    const before = trail.deps.clock.nowMillis() - DAY_MILLIS;
    expect(await trimAudit(trail.deps, PROJECT, before)).toBe(40);
    expect(await trimAudit(trail.deps, PROJECT, before)).toBe(0);
    await trail.seal();
    expect(await trail.countRows("audit_event")).toBe(6);
    expect(await verifyAudit(trail.deps, [exported])).toMatchObject({
      outcome: "intact",
      projects: [{ deletedUpTo: 40, position: 46, events: 6 }],
    });
    const record = await trail.storage.auditTrail.read(({ auditRecord }) =>
      auditRecord.listSealed(PROJECT, 45, 10),
    );
    expect(record.map(({ event }) => [event?.type, event?.target])).toEqual([
      ["audit.trimmed", "1-40"],
    ]);
  });

  it("R-085: never deletes what is not sealed, or stands behind what is younger", async () => {
    const trail = await openAuditTrail(database);
    const later = trail.deps.clock.nowMillis() + DAY_MILLIS;
    await trail.record(5);
    expect(await trimAudit(trail.deps, PROJECT, later)).toBe(0);
    await trail.record(1, { atMillis: later });
    await trail.record(5);
    await trail.seal();
    expect(await trimAudit(trail.deps, PROJECT, later)).toBe(5);
    expect(await trimAudit(trail.deps, PROJECT, later)).toBe(0);
    expect(await trail.countRows("audit_event")).toBe(7);
  });

  it("R-085: is not shortened by a checkpoint that somebody else made", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(10);
    await trail.seal();
    await trail.tamper(sql`delete from audit_event where sequence <= 5`);
    await trail.tamper(sql`insert into audit_head
      select project_id, 'checkpoint', 5, (select hash from audit_seal where position = 5),
        at_millis, key_id, signature from audit_head`);
    await trail.tamper(sql`delete from audit_seal where position <= 5`);
    expect(await verifyAudit(trail.deps)).toMatchObject({
      damage: { position: 5, flaw: "signature_wrong" },
    });
  });

  it("R-078: keeps its signatures over a change of keys, and needs the old one no more", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(10);
    await trail.seal();
    const exported = await trail.lastHead();
    const both = trail.depsUnder(ringOf(firstKey, secondKey));
    await trail.seal(createAuditSealer(both));
    expect((await trail.lastHead()).keyId).toBe("k2");
    const afterwards = trail.depsUnder(ringOf(secondKey));
    expect(await verifyAudit(afterwards)).toMatchObject({ projects: [{ unknownKeys: 0 }] });
    expect(await verifyAudit(afterwards, [exported])).toMatchObject({
      outcome: "intact",
      projects: [{ unknownKeys: 1 }],
    });
  });

  it("R-078: signs nothing again that it did not sign", async () => {
    const trail = await openAuditTrail(database);
    await trail.record(10);
    await trail.seal();
    await trail.tamper(sql`update audit_head set hash = 'forged'`);
    await trail.seal(createAuditSealer(trail.depsUnder(ringOf(firstKey, secondKey))));
    expect((await trail.lastHead()).keyId).toBe("k1");
  });
});

it("R-084: no code changes an event, and nothing but retention deletes one", () => {
  const sources = readRepository().filter(
    ({ path }) => path.startsWith("packages/storage/src/") && isSource(path),
  );
  const filesWith = (pattern: RegExp) =>
    sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  expect(filesWith(/insertInto\(\s*"audit_event"/)).toContain(
    "packages/storage/src/audit-store.ts",
  );
  expect(filesWith(/updateTable\(\s*"audit_(event|seal)"/)).toEqual([]);
  expect(filesWith(/deleteFrom\(\s*"audit_(event|seal)"/)).toEqual([
    "packages/storage/src/audit-record-store.ts",
  ]);
});
