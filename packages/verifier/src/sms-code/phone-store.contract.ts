import { beforeEach, describe, expect, it } from "vitest";
import { ADA, describeFactorRecords, NOW, STRANGERS } from "../factor/factor-records.contract.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { PhoneFactor } from "./phone-factor.ts";

function pendingPhone(change: Partial<PhoneFactor> = {}): PhoneFactor {
  return {
    ...ADA,
    id: "fac_1",
    label: "Ada’s 📱 'phone'",
    status: "pending",
    isDefault: false,
    sealedNumber: Uint8Array.from([0, 1, 127, 128, 255, 0]),
    numberKey: "key-of-the-number",
    hint: "89",
    channel: "sms",
    consecutiveFailures: 0,
    sessionId: "ses_1",
    createdAtMillis: NOW,
    expiresAtMillis: NOW + 600_000,
    ...change,
  };
}

function activePhone(change: Partial<PhoneFactor> = {}): PhoneFactor {
  return pendingPhone({ status: "active", lastUsedAtMillis: NOW, ...change });
}

/** What every `PhoneStore` keeps. */
export function describePhoneStore(name: string, openStores: OpenStores<VerifierStores>): void {
  describe(`PhoneStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<VerifierStores>;
    const find = (phoneId = "fac_1") =>
      unitOfWork.read((stores) => stores.phones.find(ADA, phoneId));
    const insert = (phone: PhoneFactor) =>
      unitOfWork.write((stores) => stores.phones.insert(phone));
    const by = { isDefault: true, nowMillis: NOW + 1 };
    const activate = (change: Partial<typeof by> & { label?: string } = {}, subject = ADA) =>
      unitOfWork.write(({ phones }) => phones.activate(subject, "fac_1", { ...by, ...change }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("gives back what it was given", async () => {
      const enrolled = pendingPhone();
      const confirmed = activePhone({ id: "fac_2", isDefault: true, channel: "voice", hint: "07" });
      await insert(enrolled);
      await insert(confirmed);
      expect(await find("fac_1")).toEqual(enrolled);
      expect(await find("fac_2")).toEqual(confirmed);
    });

    it("takes an enrolment into use, with a new name where one is given", async () => {
      await insert(pendingPhone());
      expect(await activate({ label: "Work" })).toBe(true);
      expect(await find()).toEqual(
        activePhone({ label: "Work", isDefault: true, lastUsedAtMillis: NOW + 1 }),
      );
    });

    it("has one winner among those who take it into use", async () => {
      await insert(pendingPhone());
      const won = await Promise.all(Array.from({ length: 10 }, () => activate()));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it("R-002: takes none into use that has expired, or is a stranger's", async () => {
      await insert(pendingPhone());
      for (const stranger of STRANGERS) expect(await activate({}, stranger)).toBe(false);
      expect(await activate({ nowMillis: NOW + 600_000 })).toBe(false);
      expect((await find())?.status).toBe("pending");
    });

    it("lets an enrolment live longer, and nothing that is in use or has used up its tries", async () => {
      const extend = (phoneId: string, subject = ADA) =>
        unitOfWork.write(({ phones }) => {
          const longer = { untilMillis: NOW + 900_000, maxAttempts: 1 };
          return phones.extendPending(subject, phoneId, longer);
        });
      await insert(pendingPhone());
      await insert(activePhone({ id: "fac_2" }));
      await insert(pendingPhone({ id: "fac_3" }));
      const tried = { sessionId: "ses_1", nowMillis: NOW, maxAttempts: 1 };
      await unitOfWork.write(({ phones }) => phones.reserveConfirmation(ADA, "fac_3", tried));
      for (const stranger of STRANGERS) expect(await extend("fac_1", stranger)).toBe(false);
      for (const phoneId of ["fac_2", "fac_3"]) {
        expect(await extend(phoneId)).toBe(false);
        expect((await find(phoneId))?.expiresAtMillis).toBe(NOW + 600_000);
      }
      expect(await extend("fac_1")).toBe(true);
      expect((await find("fac_1"))?.expiresAtMillis).toBe(NOW + 900_000);
    });

    it("notes a right code of a phone in use alone", async () => {
      await insert(pendingPhone());
      const noteUse = () => unitOfWork.write(({ phones }) => phones.noteUse(ADA, "fac_1", NOW + 5));
      expect(await noteUse()).toBe(false);
      await activate();
      expect(await noteUse()).toBe(true);
      expect((await find())?.lastUsedAtMillis).toBe(NOW + 5);
    });

    describeFactorRecords<PhoneFactor>({
      openStores,
      storeOf: (stores) => stores.phones,
      pending: pendingPhone,
      active: activePhone,
      use: ({ phones }) => phones.noteUse(ADA, "fac_1", NOW),
    });
  });
}
