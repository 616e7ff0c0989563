import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TotpFactor } from "./totp-factor.ts";
import type { TotpStore } from "./totp-store.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const NOW = 1_800_000_000_000;

function pendingFactor(change: Partial<TotpFactor> = {}): TotpFactor {
  return {
    ...ADA,
    id: "fac_1",
    label: "Ada’s 📱 'phone'",
    status: "pending",
    isDefault: false,
    algorithm: "SHA1",
    digits: 6,
    periodSeconds: 30,
    sealedSecret: Uint8Array.from([0, 1, 127, 128, 255, 0]),
    lastStep: -1,
    consecutiveFailures: 0,
    sessionId: "ses_1",
    createdAtMillis: NOW,
    expiresAtMillis: NOW + 600_000,
    ...change,
  };
}

function activeFactor(change: Partial<TotpFactor> = {}): TotpFactor {
  return pendingFactor({ status: "active", lastStep: 100, lastUsedAtMillis: NOW, ...change });
}

/** What every `TotpStore` keeps. */
export function describeTotpStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "totp">>,
): void {
  describe(`TotpStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "totp">>;
    const write = <T>(act: (totp: TotpStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.totp));
    const find = (factorId = "fac_1", subject = ADA) =>
      unitOfWork.read((stores) => stores.totp.find(subject, factorId));
    const insert = (...factors: readonly TotpFactor[]) =>
      write(async (totp) => {
        for (const factor of factors) await totp.insert(factor);
      });

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    describe("keeping", () => {
      it("gives back what it was given", async () => {
        const enrolled = pendingFactor();
        const confirmed = activeFactor({
          id: "fac_2",
          isDefault: true,
          algorithm: "SHA512",
          digits: 8,
          periodSeconds: 60,
        });
        await insert(enrolled, confirmed);
        expect(await find("fac_1")).toEqual(enrolled);
        expect(await find("fac_2")).toEqual(confirmed);
      });

      it("does not know another subject's factor", async () => {
        await insert(pendingFactor());
        expect(await find("fac_unknown")).toBeUndefined();
        for (const stranger of STRANGERS) expect(await find("fac_1", stranger)).toBeUndefined();
      });

      it("lists the subject's own, oldest first, expired enrolments included", async () => {
        await insert(
          activeFactor({ id: "fac_b", createdAtMillis: NOW + 1 }),
          pendingFactor({ id: "fac_c", createdAtMillis: NOW + 2, expiresAtMillis: NOW + 3 }),
          activeFactor({ id: "fac_a", createdAtMillis: NOW }),
          ...STRANGERS.map((stranger) => activeFactor({ ...stranger, id: "fac_x" })),
        );
        const listed = await unitOfWork.read((stores) => stores.totp.list(ADA));
        expect(listed.map(({ id }) => id)).toEqual(["fac_a", "fac_b", "fac_c"]);
      });
    });

    describe("reserveConfirmation", () => {
      const by = { sessionId: "ses_1", nowMillis: NOW, maxAttempts: 3 };
      const reserve = (change: Partial<typeof by> = {}, subject = ADA) =>
        write((totp) => totp.reserveConfirmation(subject, "fac_1", { ...by, ...change }));

      it("R-006: counts exactly to the maximum, however many arrive together", async () => {
        await insert(pendingFactor());
        const reserved = await Promise.all(Array.from({ length: 12 }, () => reserve()));
        expect(reserved.filter((isReserved) => isReserved)).toHaveLength(3);
        expect(await reserve({ maxAttempts: 4 })).toBe(true);
      });

      it("R-108: gives back what a fault of ours cost, and no more", async () => {
        await insert(pendingFactor());
        const release = () => write((totp) => totp.releaseConfirmation(ADA, "fac_1"));
        await release();
        for (let taken = 0; taken < 3; taken += 1) expect(await reserve()).toBe(true);
        expect(await reserve()).toBe(false);
        await release();
        expect(await reserve()).toBe(true);
        expect(await reserve()).toBe(false);
      });

      it("R-006: ends at the moment the enrolment expires", async () => {
        await insert(pendingFactor());
        expect(await reserve({ nowMillis: NOW + 599_999 })).toBe(true);
        expect(await reserve({ nowMillis: NOW + 600_000 })).toBe(false);
      });

      it("is for the session that began, and its subject", async () => {
        await insert(pendingFactor());
        expect(await reserve({ sessionId: "ses_2" })).toBe(false);
        for (const stranger of STRANGERS) expect(await reserve({}, stranger)).toBe(false);
        expect(await reserve()).toBe(true);
      });

      it("is not for an active factor or an unknown one", async () => {
        expect(await reserve()).toBe(false);
        await insert(activeFactor());
        expect(await reserve()).toBe(false);
      });
    });

    describe("activate", () => {
      const by = { step: 500, isDefault: true, nowMillis: NOW + 1 };
      const activate = (change: Partial<typeof by> & { label?: string } = {}, subject = ADA) =>
        write((totp) => totp.activate(subject, "fac_1", { ...by, ...change }));

      it("makes the enrolment live with its step spent", async () => {
        await insert(pendingFactor());
        expect(await activate()).toBe(true);
        expect(await find()).toEqual({
          ...pendingFactor(),
          status: "active",
          isDefault: true,
          lastStep: 500,
          lastUsedAtMillis: NOW + 1,
        });
      });

      it("takes a new label, and is no default unless it is told so", async () => {
        await insert(pendingFactor());
        expect(await activate({ label: "Tablet", isDefault: false })).toBe(true);
        expect(await find()).toMatchObject({ label: "Tablet", isDefault: false });
      });

      it("has one winner", async () => {
        await insert(pendingFactor());
        const won = await Promise.all(
          Array.from({ length: 10 }, (_, index) => activate({ step: 500 + index })),
        );
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect((await find())?.lastStep).toBe(500 + won.indexOf(true));
      });

      it("R-006: is refused once the enrolment has expired", async () => {
        await insert(pendingFactor());
        expect(await activate({ nowMillis: NOW + 600_000 })).toBe(false);
        expect((await find())?.status).toBe("pending");
      });

      it("is refused for a stranger and for what is active already", async () => {
        await insert(pendingFactor());
        for (const stranger of STRANGERS) expect(await activate({}, stranger)).toBe(false);
        expect(await activate()).toBe(true);
        expect(await activate({ step: 900 })).toBe(false);
        expect((await find())?.lastStep).toBe(500);
      });
    });

    describe("advanceStep", () => {
      const advance = (step: number, factorId = "fac_1", subject = ADA) =>
        write((totp) => totp.advanceStep(subject, factorId, step, NOW + step));

      it("R-010, R-011: only moves forward", async () => {
        await insert(activeFactor({ lastStep: 100 }));
        expect(await advance(100)).toBe(false);
        expect(await advance(99)).toBe(false);
        expect(await find()).toMatchObject({ lastStep: 100, lastUsedAtMillis: NOW });
        expect(await advance(101)).toBe(true);
        expect(await find()).toMatchObject({ lastStep: 101, lastUsedAtMillis: NOW + 101 });
        expect(await advance(101)).toBe(false);
      });

      it("R-012: of many at once one wins", async () => {
        await insert(activeFactor());
        const won = await Promise.all(Array.from({ length: 50 }, () => advance(200)));
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
      });

      it("is per factor and per subject", async () => {
        await insert(activeFactor(), activeFactor({ id: "fac_2" }));
        for (const stranger of STRANGERS) expect(await advance(200, "fac_1", stranger)).toBe(false);
        expect(await advance(200, "fac_2")).toBe(true);
        expect(await advance(200, "fac_1")).toBe(true);
      });

      it("is not for an enrolment", async () => {
        await insert(pendingFactor());
        expect(await advance(200)).toBe(false);
        expect((await find())?.lastStep).toBe(-1);
      });
    });

    describe("changing", () => {
      it("renames an active factor of the subject", async () => {
        await insert(activeFactor(), pendingFactor({ id: "fac_2" }));
        const rename = (factorId: string, subject = ADA) =>
          write((totp) => totp.rename(subject, factorId, "Work"));
        expect(await rename("fac_1")).toBe(true);
        expect((await find())?.label).toBe("Work");
        expect(await rename("fac_2")).toBe(false);
        expect(await rename("fac_unknown")).toBe(false);
        for (const stranger of STRANGERS) expect(await rename("fac_1", stranger)).toBe(false);
      });

      it("has one default", async () => {
        await insert(
          activeFactor({ isDefault: true }),
          activeFactor({ id: "fac_2" }),
          pendingFactor({ id: "fac_3" }),
        );
        const makeDefault = (factorId: string, subject = ADA) =>
          write((totp) => totp.makeDefault(subject, factorId));
        const defaults = async () =>
          (await unitOfWork.read((stores) => stores.totp.list(ADA)))
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
        await insert(activeFactor({ isDefault: true }), pendingFactor({ id: "fac_2" }));
        const count = (factorId = "fac_1", subject = ADA) =>
          write((totp) => totp.countFailure(subject, factorId, 3));
        const disable = () => write((totp) => totp.disableFailed(ADA, "fac_1", 3));
        for (const stranger of STRANGERS) expect(await count("fac_1", stranger)).toBe(false);
        expect(await count("fac_2")).toBe(false);
        await write((totp) => totp.releaseFailure(ADA, "fac_1"));
        expect([await count(), await count(), await disable()]).toEqual([true, true, false]);
        await write((totp) => totp.releaseFailure(ADA, "fac_1"));
        const counted = await Promise.all(Array.from({ length: 10 }, () => count()));
        expect(counted.filter(Boolean)).toHaveLength(2);
        const disabled = await Promise.all(Array.from({ length: 10 }, disable));
        expect(disabled.filter(Boolean)).toHaveLength(1);
        expect(await find()).toEqual(activeFactor({ status: "disabled", consecutiveFailures: 3 }));
        expect(await write((totp) => totp.advanceStep(ADA, "fac_1", 200, NOW))).toBe(false);
        expect(await count()).toBe(false);
      });

      it("R-037: forgets wrong codes in a row with a right one", async () => {
        await insert(activeFactor());
        await write((totp) => totp.countFailure(ADA, "fac_1", 3));
        expect((await find())?.consecutiveFailures).toBe(1);
        await write((totp) => totp.advanceStep(ADA, "fac_1", 200, NOW));
        expect((await find())?.consecutiveFailures).toBe(0);
      });

      it("R-031: leaves a status once, and is then no default", async () => {
        await insert(activeFactor({ isDefault: true }), pendingFactor({ id: "fac_2" }));
        const suspend = (factorId = "fac_1", subject = ADA) =>
          write((totp) =>
            totp.changeStatus(subject, factorId, { from: "active", to: "suspended" }),
          );
        for (const stranger of STRANGERS) expect(await suspend("fac_1", stranger)).toBe(false);
        expect(await suspend("fac_2")).toBe(false);
        expect(await suspend("fac_unknown")).toBe(false);
        const won = await Promise.all(Array.from({ length: 10 }, () => suspend()));
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect(await find()).toEqual(activeFactor({ status: "suspended", isDefault: false }));
        expect(await write((totp) => totp.advanceStep(ADA, "fac_1", 200, NOW))).toBe(false);
        expect(await write((totp) => totp.makeDefault(ADA, "fac_1"))).toBe(false);
        const resume = { from: "suspended", to: "active" } as const;
        expect(await write((totp) => totp.changeStatus(ADA, "fac_1", resume))).toBe(true);
        expect(await find()).toEqual(activeFactor());
      });

      it("removes a factor of any status once", async () => {
        await insert(activeFactor(), pendingFactor({ id: "fac_2" }));
        const remove = (factorId: string, subject = ADA) =>
          write((totp) => totp.remove(subject, factorId));
        for (const stranger of STRANGERS) expect(await remove("fac_1", stranger)).toBe(false);
        expect(await remove("fac_1")).toBe(true);
        expect(await remove("fac_1")).toBe(false);
        expect(await remove("fac_2")).toBe(true);
        expect(await find()).toBeUndefined();
      });

      it("removes the enrolments of one session and nothing else", async () => {
        await insert(
          pendingFactor({ id: "fac_1" }),
          pendingFactor({ id: "fac_2", sessionId: "ses_2" }),
          activeFactor({ id: "fac_3" }),
          ...STRANGERS.map((stranger) => pendingFactor({ ...stranger, id: "fac_4" })),
        );
        await write((totp) => totp.removePendingOf(ADA, "ses_1"));
        const left = await unitOfWork.read((stores) => stores.totp.list(ADA));
        expect(left.map(({ id }) => id)).toEqual(["fac_2", "fac_3"]);
        for (const stranger of STRANGERS) expect(await find("fac_4", stranger)).toBeDefined();
      });

      it("purges every enrolment that expired before, and no active factor", async () => {
        await insert(
          pendingFactor({ id: "fac_1", expiresAtMillis: NOW - 1 }),
          pendingFactor({ id: "fac_2", expiresAtMillis: NOW }),
          activeFactor({ id: "fac_3", expiresAtMillis: NOW - 1 }),
          pendingFactor({ projectId: "prj_b", expiresAtMillis: NOW - 1 }),
        );
        expect(await write((totp) => totp.purgePending(NOW))).toBe(2);
        expect(await write((totp) => totp.purgePending(NOW))).toBe(0);
        const left = await unitOfWork.read((stores) => stores.totp.list(ADA));
        expect(left.map(({ id }) => id)).toEqual(["fac_2", "fac_3"]);
      });
    });
  });
}
