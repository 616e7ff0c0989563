import { TEST_PROJECT, TestAuditTrail, TestKeyRing } from "@twinlatch/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { type AuditHead, signHead } from "./audit-head.ts";
import type { AuditRecordStore, AuditTrailStores } from "./audit-trail-store.ts";
import { createAuditSealer } from "./seal-audit.ts";
import { trimAudit } from "./trim-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

type Trail = TestAuditTrail;

let trail: Trail;

beforeEach(() => {
  trail = new TestAuditTrail();
});

/** Deletes seals, and what they sealed. */
function cut({ memory }: Trail, isCut: (position: number) => boolean): void {
  memory.change(({ seals, events }) => {
    const gone = seals.filter(({ position }) => isCut(position));
    const sequences = new Set(gone.map(({ sequence }) => sequence));
    return {
      seals: seals.filter(({ position }) => !isCut(position)),
      events: events.filter(({ sequence }) => !sequences.has(sequence)),
    };
  });
}

function changeHeads({ memory }: Trail, change: (head: AuditHead) => AuditHead | undefined): void {
  memory.change(({ heads }) => ({
    heads: heads.map(change).filter((head) => head !== undefined),
  }));
}

function hashAt({ memory }: Trail, position: number): string {
  return memory.kept.seals.find((seal) => seal.position === position)?.hash ?? "";
}

function signAs(ring: TestKeyRing, at: Trail, position: number, hash: string): AuditHead {
  const statement = { kind: "head", projectId: TEST_PROJECT, position, hash, atMillis: 1 } as const;
  return signHead(at.under(ring).auditSigner, statement);
}

/** What somebody with the database does to a record sealed up to 10 and up to 20, and what is found. */
const TAMPERING: Readonly<
  Record<string, readonly [tamper: (trail: Trail) => void, damage: object]>
> = {
  "an edited outcome": [
    (at) => at.edit(12, { outcome: "refused" }),
    { position: 12, flaw: "entry_altered", trustedUpTo: 10, sequence: 12, eventId: "evt_12" },
  ],
  "an edited first event": [
    (at) => at.edit(1, { subjectId: "eve" }),
    { position: 1, flaw: "entry_altered", trustedUpTo: 0, sequence: 1, eventId: "evt_1" },
  ],
  "an event that is gone": [
    ({ memory }) =>
      memory.change(({ events }) => ({
        events: events.filter(({ sequence }) => sequence !== 9),
      })),
    { position: 9, flaw: "event_missing", trustedUpTo: 0, sequence: 9, eventId: undefined },
  ],
  "an event that is gone with its seal": [
    (at) => cut(at, (position) => position === 11),
    { position: 11, flaw: "entry_missing", trustedUpTo: 10 },
  ],
  "a head that says something else": [
    (at) =>
      changeHeads(at, (head) =>
        head.position === 10 ? signAs(at.ring, at, 10, "another chain") : head,
      ),
    { position: 10, flaw: "head_differs", trustedUpTo: 0, sequence: 10, eventId: "evt_10" },
  ],
  "a head that somebody else signed": [
    (at) => changeHeads(at, (head) => ({ ...head, atMillis: head.atMillis + 1 })),
    { position: 10, flaw: "signature_wrong", trustedUpTo: 0, sequence: 10, eventId: "evt_10" },
  ],
  "the end cut off": [
    (at) => cut(at, (position) => position > 15),
    { position: 16, flaw: "tail_missing", trustedUpTo: 10 },
  ],
  "the end cut off with its head": [
    (at) => {
      cut(at, (position) => position > 15);
      changeHeads(at, (head) => (head.position > 15 ? undefined : head));
    },
    { position: 15, flaw: "head_missing", trustedUpTo: 10 },
  ],
  "the last head put where the end was cut": [
    (at) => {
      cut(at, (position) => position > 15);
      changeHeads(at, (head) =>
        head.position > 15 ? { ...head, position: 15, hash: hashAt(at, 15) } : head,
      );
    },
    { position: 15, flaw: "signature_wrong", trustedUpTo: 10, sequence: 15, eventId: "evt_15" },
  ],
  "the last head put behind where the end was cut": [
    (at) => {
      cut(at, (position) => position > 15);
      changeHeads(at, (head) => (head.position > 15 ? { ...head, position: 16 } : head));
    },
    { position: 15, flaw: "signature_wrong", trustedUpTo: 10 },
  ],
  "everything deleted but a head": [
    (at) => cut(at, () => true),
    { position: 1, flaw: "tail_missing", trustedUpTo: 0 },
  ],
  "every head deleted": [
    (at) => changeHeads(at, () => undefined),
    { position: 20, flaw: "head_missing", trustedUpTo: 0 },
  ],
  "a checkpoint that nobody signed": [
    (at) => {
      cut(at, (position) => position <= 5);
      const checkpoint = { ...at.lastHead(), kind: "checkpoint", position: 5 } as const;
      at.memory.change(({ heads }) => ({ heads: [...heads, checkpoint] }));
    },
    { position: 5, flaw: "signature_wrong", trustedUpTo: 0 },
  ],
};

async function sealTwenty(): Promise<void> {
  for (const count of [10, 10]) {
    await trail.record(count);
    await trail.seal();
  }
  // Sealing keeps one head in a thousand positions: this is such a one.
  const kept = signAs(trail.ring, trail, 10, hashAt(trail, 10));
  trail.memory.change(({ heads }) => ({ heads: [kept, ...heads] }));
}

/** Retention tells what it deleted by an event, which is not sealed at once. */
const intact = (project: object, unsealed = 0) => ({
  outcome: "intact",
  projects: [
    {
      projectId: TEST_PROJECT,
      deletedUpTo: 0,
      position: 20,
      events: 20,
      heads: 2,
      unknownKeys: 0,
      ...project,
    },
  ],
  unsealed,
});

describe("a record", () => {
  it("R-084: that nobody touched is intact, and says what was compared", async () => {
    expect(await verifyAudit(trail.deps)).toEqual({
      outcome: "intact",
      projects: [],
      unsealed: 0,
    });
    await sealTwenty();
    expect(await verifyAudit(trail.deps)).toEqual(intact({}));
  });

  it.each(Object.entries(TAMPERING))("R-084: shows %s", async (_, [tamper, damage]) => {
    await sealTwenty();
    tamper(trail);
    expect(await verifyAudit(trail.deps)).toEqual({
      outcome: "damaged",
      damage: { projectId: TEST_PROJECT, ...damage },
    });
  });

  it("R-084: of one project that is damaged is found behind another that is not", async () => {
    await trail.record(2, { projectId: "prj_0" });
    await sealTwenty();
    trail.edit(12, { outcome: "refused" });
    expect(await verifyAudit(trail.deps)).toMatchObject({
      damage: { projectId: TEST_PROJECT, position: 10 },
    });
  });
});

describe("heads that were kept elsewhere", () => {
  it("R-084: show an end that was cut back to an older head, in whatever order they come", async () => {
    await sealTwenty();
    const [older, newer] = trail.memory.kept.heads;
    cut(trail, (position) => position > 10);
    changeHeads(trail, (head) => (head.position > 10 ? undefined : head));
    expect(await verifyAudit(trail.deps)).toMatchObject({ outcome: "intact" });
    const damage = { projectId: TEST_PROJECT, position: 11, flaw: "tail_missing", trustedUpTo: 10 };
    expect(await verifyAudit(trail.deps, [newer!, older!])).toEqual({ outcome: "damaged", damage });
    // Nobody who forges a line of the export makes a record look cut.
    const forged = { ...newer!, atMillis: 1 };
    expect(await verifyAudit(trail.deps, [forged])).toEqual({
      outcome: "damaged",
      damage: { ...damage, flaw: "signature_wrong" },
    });
  });

  it("R-084: are compared with the chain, each at its position, and counted", async () => {
    await sealTwenty();
    const { heads } = trail.memory.kept;
    expect(await verifyAudit(trail.deps, heads.toReversed())).toEqual(intact({ heads: 4 }));
    const other = signAs(trail.ring, trail, 7, "another chain");
    expect(await verifyAudit(trail.deps, [...heads, other])).toMatchObject({
      damage: { position: 7, flaw: "head_differs" },
    });
  });

  it("R-084: of a key that the ring has no more are compared, and vouch for nothing", async () => {
    await sealTwenty();
    const retired = new TestKeyRing("retired");
    retired.addCurrentKey("k0");
    const exported = [signAs(retired, trail, 15, hashAt(trail, 15))];
    expect(await verifyAudit(trail.deps, exported)).toEqual(intact({ heads: 3, unknownKeys: 1 }));
    trail.edit(16, { outcome: "refused" });
    expect(await verifyAudit(trail.deps, exported)).toMatchObject({ damage: { trustedUpTo: 10 } });
    cut(trail, (position) => position > 12);
    expect(await verifyAudit(trail.deps, exported)).toMatchObject({
      damage: { position: 13, flaw: "tail_missing" },
    });
  });

  it("R-084: of one project say nothing of another, nor a checkpoint where the chain stood", async () => {
    await sealTwenty();
    await trail.record(2, { projectId: "prj_b" });
    await trail.seal();
    const theirs = trail.lastHead("prj_b");
    const checkpoint = { ...trail.lastHead(), kind: "checkpoint", position: 30 } as const;
    expect(await verifyAudit(trail.deps, [theirs, checkpoint])).toMatchObject({
      projects: [
        { projectId: TEST_PROJECT, heads: 2 },
        { projectId: "prj_b", heads: 2 },
      ],
    });
  });

  it("R-084: show a record of which nothing is left", async () => {
    await sealTwenty();
    const exported = [trail.lastHead()];
    trail.memory.change(() => ({ events: [], seals: [], ends: [], heads: [] }));
    expect(await verifyAudit(trail.deps, exported)).toMatchObject({
      damage: { projectId: TEST_PROJECT, position: 1, flaw: "tail_missing", trustedUpTo: 0 },
    });
  });

  it("R-084: are not needed where all was deleted for its age: the checkpoint vouches for that", async () => {
    await sealTwenty();
    trail.clock.advance(1);
    await trimAudit(trail.deps, TEST_PROJECT, trail.clock.nowMillis());
    changeHeads(trail, (head) => (head.kind === "head" ? undefined : head));
    expect(await verifyAudit(trail.deps)).toEqual(
      intact({ deletedUpTo: 20, events: 0, heads: 0 }, 1),
    );
  });

  it("R-084: of what was deleted for its age are passed over", async () => {
    await sealTwenty();
    const exported = trail.memory.kept.heads;
    trail.clock.advance(1);
    await trimAudit(trail.deps, TEST_PROJECT, trail.clock.nowMillis());
    expect(await verifyAudit(trail.deps, exported)).toEqual(
      intact({ deletedUpTo: 20, events: 0, heads: 0 }, 1),
    );
  });
});

describe("a record on which servers go on working", () => {
  /** Does something to the trail while the verifier reads one of its portions, which shows it or not. */
  function during(reads: number, work: () => Promise<unknown>, shown = "after") {
    let count = 0;
    const { memory } = trail;
    const watch = ({ listSealed }: AuditRecordStore): Partial<AuditRecordStore> => ({
      listSealed: async (...page) => {
        const before = await listSealed(...page);
        count += 1;
        if (count !== reads) return before;
        await work();
        return shown === "before" ? before : listSealed(...page);
      },
    });
    return {
      ...trail.deps,
      auditTrail: {
        write: memory.write.bind(memory),
        read: <T>(read: (stores: AuditTrailStores) => Promise<T>) =>
          memory.read((stores) => {
            const auditRecord = { ...stores.auditRecord, ...watch(stores.auditRecord) };
            return read({ ...stores, auditRecord });
          }),
      },
    };
  }

  const trimAll = () => {
    trail.clock.advance(1);
    return trimAudit(trail.deps, TEST_PROJECT, trail.clock.nowMillis());
  };

  it("R-085: is intact when retention deletes what was to be read next", async () => {
    await sealTwenty();
    expect(await verifyAudit(during(1, trimAll))).toEqual(
      intact({ deletedUpTo: 20, events: 0, heads: 0 }, 1),
    );
  });

  it("R-085: is read on behind what retention deletes from its beginning", async () => {
    await trail.record(10);
    trail.clock.advance(1);
    const nowMillis = trail.clock.nowMillis();
    await trail.record(10);
    await trail.seal();
    const deps = during(1, () => trimAudit(trail.deps, TEST_PROJECT, nowMillis));
    expect(await verifyAudit(deps)).toEqual(intact({ deletedUpTo: 10, events: 10, heads: 1 }, 1));
  });

  it("R-084: is damaged where something was altered, though retention deletes it a moment later", async () => {
    await sealTwenty();
    trail.edit(3, { outcome: "refused" });
    const deps = during(1, trimAll, "before");
    expect(await verifyAudit(deps)).toMatchObject({
      damage: { position: 3, flaw: "entry_altered" },
    });
  });

  it("R-084: is damaged when somebody deletes what was to be read next, and signs for nothing", async () => {
    await sealTwenty();
    const deps = during(1, async () => cut(trail, (position) => position <= 5));
    expect(await verifyAudit(deps)).toMatchObject({
      damage: { position: 1, flaw: "entry_missing" },
    });
  });

  it("R-084: is damaged when what was deleted is signed for by somebody else", async () => {
    await sealTwenty();
    const deps = during(1, async () => {
      await trimAll();
      changeHeads(trail, (head) => ({ ...head, atMillis: 7 }));
      await trail.record(1);
      await trail.seal();
      cut(trail, (position) => position < 21);
    });
    expect(await verifyAudit(deps)).toMatchObject({
      damage: { position: 20, flaw: "signature_wrong", trustedUpTo: 0 },
    });
  });

  it("R-084: is intact when more is sealed once the walk has ended", async () => {
    await sealTwenty();
    const { memory } = trail;
    const grow = async () => {
      await trail.record(3);
      await createAuditSealer(trail.deps).sealNext();
    };
    let isGrown = false;
    const auditTrail = {
      write: memory.write.bind(memory),
      read: <T>(read: (stores: AuditTrailStores) => Promise<T>) =>
        memory.read((stores) => {
          const findLastHead = async (projectId: string) => {
            if (!isGrown) await grow();
            isGrown = true;
            return stores.auditHeads.findLastHead(projectId);
          };
          return read({ ...stores, auditHeads: { ...stores.auditHeads, findLastHead } });
        }),
    };
    expect(await verifyAudit({ ...trail.deps, auditTrail })).toEqual(intact({}));
  });

  it("R-084: is read in portions of two thousand, with the heads of each", async () => {
    await trail.record(2_050);
    await trail.seal();
    const exported = [2_000, 2_001].map((position) =>
      signAs(trail.ring, trail, position, hashAt(trail, position)),
    );
    const portions: number[] = [];
    const { memory } = trail;
    const auditTrail = {
      write: memory.write.bind(memory),
      read: <T>(read: (stores: AuditTrailStores) => Promise<T>) =>
        memory.read((stores) => {
          const listSealed: AuditRecordStore["listSealed"] = async (...page) => {
            const found = await stores.auditRecord.listSealed(...page);
            portions.push(found.length);
            return found;
          };
          return read({ ...stores, auditRecord: { ...stores.auditRecord, listSealed } });
        }),
    };
    // Two that sealing kept, the last, and two that were exported.
    expect(await verifyAudit({ ...trail.deps, auditTrail }, exported)).toEqual(
      intact({ position: 2_050, events: 2_050, heads: 5 }),
    );
    expect(portions).toEqual([2_000, 50, 0]);
  });
});
