import { TEST_PROJECT, TestAuditTrail } from "@twinlatch/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { linkProject, linkSubject } from "./audit-chain.ts";
import { signHead } from "./audit-head.ts";
import type { AuditTrailStores } from "./audit-trail-store.ts";
import { createAuditSealer } from "./seal-audit.ts";
import { trimAudit } from "./trim-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const MINUTE_MILLIS = 60_000;

let trail: TestAuditTrail;
/** The numbers above which events were searched for. */
let searches: number[];
/** How many transactions wrote. */
let writes: number;

function open(commitsInOrder: boolean): void {
  trail = new TestAuditTrail(commitsInOrder);
  searches = [];
  writes = 0;
}

beforeEach(() => open(true));

/** The sealer of a process that begins now, which does something else before it writes. */
function newSealer(beforeWrite = async () => {}) {
  const { memory } = trail;
  const auditTrail = {
    write: async <T>(work: (stores: AuditTrailStores) => Promise<T>) => {
      await beforeWrite();
      writes += 1;
      return memory.write(work);
    },
    read: <T>(work: (stores: AuditTrailStores) => Promise<T>) =>
      memory.read(({ auditSeals, ...stores }) => {
        const listUnsealed: typeof auditSeals.listUnsealed = (after, limit) => {
          searches.push(after);
          return auditSeals.listUnsealed(after, limit);
        };
        return work({ ...stores, auditSeals: { ...auditSeals, listUnsealed } });
      }),
  };
  return createAuditSealer({ ...trail.deps, auditTrail });
}

const state = () => trail.memory.kept.state;
const sealedSequences = () => trail.memory.kept.seals.map(({ sequence }) => sequence);
const headPositions = () =>
  trail.memory.kept.heads.map(({ projectId, position }) => [projectId, position]);

/** Takes events away as long as their transactions have not committed; gives back what commits them. */
function holdBack(...sequences: number[]): () => void {
  const { events } = trail.memory.kept;
  const late = events.filter(({ sequence }) => sequences.includes(sequence));
  trail.memory.change(() => ({ events: events.filter((event) => !late.includes(event)) }));
  return () =>
    trail.memory.change((kept) => ({
      events: [...kept.events, ...late].toSorted((one, other) => one.sequence - other.sequence),
    }));
}

describe("sealing", () => {
  it("R-084: chains the project's events, each person's beside them, over every restart", async () => {
    for (const count of [5, 4]) {
      await trail.record(count);
      await trail.seal(newSealer());
    }
    const ends = new Map<string, string>();
    let previous = { position: 0, hash: "" };
    for (const [index, event] of trail.memory.kept.events.entries()) {
      const { subjectId } = event;
      const subjectHash = subjectId && linkSubject(trail.deps, ends.get(subjectId) ?? "", event);
      if (subjectId && subjectHash) ends.set(subjectId, subjectHash);
      const hash = linkProject(trail.deps, previous, subjectHash, event);
      const seal = { projectId: TEST_PROJECT, sequence: event.sequence, subjectHash };
      previous = { position: index + 1, hash };
      expect(trail.memory.kept.seals[index]).toEqual({ ...seal, ...previous });
    }
    expect(trail.memory.kept.ends).toHaveLength(4);
    for (const { subjectId, hash, position } of trail.memory.kept.ends) {
      const isProject = subjectId === "";
      expect(hash).toBe(isProject ? previous.hash : ends.get(subjectId));
      const ofPerson = trail.memory.kept.events.filter((event) => event.subjectId === subjectId);
      expect(position).toBe(isProject ? 9 : ofPerson.length);
    }
  });

  it("R-084: goes on with the project's chain where each event names somebody", async () => {
    for (const count of [2, 3]) {
      await trail.record(count, { subjectId: "ada" });
      await trail.seal();
    }
    expect(trail.memory.kept.seals.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  it("R-084: takes 32 at a time, so that nobody waits long for the database", async () => {
    await trail.record(75);
    const sealer = newSealer();
    const counts = [];
    for (let call = 0; call < 4; call += 1) counts.push(await sealer.sealNext());
    expect(counts).toEqual([32, 32, 11, 0]);
  });

  it("R-084: signs the end of each project's chain, and nobody else's", async () => {
    await trail.record(3);
    await trail.record(2, { projectId: "prj_b" });
    await trail.seal();
    expect(headPositions()).toEqual([
      [TEST_PROJECT, 3],
      ["prj_b", 2],
    ]);
    const { hash } = trail.memory.kept.seals[2]!;
    const statement = { kind: "head", projectId: TEST_PROJECT, position: 3, hash } as const;
    const atMillis = trail.clock.nowMillis();
    expect(trail.lastHead()).toEqual(signHead(trail.deps.auditSigner, { ...statement, atMillis }));
  });

  it("R-084: keeps one signature in a thousand positions, which tells about when damage was done", async () => {
    await trail.record(2_100);
    await trail.seal();
    expect(headPositions()).toEqual([
      [TEST_PROJECT, 992],
      [TEST_PROJECT, 1_984],
      [TEST_PROJECT, 2_100],
    ]);
  });

  it("R-084: keeps a signature at a full thousand", async () => {
    await trail.record(1_000);
    await trail.seal();
    await trail.record(5);
    await trail.seal();
    expect(headPositions().map(([, position]) => position)).toEqual([992, 1_000, 1_005]);
  });

  it("R-084: by two processes at once seals every event once", async () => {
    await trail.record(200);
    const sealers = [newSealer(), newSealer()];
    const counts = await Promise.all(sealers.map((sealer) => sealer.sealNext()));
    expect(counts.toSorted((one, other) => one - other)).toEqual([0, 32]);
    for (const sealer of sealers) await trail.seal(sealer);
    expect(sealedSequences()).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(await verifyAudit(trail.deps)).toMatchObject({ outcome: "intact" });
  });

  it("R-084: seals in its next round what a faster process had not seen yet", async () => {
    await trail.record(5);
    let isFirst = true;
    const sealer = newSealer(async () => {
      if (!isFirst) return;
      isFirst = false;
      const commit = holdBack(4, 5);
      expect(await newSealer().sealNext()).toBe(3);
      commit();
    });
    expect([await sealer.sealNext(), await sealer.sealNext()]).toEqual([0, 2]);
    expect(sealedSequences()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("searching for what is not sealed", () => {
  it("R-084: goes on where it was, where events are committed in order", async () => {
    await trail.record(75);
    const sealer = newSealer();
    await trail.seal(sealer);
    await sealer.sealNext();
    expect(searches).toEqual([0, 32, 64, 75, 75]);
  });

  it("R-084: begins again at its end, where a late event may be below", async () => {
    open(false);
    await trail.record(75);
    const sealer = newSealer();
    await trail.seal(sealer);
    expect(searches).toEqual([0, 32, 64, 0]);
  });

  it("R-084: begins again when the end is just reached, where a late event may be below", async () => {
    open(false);
    await trail.record(32);
    const commit = holdBack(7);
    await trail.record(1);
    const sealer = newSealer();
    expect(await trail.seal(sealer)).toBe(32);
    commit();
    expect(await trail.seal(sealer)).toBe(1);
    expect(searches).toEqual([0, 33, 0, 0]);
  });

  it("R-084: finds what was committed a minute late, and rests after that", async () => {
    open(false);
    const sealer = newSealer();
    await trail.record(3);
    const commit = holdBack(2);
    expect(await trail.seal(sealer)).toBe(2);
    trail.clock.advance(MINUTE_MILLIS - 1);
    expect(await sealer.sealNext()).toBe(0);
    expect(state().settledSequence).toBe(0);
    commit();
    expect(await sealer.sealNext()).toBe(1);
    trail.clock.advance(1);
    expect(await sealer.sealNext()).toBe(0);
    expect(state().settledSequence).toBe(3);
    await sealer.sealNext();
    expect(searches.at(-1)).toBe(3);
  });

  it("R-084: settles for what it saw a minute ago, not for what came since", async () => {
    open(false);
    const sealer = newSealer();
    await trail.record(3);
    await trail.seal(sealer);
    trail.clock.advance(MINUTE_MILLIS);
    await trail.record(2);
    expect(await sealer.sealNext()).toBe(2);
    expect(state().settledSequence).toBe(3);
    trail.clock.advance(MINUTE_MILLIS);
    await sealer.sealNext();
    expect(state().settledSequence).toBe(5);
  });

  it("R-084: writes nothing while nothing happens", async () => {
    await trail.record(3);
    const sealer = newSealer();
    await trail.seal(sealer);
    trail.clock.advance(MINUTE_MILLIS);
    await sealer.sealNext();
    const before = [writes, state()];
    for (let minute = 0; minute < 3; minute += 1) {
      trail.clock.advance(MINUTE_MILLIS);
      await sealer.sealNext();
    }
    expect([writes, state()]).toEqual(before);
  });

  it("R-084: looks back once when a process begins, for one that had stood still", async () => {
    await trail.record(2);
    trail.memory.change(({ events: [first, second] }) => ({
      events: [
        { ...first!, sequence: 100_000 },
        { ...second!, sequence: 100_001 },
      ],
      state: { round: 1, settledSequence: 200_000 },
    }));
    const sealer = newSealer();
    expect(await trail.seal(sealer)).toBe(1);
    expect(sealedSequences()).toEqual([100_001]);
    expect(searches).toEqual([100_000, 100_001]);
  });

  it("R-084: looks back no more once it began, where a late event may be below", async () => {
    open(false);
    trail.memory.change(() => ({ state: { round: 1, settledSequence: 200_000 } }));
    const sealer = newSealer();
    await sealer.sealNext();
    await sealer.sealNext();
    expect(searches).toEqual([100_000, 200_000]);
  });

  it("R-084: begins anew when somebody put an older database back", async () => {
    const older = trail.memory.kept;
    const sealer = newSealer();
    await trail.record(3);
    const { events } = trail.memory.kept;
    await trail.seal(sealer);
    trail.memory.kept = { ...older, events };
    expect(await trail.seal(sealer)).toBe(3);
    expect(await verifyAudit(trail.deps)).toMatchObject({ projects: [{ events: 3 }] });
  });
});

describe("after a change of keys", () => {
  async function rotate(): Promise<void> {
    trail.ring.addCurrentKey("k2");
    await trail.seal();
  }
  const keyIds = () => trail.memory.kept.heads.map(({ keyId }) => keyId);

  it("R-078: every signature outlives the old key, of heads and of checkpoints", async () => {
    await trail.record(3);
    await trail.seal();
    trail.clock.advance(1);
    await trimAudit(trail.deps, TEST_PROJECT, trail.clock.nowMillis());
    await trail.seal();
    expect(keyIds()).toEqual(["k1", "k1"]);
    await rotate();
    expect(keyIds()).toEqual(["k2", "k2"]);
    trail.ring.removeKey("k1");
    expect(await verifyAudit(trail.deps)).toMatchObject({
      outcome: "intact",
      projects: [{ unknownKeys: 0, deletedUpTo: 3 }],
    });
  });

  it("R-078: nothing is signed that was not signed before", async () => {
    await trail.record(3);
    await trail.seal();
    trail.memory.change(({ heads }) => ({
      heads: heads.map((head) => ({ ...head, hash: "forged" })),
    }));
    const sealer = newSealer();
    await trail.seal(sealer);
    writes = 0;
    trail.ring.addCurrentKey("k2");
    await trail.seal(sealer);
    expect(keyIds()).toEqual(["k1"]);
    expect(writes).toBe(0);
  });
});
