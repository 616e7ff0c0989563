import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { MAX_TRUSTED_DEVICES, type TrustedDevice } from "./trusted-device.ts";
import type { TrustedDeviceStore } from "./trusted-device-store.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const NOW = 1_800_000_000_000;

/** The higher its number, the later it was trusted. */
function device(number: number, of: Subject = ADA): TrustedDevice {
  return {
    ...of,
    id: `dev_${number}`,
    seriesDigest: `series-${number}`,
    secretDigest: `secret-${number}`,
    trustedAtMillis: NOW + number,
    usedAtMillis: NOW + number,
    ip: "2001:db8::7",
    userAgent: "Agent/1 ☃",
  };
}

const USE = {
  fromDigest: "secret-1",
  toDigest: "secret-next",
  salt: "salt",
  ip: "192.0.2.1",
  userAgent: "Agent/2",
  nowMillis: NOW + 99,
};

/** What every `TrustedDeviceStore` keeps. */
export function describeTrustedDeviceStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "trustedDevices">>,
): void {
  describe(`TrustedDeviceStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "trustedDevices">>;
    const write = <T>(act: (devices: TrustedDeviceStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.trustedDevices));
    const insert = (...devices: readonly TrustedDevice[]) =>
      write(async (store) => {
        for (const each of devices) await store.insert(each);
      });
    const find = (number: number, subject: Subject = ADA) =>
      unitOfWork.read((stores) => stores.trustedDevices.find(subject, `series-${number}`));
    const idsOf = async (subject: Subject = ADA) =>
      (await unitOfWork.read((stores) => stores.trustedDevices.list(subject))).map(({ id }) => id);
    const rotate = (change: Partial<typeof USE> = {}, subject: Subject = ADA) =>
      write((store) => store.rotate(subject, "dev_1", { ...USE, ...change }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("finds a device as it was inserted, for its own subject alone", async () => {
      const used = { ...device(2), predecessor: { secretDigest: "before", salt: "salt" } };
      await insert(device(1), used);
      expect(await find(1)).toEqual(device(1));
      expect(await find(2)).toEqual(used);
      expect(await find(3)).toBeUndefined();
      for (const stranger of STRANGERS) expect(await find(1, stranger)).toBeUndefined();
    });

    it("lists a subject's devices, the one trusted last first", async () => {
      await insert(device(2), device(3), device(1));
      for (const stranger of STRANGERS) await insert(device(4, stranger));
      expect(await idsOf()).toEqual(["dev_3", "dev_2", "dev_1"]);
      for (const stranger of STRANGERS) expect(await idsOf(stranger)).toEqual(["dev_4"]);
    });

    it("R-061: replaces a secret once, and remembers what it was made from", async () => {
      await insert(device(1), device(2));
      expect(await rotate()).toBe(true);
      expect(await find(1)).toEqual({
        ...device(1),
        secretDigest: "secret-next",
        predecessor: { secretDigest: "secret-1", salt: "salt" },
        usedAtMillis: NOW + 99,
        ip: "192.0.2.1",
        userAgent: "Agent/2",
      });
      expect(await rotate()).toBe(false);
      expect(await rotate({ fromDigest: "secret-next", toDigest: "third" })).toBe(true);
      expect(await find(1)).toMatchObject({
        secretDigest: "third",
        predecessor: { secretDigest: "secret-next" },
      });
      expect(await find(2)).toEqual(device(2));
    });

    it("replaces nothing of another subject, nor of what is gone", async () => {
      await insert(device(1));
      for (const stranger of STRANGERS) expect(await rotate({}, stranger)).toBe(false);
      expect(await find(1)).toEqual(device(1));
      await write((store) => store.remove(ADA, "dev_1"));
      expect(await rotate()).toBe(false);
    });

    it("R-059: keeps ten; one more takes the place of the one trusted longest ago", async () => {
      const numbers = Array.from({ length: MAX_TRUSTED_DEVICES }, (_, index) => index + 1);
      await insert(...numbers.map((number) => device(number)));
      for (const stranger of STRANGERS) await insert(device(1, stranger));
      expect(await idsOf()).toHaveLength(MAX_TRUSTED_DEVICES);
      await insert(device(11));
      expect(await idsOf()).toHaveLength(MAX_TRUSTED_DEVICES);
      expect([await find(1), await find(2), await find(11)]).toEqual([
        undefined,
        device(2),
        device(11),
      ]);
      await write((store) => store.remove(ADA, "dev_7"));
      await insert(device(12));
      expect(await find(2)).toEqual(device(2));
      for (const stranger of STRANGERS) expect(await idsOf(stranger)).toEqual(["dev_1"]);
    });

    it("R-059: removes one device, of its own subject alone", async () => {
      await insert(device(1), device(2));
      const remove = (subject: Subject) => write((store) => store.remove(subject, "dev_1"));
      for (const stranger of STRANGERS) expect(await remove(stranger)).toBe(false);
      expect(await remove(ADA)).toBe(true);
      expect(await remove(ADA)).toBe(false);
      expect(await idsOf()).toEqual(["dev_2"]);
    });

    it("R-059: forgets all of a subject's devices, and nobody else's", async () => {
      await insert(device(1), device(2));
      for (const stranger of STRANGERS) await insert(device(1, stranger));
      expect(await write((store) => store.forget(ADA))).toBe(2);
      expect(await write((store) => store.forget(ADA))).toBe(0);
      expect(await idsOf()).toEqual([]);
      for (const stranger of STRANGERS) expect(await idsOf(stranger)).toEqual(["dev_1"]);
    });

    it("purges what was trusted before", async () => {
      await insert(device(1), device(2), device(3));
      for (const stranger of STRANGERS) await insert(device(2, stranger));
      expect(await write((store) => store.purge(NOW + 3))).toBe(4);
      expect(await write((store) => store.purge(NOW + 3))).toBe(0);
      expect(await idsOf()).toEqual(["dev_3"]);
    });
  });
}
