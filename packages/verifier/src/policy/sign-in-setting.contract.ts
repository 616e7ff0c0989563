import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };

/** What every `SignInSettingStore` keeps. */
export function describeSignInSettingStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "signInSettings">>,
): void {
  describe(`SignInSettingStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "signInSettings">>;
    const get = (subject: Subject) =>
      unitOfWork.read((stores) => stores.signInSettings.get(subject));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("is off for whoever never chose", async () => {
      expect(await get(ADA)).toBe("off");
    });

    it("remembers the last choice", async () => {
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "every_time"));
      expect(await get(ADA)).toBe("every_time");
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "once_per_device"));
      expect(await get(ADA)).toBe("once_per_device");
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "off"));
      expect(await get(ADA)).toBe("off");
    });

    it("R-005: holding a subject keeps whoever holds it next waiting for the end", async () => {
      let tellHeld = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        tellHeld = resolve;
      });
      const first = unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.hold(ADA);
        tellHeld();
        for (let read = 0; read < 50; read += 1) await signInSettings.get(ADA);
        await signInSettings.set(ADA, "every_time");
      });
      await held;
      const second = unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.hold(ADA);
        return signInSettings.get(ADA);
      });
      expect(await second).toBe("every_time");
      await first;
    });

    it("holding changes no choice", async () => {
      expect(await unitOfWork.write((stores) => stores.signInSettings.hold(ADA))).toBe(true);
      expect(await get(ADA)).toBe("off");
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "every_time"));
      await unitOfWork.write((stores) => stores.signInSettings.hold(ADA));
      expect(await get(ADA)).toBe("every_time");
    });

    it("keeps projects and people apart", async () => {
      await unitOfWork.write((stores) => stores.signInSettings.set(ADA, "every_time"));
      expect(await get({ ...ADA, projectId: "prj_b" })).toBe("off");
      expect(await get({ ...ADA, subjectId: "bob" })).toBe("off");
    });
  });
}
