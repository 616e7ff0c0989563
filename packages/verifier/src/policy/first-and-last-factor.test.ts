import {
  granted,
  openTestInstallation,
  openTrial,
  SeededRandom,
  type Trial,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeRecoveryCodes } from "../recovery-code/make-recovery-codes.ts";
import { giveFirstCodes, prepareFirstFactor } from "./first-and-last-factor.ts";

let trial: Trial;

beforeEach(async () => {
  trial = await openTrial(await openTestInstallation("first codes"));
});

afterEach(() => trial.installation.close());

describe("the recovery codes of a first factor", () => {
  it("are not made for whoever has some", async () => {
    const { installation, ada } = trial;
    expect(await prepareFirstFactor(installation.deps, ada.subject, 0)).toBeUndefined();
  });

  it("are thrown away when a set came into being while they were hashed", async () => {
    const { installation, ada, recoveryCodes } = trial;
    const { codeHasher, unitOfWork } = installation.deps;
    const random = new SeededRandom("late codes");
    const late = await makeRecoveryCodes({ codeHasher, random }, 0);
    const shown = await unitOfWork.write((stores) => giveFirstCodes(stores, ada.subject, late));
    expect(shown).toBeUndefined();
    const step = await ada.beginSignIn();
    expect(await ada.answerWithRecoveryCode(step, late.codes[0]!)).toMatchObject({
      outcome: "refused",
    });
    expect(granted(await ada.answerWithRecoveryCode(step, recoveryCodes[0]!))).toMatchObject({
      recoveryCodesRemaining: 7,
    });
  });
});
