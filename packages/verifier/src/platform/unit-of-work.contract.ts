import { beforeEach, describe, expect, it } from "vitest";
import type { VerifierStores } from "../verifier-stores.ts";
import { FaultError, StorageUnavailableError } from "./fault.ts";
import type { Subject } from "./subject.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

/** Opens a unit of work on an empty database of its own, which the caller closes after the test. */
export type OpenStores<Stores> = () => Promise<UnitOfWork<Stores>>;

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };

/** What every unit of work keeps: shown with the simplest store. */
export function describeUnitOfWork(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "signInSettings">>,
): void {
  describe(`UnitOfWork on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "signInSettings">>;
    const settingNow = () => unitOfWork.read((stores) => stores.signInSettings.get(ADA));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("commits before it resolves and returns what the work returned", async () => {
      const returned = await unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.set(ADA, "every_time");
        return { seenInside: await signInSettings.get(ADA) };
      });
      expect(returned).toEqual({ seenInside: "every_time" });
      expect(await settingNow()).toBe("every_time");
    });

    it("rolls everything back when the work throws, and throws the same", async () => {
      const reason = new Error("changed my mind");
      const written = unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.set(ADA, "every_time");
        throw reason;
      });
      await expect(written).rejects.toBe(reason);
      expect(await settingNow()).toBe("off");
    });

    it("shows nothing of a transaction to others before it commits", async () => {
      const seen = await unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.set(ADA, "every_time");
        return settingNow();
      });
      expect(seen).toBe("off");
      expect(await settingNow()).toBe("every_time");
    });

    it("keeps units of work apart: one that throws takes nothing of the others with it", async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          unitOfWork.write(async ({ signInSettings }) => {
            const subject = { ...ADA, subjectId: `person-${index}` };
            await signInSettings.set(subject, "every_time");
            if (index % 3 === 0) throw new Error(`no ${index}`);
          }),
        ),
      );
      const settings = await unitOfWork.read(({ signInSettings }) =>
        Promise.all(
          outcomes.map((_, index) => signInSettings.get({ ...ADA, subjectId: `person-${index}` })),
        ),
      );
      expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual(
        settings.map((setting) => setting === "every_time"),
      );
      expect(settings.filter((setting) => setting === "off")).toHaveLength(7);
    });

    it("lets nobody write while reading", async () => {
      const written = unitOfWork.read((stores) => stores.signInSettings.set(ADA, "every_time"));
      await expect(written).rejects.toBeInstanceOf(FaultError);
      expect(await settingNow()).toBe("off");
    });

    it("refuses statements of a work that has ended", async () => {
      const leaked = await unitOfWork.write(async ({ signInSettings }) => ({ signInSettings }));
      await expect(leaked.signInSettings.set(ADA, "every_time")).rejects.toBeInstanceOf(
        StorageUnavailableError,
      );
      expect(await settingNow()).toBe("off");
    });

    it("goes on after a work that threw", async () => {
      await unitOfWork.write(() => Promise.reject(new Error("once"))).catch(() => undefined);
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "every_time"));
      expect(await settingNow()).toBe("every_time");
    });
  });
}
