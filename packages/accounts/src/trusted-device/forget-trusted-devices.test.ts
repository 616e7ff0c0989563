import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
} from "@twinlatch/testkit";
import {
  regenerateRecoveryCodes,
  requestReplacement,
  resumeFactor,
  suspendFactor,
} from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginEmailAddition } from "../email/begin-email-addition.ts";
import { preferEmail, removeEmail } from "../email/change-emails.ts";
import { confirmEmailAddition } from "../email/confirm-email-addition.ts";
import { changePassword } from "../password/change-password.ts";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { completeReplacement } from "../replacement/complete-replacement.ts";

const origin = TEST_ORIGIN;
const NEW = "a rainy walk by the sea";
/** Wrong codes in a row that disable a factor. */
const DISABLING_FAILURES = 50;
const DAY = 24 * 60 * 60_000;
const tellNobody = async () => {};

/** Ada's account, with two authenticators and a device that is trusted. */
interface TrustedTrial extends Trial {
  readonly tablet: Trial["phone"];
  /** The device, which is not the browser that does the change. */
  readonly laptop: AccountScenario;
}

let installation: TestInstallation;
let addresses = 0;

beforeAll(async () => {
  installation = await openTestInstallation("forgetting devices");
});
afterAll(() => installation.close());

async function open(): Promise<TrustedTrial> {
  const trial = await openTrial(installation);
  const { ada, phone } = trial;
  const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
  await ada.choose("once_per_device", phone);
  const laptop = ada.stranger();
  await laptop.trustDevice(phone);
  return { ...trial, tablet, laptop };
}

async function proved({ ada, phone }: TrustedTrial, action: string, target = "account") {
  const demand = await ada.prove(ada.demand({ action, target }), phone);
  installation.clock.advance(30_000);
  return demand;
}

/** An address of Ada's that waits for its code, with the code. */
async function beginAddress(trial: TrustedTrial) {
  const { deps, mails } = installation;
  addresses += 1;
  const email = `device-${addresses}@example.org`;
  const demand = await proved(trial, "account.email.change");
  const { addition } = granted(await beginEmailAddition(deps, { demand, email, origin }));
  const code = /[0-9]{6}/.exec(mails.at(-1)?.text ?? "")?.[0] ?? "";
  return { session: trial.ada.session, emailId: addition.id, code, origin };
}

/** A second address of Ada's, and her device trusted again: adding it ended the trust. */
async function addAddress(trial: TrustedTrial): Promise<string> {
  const added = await confirmEmailAddition(installation.deps, await beginAddress(trial));
  await trial.laptop.trustDevice(trial.phone);
  return granted(added).email.id;
}

type Change = (trial: TrustedTrial) => Promise<unknown>;

const FORGETTING: Readonly<Record<string, Change>> = {
  "the password is changed": async (trial) => {
    const demand = await proved(trial, "account.password.change");
    return changePassword(installation.deps, { demand, newPassword: NEW, origin });
  },
  "the password is reset by mail": async ({ ada: { email } }) => {
    const { deps, mails } = installation;
    await beginPasswordReset(deps, { email, addressBlock: origin.ip, origin });
    const token = /#(\S+)/.exec(mails.at(-1)?.text ?? "")?.[1] ?? "";
    return completePasswordReset(deps, {
      token,
      newPassword: NEW,
      addressBlock: origin.ip,
      origin,
    });
  },
  "an e-mail address is added": async (trial) =>
    confirmEmailAddition(installation.deps, await beginAddress(trial)),
  "another address becomes the main one": async (trial) => {
    const emailId = await addAddress(trial);
    const demand = await proved(trial, "account.email.change", emailId);
    return preferEmail(installation.deps, { demand, emailId, origin });
  },
  "an e-mail address is removed": async (trial) => {
    const emailId = await addAddress(trial);
    const demand = await proved(trial, "account.email.change", emailId);
    return removeEmail(installation.deps, { demand, emailId, origin });
  },
  "new recovery codes are made": async (trial) => {
    const demand = await proved(trial, "account.recovery_codes.regenerate");
    return regenerateRecoveryCodes(installation.deps, { demand, origin });
  },
  "a factor is removed": async (trial) => {
    const { factorId } = trial.tablet;
    const demand = await proved(trial, "account.factor.remove", factorId);
    return trial.ada.removeFor(demand, factorId);
  },
  "a factor is suspended": async (trial) => {
    const { factorId } = trial.tablet;
    const demand = await proved(trial, "account.factor.suspend", factorId);
    return suspendFactor(installation.deps, { demand, factorId, origin }, tellNobody);
  },
  "a factor is disabled for its wrong codes": async ({ ada, tablet }) => {
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(async ({ totp }) => {
      for (let wrong = 1; wrong < DISABLING_FAILURES; wrong += 1) {
        await totp.countFailure(ada.subject, tablet.factorId, DISABLING_FAILURES);
      }
    });
    const step = await ada.beginSignIn();
    const ended = await ada.answer(step, tablet, tablet.wrongCode());
    return ended.outcome === "refused" && ended.reason === "invalid_code"
      ? { outcome: "disabled" }
      : ended;
  },
  "a factor is replaced": async ({ ada, phone, laptop }) => {
    const { deps, clock } = installation;
    const { factorId } = phone;
    const demand = ada.demand({ action: "account.factor.replace", target: factorId });
    const input = { demand: await ada.prove(demand), factorId, origin };
    const { token } = granted(await requestReplacement(deps, input, tellNobody));
    clock.advance(DAY);
    expect(await laptop.signIn()).toMatchObject({ isTrusted: true });
    const step = await ada.beginSignIn();
    return completeReplacement(deps, { ...step, replacementToken: token, origin });
  },
  "somebody who came back with a recovery code adds a factor": async (trial) => {
    const rescued = await trial.ada.recover(trial.recoveryCodes[0] ?? "");
    expect(await trial.laptop.signIn()).toMatchObject({ isTrusted: true });
    await rescued.addAuthenticator("New phone");
    return { outcome: "added" };
  },
  "the setting asks every time": async ({ ada }) => {
    await ada.choose("every_time");
    return { outcome: "set" };
  },
  "the setting is off for a while": async ({ ada, phone }) => {
    await ada.choose("off", phone);
    await ada.choose("once_per_device");
    return { outcome: "set" };
  },
};

/** What leaves the trust as it is: it takes nothing away, or only the right of somebody else. */
const KEEPING: Readonly<Record<string, Change>> = {
  "the setting is chosen again": async ({ ada }) => {
    await ada.choose("once_per_device");
    return { outcome: "set" };
  },
  "a factor is added with a code": async ({ ada, phone }) => {
    await ada.addAuthenticator("Watch", phone);
    return { outcome: "added" };
  },
  "a recovery code is used": async ({ ada, recoveryCodes }) => {
    await ada.recover(recoveryCodes[0] ?? "");
    return { outcome: "signed_in" };
  },
  "somebody with the password fails at the second step": async ({ ada, phone }) => {
    const stranger = ada.stranger();
    await stranger.answer(await stranger.beginSignIn(), phone, phone.wrongCode());
    return { outcome: "failed" };
  },
  "new recovery codes are refused for want of a proof": async ({ ada }) => {
    const demand = ada.demand({ action: "account.recovery_codes.regenerate" });
    await regenerateRecoveryCodes(installation.deps, { demand, origin });
    return { outcome: "refused as it has to be" };
  },
  "a factor that is not suspended is to be resumed": async (trial) => {
    const { factorId } = trial.tablet;
    const demand = await proved(trial, "account.factor.resume", factorId);
    await resumeFactor(installation.deps, { demand, factorId, origin }, tellNobody);
    return { outcome: "refused as it has to be" };
  },
};

const devicesOf = ({ subject }: AccountScenario) =>
  installation.deps.unitOfWork.read((stores) => stores.trustedDevices.list(subject));

describe("trust in devices", () => {
  it.for(Object.entries(FORGETTING))("R-059, R-008: ends when %s", async ([, change]) => {
    const trial = await open();
    expect(await devicesOf(trial.ada)).toHaveLength(1);
    expect(await change(trial)).not.toMatchObject({ outcome: "refused" });
    expect(await devicesOf(trial.ada)).toEqual([]);
    expect((await trial.laptop.signIn()).outcome).not.toBe("signed_in");
  });

  it.for(Object.entries(KEEPING))("stays when %s", async ([, change]) => {
    const trial = await open();
    expect(await change(trial)).not.toMatchObject({ outcome: "refused" });
    expect(await devicesOf(trial.ada)).toHaveLength(1);
    expect(await trial.laptop.signIn()).toMatchObject({ isTrusted: true });
  });

  it("R-059: of somebody else stays, whatever one does", async () => {
    const [trial, other] = [await open(), await open()];
    for (const change of Object.values(FORGETTING).slice(0, 1)) await change(trial);
    expect(await devicesOf(trial.ada)).toEqual([]);
    expect(await other.laptop.signIn()).toMatchObject({ isTrusted: true });
  });
});
