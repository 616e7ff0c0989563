import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { BreakGlassCode } from "./break-glass-store.ts";

const ADA = { projectId: "prj_a", subjectId: "ada" };
const BOB = { projectId: "prj_a", subjectId: "bob" };
const CODE: BreakGlassCode = {
  id: "brk_1",
  codeHash: "hash",
  createdAtMillis: 1_000,
  expiresAtMillis: 2_000,
};

/** What every `BreakGlassStore` keeps. */
export function describeBreakGlassStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "breakGlass">>,
): void {
  describe(`BreakGlassStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "breakGlass">>;
    const findLive = (subject = ADA, nowMillis = 1_999) =>
      unitOfWork.read((stores) => stores.breakGlass.findLive(subject, nowMillis));
    const replace = (code = CODE) =>
      unitOfWork.write((stores) => stores.breakGlass.replace(ADA, code));
    const consume = (id = "brk_1", nowMillis = 1_999) =>
      unitOfWork.write((stores) => stores.breakGlass.consume(ADA, id, nowMillis));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-095: keeps a code of one subject until it expires", async () => {
      expect(await findLive()).toBeUndefined();
      await replace();
      expect(await findLive()).toEqual(CODE);
      expect(await findLive(BOB)).toBeUndefined();
      expect(await findLive(ADA, 2_000)).toBeUndefined();
      expect(await consume("brk_1", 2_000)).toBe(false);
    });

    it("R-095: gives a code away once, however many ask at the same time", async () => {
      await replace();
      const given = await Promise.all(Array.from({ length: 20 }, () => consume()));
      expect(given.filter((isGiven) => isGiven)).toHaveLength(1);
      expect(await findLive()).toBeUndefined();
    });

    it("R-095: a new code takes the place of the old one, used or not", async () => {
      await replace();
      const second = { ...CODE, id: "brk_2", codeHash: "other" };
      await replace(second);
      expect(await consume("brk_1")).toBe(false);
      expect(await consume("brk_2")).toBe(true);
      await replace({ ...CODE, id: "brk_3" });
      expect((await findLive())?.id).toBe("brk_3");
    });

    it("deletes what expired before the time, and nothing else", async () => {
      await replace();
      const purge = (before: number) =>
        unitOfWork.write((stores) => stores.breakGlass.purge(before));
      expect(await purge(2_000)).toBe(0);
      expect(await purge(2_001)).toBe(1);
      expect(await purge(2_001)).toBe(0);
    });
  });
}
