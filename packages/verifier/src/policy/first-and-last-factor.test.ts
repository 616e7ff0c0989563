import {
  granted,
  openTestInstallation,
  openTrial,
  SeededRandom,
  type Trial,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeRecoveryCodes } from "../recovery-code/make-recovery-codes.ts";
import { describeSecurity } from "./describe-security.ts";
import { giveFirstCodes, prepareFirstFactor, settleRemoval } from "./first-and-last-factor.ts";

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

  it("are none where none were made, whatever became of the set", async () => {
    const { installation, ada } = trial;
    const shown = await installation.deps.unitOfWork.write(async (stores) => {
      await stores.recoveryCodes.remove(ada.subject);
      return giveFirstCodes(stores, ada.subject, undefined);
    });
    expect(shown).toBeUndefined();
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

describe("what is left when a factor was removed", () => {
  it("says whether two-factor authentication is off with it, and then no code is left", async () => {
    const { installation, ada, phone } = trial;
    const { deps } = installation;
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const remove = ({ factorId }: { factorId: string }) =>
      deps.unitOfWork.write(async (stores) => {
        await stores.totp.remove(ada.subject, factorId);
        return settleRemoval(deps, stores, ada.subject);
      });
    expect(await remove(tablet)).toBe(false);
    expect(await describeSecurity(deps, ada.subject)).toMatchObject({
      isEnabled: true,
      recoveryCodes: { remaining: 8 },
    });
    expect(await remove(phone)).toBe(true);
    expect(await describeSecurity(deps, ada.subject)).toMatchObject({
      signInSetting: "off",
      recoveryCodes: undefined,
    });
  });
});
