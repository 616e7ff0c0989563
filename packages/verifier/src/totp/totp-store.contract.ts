import { beforeEach, describe, expect, it } from "vitest";
import { ADA, describeFactorRecords, NOW, STRANGERS } from "../factor/factor-records.contract.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TotpFactor } from "./totp-factor.ts";
import type { TotpStore } from "./totp-store.ts";

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
export function describeTotpStore(name: string, openStores: OpenStores<VerifierStores>): void {
  describe(`TotpStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<VerifierStores>;
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

    describeFactorRecords<TotpFactor>({
      openStores,
      storeOf: (stores) => stores.totp,
      pending: pendingFactor,
      active: activeFactor,
      use: ({ totp }) => totp.advanceStep(ADA, "fac_1", 200, NOW),
    });
  });
}
