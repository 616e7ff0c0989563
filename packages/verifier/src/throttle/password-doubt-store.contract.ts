import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { PasswordDoubtStore } from "./password-doubt-store.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const BOB: Subject = { ...ADA, subjectId: "bob" };
const ELSEWHERE: Subject = { ...ADA, projectId: "prj_b" };
const NOW = 1_800_000_000_000;

/** What every `PasswordDoubtStore` keeps. */
export function describePasswordDoubtStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "passwordDoubts">>,
): void {
  describe(`PasswordDoubtStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "passwordDoubts">>;
    const write = <T>(act: (doubts: PasswordDoubtStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.passwordDoubts));
    const begin = (nowMillis = NOW, againAfterMillis = NOW - 10) =>
      write((doubts) => doubts.begin(ADA, nowMillis, againAfterMillis));
    const retire = (subject = ADA) => write((doubts) => doubts.retire(subject, NOW));
    const isRetired = (subject = ADA) =>
      unitOfWork.read((stores) => stores.passwordDoubts.isRetired(subject));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-037: lets one of many tell the owner, and again when that was long ago", async () => {
      const told = await Promise.all(Array.from({ length: 10 }, () => begin()));
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await begin(NOW + 20, NOW - 1)).toBe(false);
      expect(await begin(NOW + 20, NOW)).toBe(true);
      expect(await begin(NOW + 20, NOW)).toBe(false);
      expect(await isRetired()).toBe(false);
    });

    it("R-037: lets one of many retire a password, told of before or not", async () => {
      await begin();
      expect(
        (await Promise.all(Array.from({ length: 10 }, () => retire()))).filter(Boolean),
      ).toEqual([true]);
      expect(await isRetired()).toBe(true);
      expect(await begin(NOW + 20, NOW + 10)).toBe(false);
      for (const other of [BOB, ELSEWHERE]) expect(await isRetired(other)).toBe(false);
      expect(await retire(BOB)).toBe(true);
    });

    it("forgets a subject's doubts, and nobody else's", async () => {
      for (const subject of [ADA, BOB, ELSEWHERE]) await retire(subject);
      await write((doubts) => doubts.clear(ADA));
      expect(await isRetired()).toBe(false);
      for (const other of [BOB, ELSEWHERE]) expect(await isRetired(other)).toBe(true);
      expect(await begin()).toBe(true);
    });

    it("purges old notes, and never what is retired", async () => {
      await begin();
      await retire(BOB);
      expect(await write((doubts) => doubts.purge(NOW))).toBe(0);
      expect(await write((doubts) => doubts.purge(NOW + 1))).toBe(1);
      expect(await begin()).toBe(true);
      expect(await isRetired(BOB)).toBe(true);
    });
  });
}
