import {
  type AccountScenario,
  addPhone,
  granted,
  openTestInstallation,
  openTrial,
  proveByText,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { setSignInSetting } from "../policy/set-sign-in-setting.ts";
import type { StepUpDemand } from "../step-up/spend-proof.ts";
import { resumeFactor } from "./resume-factor.ts";
import { suspendFactor } from "./suspend-factor.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];
let told: string[];

beforeAll(async () => {
  installation = await openTestInstallation("suspension");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
  told = [];
});

const refused = (reason: string) => ({ outcome: "refused", reason });
const SUSPENDED = { outcome: "suspended" };

async function security() {
  return describeSecurity(installation.deps, ada.subject);
}

function demandOn(
  browser: AccountScenario,
  act: "suspend" | "resume" | "remove",
  { factorId }: Pick<TestAuthenticator, "factorId">,
): StepUpDemand {
  return browser.demand({ action: `account.factor.${act}`, target: factorId });
}

function suspendFor(demand: StepUpDemand, { factorId }: Pick<TestAuthenticator, "factorId">) {
  const input = { demand, factorId, origin: TEST_ORIGIN };
  return suspendFactor(installation.deps, input, async (_, { label, isLast }) => {
    told.push(`suspended ${label}${isLast ? ", the last" : ""}`);
  });
}

function resumeFor(demand: StepUpDemand, { factorId }: Pick<TestAuthenticator, "factorId">) {
  const input = { demand, factorId, origin: TEST_ORIGIN };
  return resumeFactor(installation.deps, input, async (_, { label }) => {
    told.push(`resumed ${label}`);
  });
}

/** Suspends it, proved by the given authenticator or else the password. */
async function suspend(factor: TestAuthenticator, proving?: TestAuthenticator) {
  const proved = await ada.prove(demandOn(ada, "suspend", factor), proving);
  installation.clock.advance(30_000);
  return suspendFor(proved, factor);
}

async function useUpRecoveryCodes() {
  await installation.deps.unitOfWork.write(async ({ recoveryCodes: codes }) => {
    const set = await codes.find(ada.subject);
    for (let slot = 1; slot <= 8; slot += 1) await codes.consume(ada.subject, set!.id, slot, 0);
  });
}

describe("suspending in a full session", () => {
  it("R-005: needs a proof, and says which", async () => {
    const demand = demandOn(ada, "suspend", phone);
    expect(await suspendFor(demand, phone)).toEqual(refused("step_up_required"));
    expect(await security()).toMatchObject({ factors: [{ status: "active" }] });
    expect(told).toEqual([]);
  });

  it("takes the code or the password: a thief with the phone cannot, its owner without it can", async () => {
    expect(await suspend(phone)).toEqual(SUSPENDED);
    const { factors, isEnabled, signInSetting } = await security();
    expect(factors).toMatchObject([{ status: "suspended", isDefault: false }]);
    expect([isEnabled, signInSetting]).toEqual([true, "every_time"]);
    expect(told).toEqual(["suspended Phone, the last"]);
  });

  it("does not take the password in a session that never had a second factor", async () => {
    const off = await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
    granted(
      await setSignInSetting(installation.deps, {
        demand: off,
        value: "off",
        origin: TEST_ORIGIN,
      }),
    );
    const weak = await ada.elsewhere();
    const challengeId = await weak.openStepUp(demandOn(weak, "suspend", phone));
    expect(await weak.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
  });

  it("never leaves an account without a way in: the last one stays while there are no codes", async () => {
    await useUpRecoveryCodes();
    expect(await suspend(phone)).toEqual(refused("last_factor"));
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    expect(await suspend(phone, tablet)).toEqual(SUSPENDED);
    expect(await suspend(tablet, tablet)).toEqual(refused("last_factor"));
    expect(told).toEqual(["suspended Phone"]);
  });

  it("moves the default to one that is in use", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    expect(await suspend(phone, tablet)).toEqual(SUSPENDED);
    const { factors } = await security();
    expect(factors.map(({ status, isDefault }) => [status, isDefault])).toEqual([
      ["suspended", false],
      ["active", true],
    ]);
  });

  it("tells once, and answers alike, when it is sent twice", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    expect(await suspend(phone, tablet)).toEqual(SUSPENDED);
    expect(await suspend(phone, tablet)).toEqual(SUSPENDED);
    expect(told).toEqual(["suspended Phone"]);
  });

  it("knows no factor of another account, and no enrolment", async () => {
    const { ada: bob } = await openTrial(installation);
    expect(await suspendFor(demandOn(bob, "suspend", phone), phone)).toEqual(refused("not_found"));
    const pending = await ada.enrol("Tablet", phone);
    expect(await suspendFor(demandOn(ada, "suspend", pending), pending)).toEqual(
      refused("not_found"),
    );
  });
});

describe("a suspended authenticator", () => {
  it("verifies nothing: neither a sign-in nor a step-up", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    await suspend(phone, tablet);
    const step = await ada.beginSignIn();
    expect(await ada.answer(step, phone)).toEqual(refused("not_found"));
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.factor.add" }));
    expect(await ada.answerStepUp(challengeId, phone)).toEqual(refused("not_found"));
    expect(await ada.answer(step, tablet)).toMatchObject({ outcome: "signed_in" });
  });

  it("still asks for a second step when it was the last: a recovery code is the way in", async () => {
    await suspend(phone);
    const rescued = await ada.recover(recoveryCodes[0]!);
    expect(rescued.session.isRecovery).toBe(true);
  });

  it("R-005: leaves no act to the password", async () => {
    await suspend(phone);
    for (const action of ["account.factor.add", "account.factor.resume"]) {
      const challengeId = await ada.openStepUp(ada.demand({ action, target: phone.factorId }));
      expect(await ada.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
      expect(await ada.answerStepUp(challengeId, phone)).toEqual(refused("not_found"));
    }
  });

  it("is resumed by another one in use, and then works", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    await suspend(phone, tablet);
    const demand = demandOn(ada, "resume", phone);
    expect(await resumeFor(demand, phone)).toEqual(refused("step_up_required"));
    const proved = await ada.prove(demand, tablet);
    expect(await resumeFor(proved, phone)).toEqual({ outcome: "resumed" });
    expect(await resumeFor(proved, phone)).toEqual(refused("not_found"));
    installation.clock.advance(30_000);
    expect(await ada.answer(await ada.beginSignIn(), phone)).toMatchObject({
      outcome: "signed_in",
    });
    expect(told).toEqual(["suspended Phone", "resumed Phone"]);
  });

  it("is the default one when the one that proved it has been suspended since", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    await suspend(phone, tablet);
    const proved = await ada.prove(demandOn(ada, "resume", phone), tablet);
    installation.clock.advance(30_000);
    await suspend(tablet, tablet);
    expect(await resumeFor(proved, phone)).toEqual({ outcome: "resumed" });
    const { factors } = await security();
    expect(factors.map(({ label, isDefault }) => [label, isDefault])).toEqual([
      ["Phone", true],
      ["Tablet", false],
    ]);
  });

  it("accepts no code that it accepted before it was suspended", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const code = phone.code();
    granted(await ada.answer(await ada.beginSignIn(), phone, code));
    granted(await suspendFor(await ada.prove(demandOn(ada, "suspend", phone), tablet), phone));
    installation.clock.advance(30_000);
    granted(await resumeFor(await ada.prove(demandOn(ada, "resume", phone), tablet), phone));
    expect(await ada.answer(await ada.beginSignIn(), phone, code)).toEqual(
      refused("code_already_used"),
    );
  });

  it("must go before the last one in use goes: nobody turns protection off by half", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    await suspend(phone, tablet);
    const last = await ada.prove(demandOn(ada, "remove", tablet), tablet);
    expect(await ada.removeFor(last, tablet.factorId)).toEqual(refused("last_factor"));
    installation.clock.advance(30_000);
    const old = await ada.prove(demandOn(ada, "remove", phone), tablet);
    expect(await ada.removeFor(old, phone.factorId)).toEqual({ outcome: "removed" });
    expect(await ada.removeFor(last, tablet.factorId)).toEqual({ outcome: "removed" });
    expect(await security()).toMatchObject({ isEnabled: false, factors: [] });
  });
});

describe("suspending in a session begun with a recovery code", () => {
  it("R-031: is done at once, for any factor, and leaves two-factor authentication on", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const rescued = await ada.recover(recoveryCodes[0]!);
    for (const factor of [phone, tablet]) {
      expect(await suspendFor(demandOn(rescued, "suspend", factor), factor)).toEqual(SUSPENDED);
    }
    const { factors, isEnabled, recoveryCodes: codes } = await security();
    expect(factors.map(({ status }) => status)).toEqual(["suspended", "suspended"]);
    expect([isEnabled, codes?.remaining]).toEqual([true, 7]);
  });

  it("R-031: is done with no code left too, because another authenticator can be added", async () => {
    const rescued = await ada.recover(recoveryCodes[0]!);
    await useUpRecoveryCodes();
    expect(await suspendFor(demandOn(rescued, "suspend", phone), phone)).toEqual(SUSPENDED);
    await rescued.addAuthenticator("New phone");
    expect(await security()).toMatchObject({
      isEnabled: true,
      factors: [{ status: "suspended" }, { status: "active", isDefault: true }],
    });
  });

  it("R-031: is over after ten minutes, as enrolling is", async () => {
    const rescued = await ada.recover(recoveryCodes[0]!);
    installation.clock.advance(10 * 60_000);
    expect(await suspendFor(demandOn(rescued, "suspend", phone), phone)).toEqual(
      refused("recovery_session"),
    );
  });

  it("R-031: resumes and removes nothing until the new one is confirmed, and then needs it", async () => {
    const rescued = await ada.recover(recoveryCodes[0]!);
    granted(await suspendFor(demandOn(rescued, "suspend", phone), phone));
    expect(await resumeFor(demandOn(rescued, "resume", phone), phone)).toEqual(
      refused("recovery_session"),
    );
    const removal = () => demandOn(rescued, "remove", phone);
    expect(await rescued.removeFor(removal(), phone.factorId)).toEqual(refused("recovery_session"));
    const { authenticator: fresh } = await rescued.addAuthenticator("New phone");
    expect(await rescued.removeFor(removal(), phone.factorId)).toEqual(refused("step_up_required"));
    const proved = await rescued.prove(removal(), fresh);
    expect(await rescued.removeFor(proved, phone.factorId)).toEqual({ outcome: "removed" });
    expect(await security()).toMatchObject({ isEnabled: true, factors: [{ label: "New phone" }] });
  });

  it("goes on in another session when this one is left half way", async () => {
    const first = await ada.recover(recoveryCodes[0]!);
    granted(await suspendFor(demandOn(first, "suspend", phone), phone));
    await first.enrol("Half way");
    const second = await ada.recover(recoveryCodes[1]!);
    const { authenticator: fresh } = await second.addAuthenticator("New phone");
    expect(second.session.isRecovery).toBe(false);
    expect(await ada.answer(await ada.beginSignIn(), fresh)).toMatchObject({
      outcome: "signed_in",
    });
  });
});

describe("an account without recovery codes", () => {
  const removeCodes = () =>
    installation.deps.unitOfWork.write(({ recoveryCodes: codes }) => codes.remove(ada.subject));

  it("keeps its last one in use", async () => {
    await removeCodes();
    expect(await suspend(phone)).toEqual(refused("last_factor"));
  });

  it("suspends a phone while another phone is left", async () => {
    const bob = await signUpAccount(installation, "bob-with-phones@example.org");
    const first = await addPhone(installation, bob);
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(async ({ phones, recoveryCodes: codes }) => {
      const own = await phones.find(bob.subject, first.factorId);
      await phones.insert({ ...own!, id: "pho_other", numberKey: "other", isDefault: false });
      await codes.remove(bob.subject);
    });
    const demand = await proveByText(installation, bob, demandOn(bob, "suspend", first), first);
    expect(await suspendFor(demand, first)).toEqual(SUSPENDED);
    expect(told).toEqual(["suspended Phone"]);
  });
});

describe("taking one into use again", () => {
  it("leaves the default where it is, and finds nothing of an unknown one", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    granted(await suspend(phone, tablet));
    const demand = await ada.prove(demandOn(ada, "resume", phone), tablet);
    const unknown = { factorId: "fac_unknown" };
    expect(await resumeFor(demand, unknown)).toEqual(refused("not_found"));
    expect(await resumeFor(demand, phone)).toEqual({ outcome: "resumed" });
    expect((await security()).factors).toMatchObject([
      { label: "Phone", status: "active", isDefault: false },
      { label: "Tablet", status: "active", isDefault: true },
    ]);
  });

  it("is not needed to remove one: of two suspended ones each can go", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const demand = await ada.prove(demandOn(ada, "remove", phone), tablet);
    installation.clock.advance(30_000);
    granted(await suspend(phone, tablet));
    granted(await suspend(tablet, tablet));
    expect(await ada.removeFor(demand, phone.factorId)).toEqual({ outcome: "removed" });
    expect((await security()).factors).toMatchObject([{ label: "Tablet", status: "suspended" }]);
  });
});
