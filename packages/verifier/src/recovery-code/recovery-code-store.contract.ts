import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { RecoveryCodeStore } from "./recovery-code-store.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const NOW = 1_800_000_000_000;
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8];

function codeSet(id: string, createdAtMillis = NOW) {
  return { id, createdAtMillis, hashes: SLOTS.map((slot) => `${id} hash ${slot}`) };
}

/** What every `RecoveryCodeStore` keeps. */
export function describeRecoveryCodeStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "recoveryCodes">>,
): void {
  describe(`RecoveryCodeStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "recoveryCodes">>;
    const write = <T>(act: (codes: RecoveryCodeStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.recoveryCodes));
    const read = <T>(act: (codes: RecoveryCodeStore) => Promise<T>) =>
      unitOfWork.read((stores) => act(stores.recoveryCodes));
    const consume = (slot: number, setId = "rcs_1", subject = ADA) =>
      write((codes) => codes.consume(subject, setId, slot, NOW + slot));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("has nothing for whoever was given nothing", async () => {
      expect(await read((codes) => codes.find(ADA))).toBeUndefined();
      expect(await read((codes) => codes.findUnusedHash(ADA, 1))).toBeUndefined();
      expect(await consume(1)).toBe(false);
      expect(await write((codes) => codes.acknowledge(ADA, NOW))).toBe(false);
      await write((codes) => codes.remove(ADA));
    });

    it("keeps eight hashes by their slot", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      expect(await read((codes) => codes.find(ADA))).toEqual({
        id: "rcs_1",
        createdAtMillis: NOW,
        remaining: 8,
      });
      for (const slot of SLOTS) {
        expect(await read((codes) => codes.findUnusedHash(ADA, slot))).toEqual({
          setId: "rcs_1",
          hash: `rcs_1 hash ${slot}`,
        });
      }
      expect(await read((codes) => codes.findUnusedHash(ADA, 9))).toBeUndefined();
    });

    it("R-028: takes each code once, of many at once one", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      const won = await Promise.all(Array.from({ length: 50 }, () => consume(3)));
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      expect(await read((codes) => codes.findUnusedHash(ADA, 3))).toBeUndefined();
      expect((await read((codes) => codes.find(ADA)))?.remaining).toBe(7);
      expect(await consume(4)).toBe(true);
      expect((await read((codes) => codes.find(ADA)))?.remaining).toBe(6);
    });

    it("R-028: a new set kills every old code, used or not", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      await write((codes) => codes.acknowledge(ADA, NOW));
      await consume(2);
      await write((codes) => codes.replace(ADA, codeSet("rcs_2", NOW + 9)));
      const killed = await Promise.all(SLOTS.map((slot) => consume(slot, "rcs_1")));
      expect(killed).toEqual(SLOTS.map(() => false));
      expect(await read((codes) => codes.find(ADA))).toEqual({
        id: "rcs_2",
        createdAtMillis: NOW + 9,
        remaining: 8,
      });
      expect(await consume(2, "rcs_2")).toBe(true);
    });

    it("R-028: of many who replace at once one set of eight is left", async () => {
      const ids = Array.from({ length: 8 }, (_, index) => `rcs_${index}`);
      await Promise.all(ids.map((id) => write((codes) => codes.replace(ADA, codeSet(id)))));
      const left = await read((codes) => codes.find(ADA));
      expect(left?.remaining).toBe(8);
      const usable = await Promise.all(ids.map((id) => consume(1, id)));
      expect(ids.filter((_, index) => usable[index])).toEqual([left?.id]);
    });

    it("is acknowledged once, and saying it again changes nothing", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      expect(await write((codes) => codes.acknowledge(ADA, NOW + 5))).toBe(true);
      expect(await write((codes) => codes.acknowledge(ADA, NOW + 9))).toBe(true);
      expect((await read((codes) => codes.find(ADA)))?.acknowledgedAtMillis).toBe(NOW + 5);
    });

    it("removes the set with its codes", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      await write((codes) => codes.remove(ADA));
      expect(await read((codes) => codes.find(ADA))).toBeUndefined();
      expect(await consume(1)).toBe(false);
    });

    it("keeps projects and people apart", async () => {
      await write((codes) => codes.replace(ADA, codeSet("rcs_1")));
      for (const stranger of STRANGERS) {
        expect(await read((codes) => codes.find(stranger))).toBeUndefined();
        expect(await read((codes) => codes.findUnusedHash(stranger, 1))).toBeUndefined();
        expect(await consume(1, "rcs_1", stranger)).toBe(false);
        expect(await write((codes) => codes.acknowledge(stranger, NOW))).toBe(false);
        await write((codes) => codes.replace(stranger, codeSet("rcs_x")));
        await write((codes) => codes.remove(stranger));
      }
      expect((await read((codes) => codes.find(ADA)))?.remaining).toBe(8);
    });
  });
}
