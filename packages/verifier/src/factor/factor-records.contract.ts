import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { PhoneStore } from "../sms-code/phone-store.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorStatus } from "./factor-status.ts";

/** Whose factors the suites are about, and two who have nothing to do with them. */
export const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
export const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
export const NOW = 1_800_000_000_000;

/** What the records of all kinds have. */
export interface SharedFields extends Subject {
  readonly id: string;
  readonly label: string;
  readonly status: FactorStatus;
  readonly isDefault: boolean;
  readonly consecutiveFailures: number;
  readonly sessionId: string;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

type SharedStore<Factor> = Omit<
  PhoneStore,
  "activate" | "extendPending" | "find" | "insert" | "list" | "noteUse"
> & {
  insert(factor: Factor): Promise<void>;
  find(subject: Subject, factorId: string): Promise<Factor | undefined>;
  list(subject: Subject): Promise<readonly Factor[]>;
};

/** The records of one kind of factor. */
export interface RecordsUnderTest<Factor extends SharedFields> {
  readonly openStores: OpenStores<VerifierStores>;
  storeOf(stores: VerifierStores): SharedStore<Factor>;
  /** An enrolment of Ada's in session `ses_1` that expires after ten minutes, with the id `fac_1`. */
  pending(change?: Partial<SharedFields>): Factor;
  /** The same, in use. */
  active(change?: Partial<SharedFields>): Factor;
  /** Notes a right code of `fac_1`. */
  use(stores: VerifierStores): Promise<boolean>;
}

/** What the records of every kind of factor keep, as every adapter does. */
export function describeFactorRecords<Factor extends SharedFields>({
  openStores,
  storeOf,
  pending,
  active,
  use: useIn,
}: RecordsUnderTest<Factor>): void {
  describe("as the records of every kind", () => {
    let unitOfWork: UnitOfWork<VerifierStores>;
    const write = <T>(act: (records: SharedStore<Factor>) => Promise<T>) =>
      unitOfWork.write((stores) => act(storeOf(stores)));
    const find = (factorId = "fac_1", subject = ADA) =>
      unitOfWork.read((stores) => storeOf(stores).find(subject, factorId));
    const insert = (...factors: readonly Factor[]) =>
      write(async (records) => {
        for (const factor of factors) await records.insert(factor);
      });
    const use = () => unitOfWork.write(useIn);

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("does not know another subject's factor", async () => {
      await insert(pending());
      expect(await find("fac_unknown")).toBeUndefined();
      for (const stranger of STRANGERS) expect(await find("fac_1", stranger)).toBeUndefined();
    });

    it("lists the subject's own, oldest first, expired enrolments included", async () => {
      await insert(
        active({ id: "fac_b", createdAtMillis: NOW + 1 }),
        pending({ id: "fac_c", createdAtMillis: NOW + 2, expiresAtMillis: NOW + 3 }),
        active({ id: "fac_a", createdAtMillis: NOW }),
        ...STRANGERS.map((stranger) => active({ ...stranger, id: "fac_x" })),
      );
      const listed = await unitOfWork.read((stores) => storeOf(stores).list(ADA));
      expect(listed.map(({ id }) => id)).toEqual(["fac_a", "fac_b", "fac_c"]);
    });
    describe("reserveConfirmation", () => {
      const by = { sessionId: "ses_1", nowMillis: NOW, maxAttempts: 3 };
      const reserve = (change: Partial<typeof by> = {}, subject = ADA) =>
        write((records) => records.reserveConfirmation(subject, "fac_1", { ...by, ...change }));

      it("R-006: counts exactly to the maximum, however many arrive together", async () => {
        await insert(pending());
        const reserved = await Promise.all(Array.from({ length: 12 }, () => reserve()));
        expect(reserved.filter((isReserved) => isReserved)).toHaveLength(3);
        expect(await reserve({ maxAttempts: 4 })).toBe(true);
      });

      it("R-108: gives back what a fault of ours cost, and no more", async () => {
        await insert(pending());
        const release = () => write((records) => records.releaseConfirmation(ADA, "fac_1"));
        await release();
        for (let taken = 0; taken < 3; taken += 1) expect(await reserve()).toBe(true);
        expect(await reserve()).toBe(false);
        await release();
        expect(await reserve()).toBe(true);
        expect(await reserve()).toBe(false);
      });

      it("R-006: ends at the moment the enrolment expires", async () => {
        await insert(pending());
        expect(await reserve({ nowMillis: NOW + 599_999 })).toBe(true);
        expect(await reserve({ nowMillis: NOW + 600_000 })).toBe(false);
      });

      it("is for the session that began, and its subject", async () => {
        await insert(pending());
        expect(await reserve({ sessionId: "ses_2" })).toBe(false);
        for (const stranger of STRANGERS) expect(await reserve({}, stranger)).toBe(false);
        expect(await reserve()).toBe(true);
      });

      it("is not for an active factor or an unknown one", async () => {
        expect(await reserve()).toBe(false);
        await insert(active());
        expect(await reserve()).toBe(false);
      });
    });

    it("can be made no default", async () => {
      await insert(active({ isDefault: true }));
      await write((records) => records.clearDefault(ADA));
      expect((await find())?.isDefault).toBe(false);
    });

    describe("changing", () => {
      it("renames an active factor of the subject", async () => {
        await insert(active(), pending({ id: "fac_2" }));
        const rename = (factorId: string, subject = ADA) =>
          write((records) => records.rename(subject, factorId, "Work"));
        expect(await rename("fac_1")).toBe(true);
        expect((await find())?.label).toBe("Work");
        expect(await rename("fac_2")).toBe(false);
        expect(await rename("fac_unknown")).toBe(false);
        for (const stranger of STRANGERS) expect(await rename("fac_1", stranger)).toBe(false);
      });

      it("has one default", async () => {
        await insert(
          active({ isDefault: true }),
          active({ id: "fac_2" }),
          pending({ id: "fac_3" }),
        );
        const makeDefault = (factorId: string, subject = ADA) =>
          write((records) => records.makeDefault(subject, factorId));
        const defaults = async () =>
          (await unitOfWork.read((stores) => storeOf(stores).list(ADA)))
            .filter(({ isDefault }) => isDefault)
            .map(({ id }) => id);
        expect(await makeDefault("fac_2")).toBe(true);
        expect(await defaults()).toEqual(["fac_2"]);
        expect(await makeDefault("fac_3")).toBe(false);
        expect(await makeDefault("fac_unknown")).toBe(false);
        for (const stranger of STRANGERS) expect(await makeDefault("fac_1", stranger)).toBe(false);
        expect(await defaults()).toEqual(["fac_2"]);
      });

      it("R-037: counts wrong codes in a row up to a limit, and disables at it, once", async () => {
        await insert(active({ isDefault: true }), pending({ id: "fac_2" }));
        const count = (factorId = "fac_1", subject = ADA) =>
          write((records) => records.countFailure(subject, factorId, 3));
        const disable = () => write((records) => records.disableFailed(ADA, "fac_1", 3));
        for (const stranger of STRANGERS) expect(await count("fac_1", stranger)).toBe(false);
        expect(await count("fac_2")).toBe(false);
        await write((records) => records.releaseFailure(ADA, "fac_1"));
        expect([await count(), await count(), await disable()]).toEqual([true, true, false]);
        await write((records) => records.releaseFailure(ADA, "fac_1"));
        const counted = await Promise.all(Array.from({ length: 10 }, () => count()));
        expect(counted.filter(Boolean)).toHaveLength(2);
        const disabled = await Promise.all(Array.from({ length: 10 }, disable));
        expect(disabled.filter(Boolean)).toHaveLength(1);
        expect(await find()).toEqual(active({ status: "disabled", consecutiveFailures: 3 }));
        expect(await use()).toBe(false);
        expect(await count()).toBe(false);
      });

      it("R-037: forgets wrong codes in a row with a right one", async () => {
        await insert(active());
        await write((records) => records.countFailure(ADA, "fac_1", 3));
        expect((await find())?.consecutiveFailures).toBe(1);
        await use();
        expect((await find())?.consecutiveFailures).toBe(0);
      });

      it("R-031: leaves a status once, and is then no default", async () => {
        await insert(active({ isDefault: true }), pending({ id: "fac_2" }));
        const suspend = (factorId = "fac_1", subject = ADA) =>
          write((records) =>
            records.changeStatus(subject, factorId, { from: "active", to: "suspended" }),
          );
        for (const stranger of STRANGERS) expect(await suspend("fac_1", stranger)).toBe(false);
        expect(await suspend("fac_2")).toBe(false);
        expect(await suspend("fac_unknown")).toBe(false);
        const won = await Promise.all(Array.from({ length: 10 }, () => suspend()));
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect(await find()).toEqual(active({ status: "suspended", isDefault: false }));
        expect(await use()).toBe(false);
        expect(await write((records) => records.makeDefault(ADA, "fac_1"))).toBe(false);
        const resume = { from: "suspended", to: "active" } as const;
        expect(await write((records) => records.changeStatus(ADA, "fac_1", resume))).toBe(true);
        expect(await find()).toEqual(active());
      });

      it("removes a factor of any status once", async () => {
        await insert(active(), pending({ id: "fac_2" }));
        const remove = (factorId: string, subject = ADA) =>
          write((records) => records.remove(subject, factorId));
        for (const stranger of STRANGERS) expect(await remove("fac_1", stranger)).toBe(false);
        expect(await remove("fac_1")).toBe(true);
        expect(await remove("fac_1")).toBe(false);
        expect(await remove("fac_2")).toBe(true);
        expect(await find()).toBeUndefined();
      });

      it("removes the enrolments of one session and nothing else", async () => {
        await insert(
          pending({ id: "fac_1" }),
          pending({ id: "fac_2", sessionId: "ses_2" }),
          active({ id: "fac_3" }),
          ...STRANGERS.map((stranger) => pending({ ...stranger, id: "fac_4" })),
        );
        await write((records) => records.removePendingOf(ADA, "ses_1"));
        const left = await unitOfWork.read((stores) => storeOf(stores).list(ADA));
        expect(left.map(({ id }) => id)).toEqual(["fac_2", "fac_3"]);
        for (const stranger of STRANGERS) expect(await find("fac_4", stranger)).toBeDefined();
      });

      it("purges every enrolment that expired before, and no active factor", async () => {
        await insert(
          pending({ id: "fac_1", expiresAtMillis: NOW - 1 }),
          pending({ id: "fac_2", expiresAtMillis: NOW }),
          active({ id: "fac_3", expiresAtMillis: NOW - 1 }),
          pending({ projectId: "prj_b", expiresAtMillis: NOW - 1 }),
        );
        expect(await write((records) => records.purgePending(NOW))).toBe(2);
        expect(await write((records) => records.purgePending(NOW))).toBe(0);
        const left = await unitOfWork.read((stores) => storeOf(stores).list(ADA));
        expect(left.map(({ id }) => id)).toEqual(["fac_2", "fac_3"]);
      });
    });
  });
}
