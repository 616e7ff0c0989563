import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { AuditSeal } from "./audit-chain.ts";
import type { AuditHead } from "./audit-head.ts";
import type { AuditTrailStores, SealingState } from "./audit-trail-store.ts";

const PROJECT = "prj_a";
const HEAD: AuditHead = {
  kind: "head",
  projectId: PROJECT,
  position: 5,
  hash: "hash 5",
  atMillis: 1_800_000_000_000,
  keyId: "k1",
  signature: "signature",
};

/** What every `AuditTrailStores` keeps. */
export function describeAuditTrailStores(name: string, open: OpenStores<AuditTrailStores>): void {
  describe(`AuditTrailStores on ${name}`, () => {
    let auditTrail: UnitOfWork<AuditTrailStores>;
    const readState = () => auditTrail.read(({ auditSeals }) => auditSeals.readState());
    const listUnsealed = (after = 0, limit = 1_000) =>
      auditTrail.read(({ auditSeals }) => auditSeals.listUnsealed(after, limit));
    const listSealed = (after = 0, limit = 100) =>
      auditTrail.read(({ auditRecord }) => auditRecord.listSealed(PROJECT, after, limit));

    beforeEach(async () => {
      auditTrail = await open();
    });

    async function record(count: number): Promise<readonly number[]> {
      await auditTrail.write(async ({ audit }) => {
        for (let index = 1; index <= count; index += 1) {
          await audit.append({
            id: `evt_${index}`,
            atMillis: index,
            projectId: PROJECT,
            subjectId: "ada",
            type: "session.ended",
            outcome: "allowed",
            origin: { ip: "", userAgent: `Agent ${index}`, requestId: "" },
          });
        }
      });
      return (await listUnsealed()).map(({ sequence }) => sequence);
    }

    function sealAll(sequences: readonly number[]): Promise<void> {
      const seals = sequences.map((sequence, index): AuditSeal => {
        const position = index + 1;
        const subjectHash = position % 2 === 0 ? undefined : `ada ${position}`;
        return { projectId: PROJECT, position, sequence, subjectHash, hash: `hash ${position}` };
      });
      const end = { projectId: PROJECT, position: seals.length, hash: "end" };
      const ends = [
        { ...end, subjectId: "" },
        { ...end, subjectId: "ada" },
      ];
      return auditTrail.write(({ auditSeals }) => auditSeals.append(seals, ends));
    }

    it("R-084: gives a round to one of many at the same time", async () => {
      const state = await readState();
      const claim = (seen: SealingState) =>
        auditTrail.write(({ auditSeals }) => auditSeals.claimRound(seen, 7));
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(state)));
      expect(claims.filter((isClaimed) => isClaimed)).toHaveLength(1);
      expect(await readState()).toEqual({ round: state.round + 1, settledSequence: 7 });
    });

    it("R-084: lists what has no seal, whole and in order, from a number on", async () => {
      const sequences = await record(300);
      const [first, second] = await listUnsealed(0, 2);
      expect(first).toMatchObject({ id: "evt_1", subjectId: "ada", atMillis: 1 });
      expect(second?.origin).toEqual({ ip: "", userAgent: "Agent 2", requestId: "" });
      expect((await listUnsealed(sequences[49])).at(0)?.id).toBe("evt_51");
      await sealAll(sequences);
      expect(await listUnsealed()).toEqual([]);
    });

    it("R-084: keeps seals with their events, and says which event is gone", async () => {
      const [one = 0, ...rest] = await record(3);
      await sealAll([one, 1_000_000, ...rest]);
      const sealed = await listSealed();
      expect(sealed.map(({ event }) => event?.id)).toEqual(["evt_1", undefined, "evt_2", "evt_3"]);
      expect(sealed[0]?.seal).toEqual({
        projectId: PROJECT,
        position: 1,
        sequence: one,
        subjectHash: "ada 1",
        hash: "hash 1",
      });
      expect(sealed[1]?.seal).toMatchObject({ sequence: 1_000_000, subjectHash: undefined });
      expect((await listSealed(2, 1)).map(({ seal }) => seal.position)).toEqual([3]);
    });

    it("keeps the newest end of each chain", async () => {
      const chains = ["", "ada", "bob"].map((subjectId) => ({ projectId: PROJECT, subjectId }));
      const listEnds = () => auditTrail.read(({ auditSeals }) => auditSeals.listEnds(chains));
      expect(await listEnds()).toEqual([]);
      const end = { projectId: PROJECT, subjectId: "ada", position: 1, hash: "one" };
      for (const hash of ["one", "two"]) {
        await auditTrail.write(({ auditSeals }) => auditSeals.append([], [{ ...end, hash }]));
      }
      expect(await listEnds()).toEqual([{ ...end, hash: "two" }]);
    });

    it("R-085: deletes from the beginning, events and seals", async () => {
      await sealAll(await record(5));
      const removeUpTo = (position: number) =>
        auditTrail.write(({ auditRecord }) => auditRecord.removeUpTo(PROJECT, position));
      expect(await removeUpTo(3)).toBe(3);
      expect(await removeUpTo(3)).toBe(0);
      expect((await listSealed()).map(({ event }) => event?.id)).toEqual(["evt_4", "evt_5"]);
    });

    it("keeps heads by kind and position, in order, and replaces them", async () => {
      await auditTrail.write(async ({ auditHeads }) => {
        for (const position of [9, 7, 5]) await auditHeads.put({ ...HEAD, position });
        await auditHeads.put({ ...HEAD, kind: "checkpoint", position: 3, keyId: "k2" });
        await auditHeads.put({ ...HEAD, position: 7, hash: "other" });
      });
      await auditTrail.read(async ({ auditHeads, auditRecord }) => {
        expect(await auditHeads.listHeads(PROJECT, 5, 1)).toEqual([
          { ...HEAD, position: 7, hash: "other" },
        ]);
        expect((await auditHeads.findLastHead(PROJECT))?.position).toBe(9);
        expect((await auditHeads.findCheckpoint(PROJECT))?.position).toBe(3);
        expect(await auditHeads.findCheckpoint("prj_b")).toBeUndefined();
        const others = await auditHeads.listOfOtherKeys("k2", 2);
        expect(others.map(({ position }) => position)).toEqual([9, 7]);
        expect(await auditRecord.listProjects()).toEqual([PROJECT]);
      });
      await auditTrail.write(({ auditHeads }) =>
        auditHeads.removeBetween(PROJECT, { kind: "head", from: 3, to: 7 }),
      );
      await auditTrail.read(async ({ auditHeads }) => {
        expect(await auditHeads.listHeads(PROJECT, 0, 9)).toHaveLength(1);
        expect(await auditHeads.findCheckpoint(PROJECT)).toBeDefined();
      });
    });
  });
}
