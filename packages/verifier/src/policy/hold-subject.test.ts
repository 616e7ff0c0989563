import { openTestInstallation, openTrial, type TestInstallation } from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdSubject } from "./hold-subject.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await openTestInstallation("held subjects");
});

afterAll(() => installation.close());

describe("holding a subject", () => {
  it("lets whoever is there be acted upon", async () => {
    const { ada } = await openTrial(installation);
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(async (stores) => {
      await holdSubject(stores, ada.subject);
      await stores.signInSettings.set(ada.subject, "off");
    });
    const setting = await unitOfWork.read((stores) => stores.signInSettings.get(ada.subject));
    expect(setting).toBe("off");
  });

  it("R-094: fails for whoever was deleted, and leaves nothing behind", async () => {
    const { ada } = await openTrial(installation);
    const gone = { ...ada.subject, subjectId: "acc_deleted" };
    const before = installation.rows.all();
    const acting = installation.deps.unitOfWork.write(async (stores) => {
      await stores.spraying.noteHour({ startMillis: 0, suspects: 1, isAlarmed: false });
      await holdSubject(stores, gone);
    });
    await expect(acting).rejects.toMatchObject({
      name: "SubjectGoneError",
      message: "The subject was deleted",
    });
    expect(installation.rows.all()).toEqual(before);
  });
});
