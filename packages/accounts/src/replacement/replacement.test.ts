import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import {
  cancelReplacement,
  describeSecurity,
  regenerateRecoveryCodes,
  requestReplacement,
  setSignInSetting,
} from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "../session/find-session.ts";
import { completeReplacement } from "./complete-replacement.ts";
import { findReplacement } from "./find-replacement.ts";

const DAY = 24 * 60 * 60_000;
const origin = TEST_ORIGIN;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];
let told: string[];

beforeAll(async () => {
  installation = await openTestInstallation("replacement");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
  told = [];
});

function demandOf(browser: AccountScenario, { factorId }: { factorId: string } = phone) {
  return browser.demand({ action: "account.factor.replace", target: factorId });
}

function requestFor(demand: ReturnType<typeof demandOf>, { factorId } = phone) {
  const input = { demand, factorId, origin };
  return requestReplacement(installation.deps, input, async (_, { label }) => {
    told.push(`requested ${label}`);
  });
}

/** Asks for the phone's replacement in Ada's full session, with the password. */
async function request(browser = ada) {
  return granted(await requestFor(await browser.prove(demandOf(browser))));
}

function cancel(browser = ada) {
  const { subject, session } = browser;
  const input = { subject, sessionId: session.id, origin };
  return cancelReplacement(installation.deps, input, async () => void told.push("cancelled"));
}

async function complete(replacementToken: string, step?: { challengeId: string; ticket: string }) {
  const { challengeId, ticket } = step ?? (await ada.beginSignIn());
  const input = { challengeId, ticket, replacementToken, origin };
  return completeReplacement(installation.deps, input);
}

async function security() {
  return describeSecurity(installation.deps, ada.subject);
}

describe("asking for a replacement", () => {
  it("R-093: takes a full session and, freshly, the password", async () => {
    expect(await requestFor(demandOf(ada))).toEqual(refused("step_up_required"));
    const { replacement } = await request();
    expect(replacement.readyAtMillis - replacement.requestedAtMillis).toBe(DAY);
    expect(told).toEqual(["requested Phone"]);
    expect(await security()).toMatchObject({ isEnabled: true, factors: [{ status: "active" }] });
  });

  it("R-093: is refused in a session begun with a recovery code", async () => {
    const rescued = await ada.recover(recoveryCodes[0]!);
    expect(await requestFor(demandOf(rescued))).toEqual(refused("recovery_session"));
  });

  it("R-093: is refused in a session that the password alone began", async () => {
    const off = await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
    const setting = { demand: off, value: "off", origin } as const;
    granted(await setSignInSetting(installation.deps, setting, async () => undefined));
    const weak = await ada.elsewhere();
    expect(await requestFor(demandOf(weak))).toEqual(refused("full_session_required"));
    const challengeId = await weak.openStepUp(demandOf(weak));
    expect(await weak.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
  });

  it("is refused while one waits, and taken again when that came to nothing", async () => {
    const proved = await ada.prove(demandOf(ada));
    await request();
    expect(await requestFor(proved)).toEqual(refused("replacement_waiting"));
    expect(await cancel()).toEqual({ outcome: "cancelled" });
    expect(await requestFor(proved)).toMatchObject({ outcome: "requested" });
    expect(told).toEqual(["requested Phone", "cancelled", "requested Phone"]);
  });

  it("of several at once one waits", async () => {
    const proofs = await Promise.all([1, 2, 3].map(() => ada.openStepUp(demandOf(ada))));
    const demands = [];
    for (const challengeId of proofs) {
      const approved = granted(await ada.answerStepUp(challengeId));
      await ada.follow(approved.sessionToken);
      demands.push({ ...demandOf(ada), proofToken: approved.proof.token });
    }
    const ended = await Promise.all(demands.map((demand) => requestFor(demand)));
    expect(ended.filter(({ outcome }) => outcome === "requested")).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it("names an authenticator of one's own that is in use", async () => {
    const { ada: bob } = await openTrial(installation);
    expect(await requestFor(await bob.prove(demandOf(bob)))).toEqual(refused("not_found"));
  });
});

describe("a replacement that waits", () => {
  it("R-093: is not completed before 24 hours are over", async () => {
    const { token } = await request();
    installation.clock.advance(DAY - 1);
    expect(await complete(token)).toEqual({
      ...refused("replacement_waiting"),
      retryAfterSeconds: 1,
    });
    installation.clock.advance(1);
    expect(await complete(token)).toMatchObject({ outcome: "signed_in" });
  });

  it("is cancelled from any session of the account, of no other", async () => {
    const { token } = await request();
    const { ada: bob } = await openTrial(installation);
    expect(await cancel(bob)).toEqual(refused("not_found"));
    const rescued = await ada.recover(recoveryCodes[0]!);
    expect(await cancel(rescued)).toEqual({ outcome: "cancelled" });
    expect(await cancel(rescued)).toEqual(refused("not_found"));
    installation.clock.advance(DAY);
    expect(await complete(token)).toEqual(refused("not_found"));
  });

  it("comes to nothing after three more days, and is then nothing to cancel", async () => {
    const { token } = await request();
    installation.clock.advance(4 * DAY);
    expect(await complete(token)).toEqual(refused("not_found"));
    expect(await cancel()).toEqual(refused("not_found"));
    expect(told).toEqual(["requested Phone"]);
  });

  it("is known to the browser that asked, with a ticket of its account, and to nobody else", async () => {
    const { token: replacementToken, replacement } = await request();
    const step = await ada.beginSignIn();
    const { ada: bob } = await openTrial(installation);
    const strangersStep = await bob.beginSignIn();
    const find = (input: Parameters<typeof findReplacement>[1]) =>
      findReplacement(installation.deps, input);
    expect(await find({ ...step, replacementToken })).toEqual(replacement);
    expect(await find({ ...step, replacementToken: "twl_replacement_other" })).toBeUndefined();
    expect(await find({ ...strangersStep, replacementToken })).toBeUndefined();
    expect(await find({ ...step, ticket: strangersStep.ticket, replacementToken })).toBeUndefined();
  });
});

describe("completing a replacement", () => {
  it("R-093: no method alone is enough: neither password, nor browser, nor another's ticket", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const { ada: bob } = await openTrial(installation);
    expect(await complete("twl_replacement_guess")).toEqual(refused("not_found"));
    expect(await complete(token, await bob.beginSignIn())).toEqual(refused("not_found"));
    const step = await ada.beginSignIn();
    expect(await complete(token, { ...step, ticket: "twl_ticket_guess" })).toEqual(
      refused("not_found"),
    );
    expect(await security()).toMatchObject({ factors: [{ status: "active" }] });
  });

  it("R-093: suspends the old one, ends every other session, and lets one new one be enrolled", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const other = await ada.elsewhere(phone);
    const done = granted(await complete(token));
    expect(done.session).toMatchObject({ isRecovery: true, amr: ["pwd"] });
    expect(await findSession(installation.deps, other.token)).toBeUndefined();
    const { factors, isEnabled } = await security();
    expect([isEnabled, factors.map(({ status }) => status)]).toEqual([true, ["suspended"]]);

    await ada.follow(done.token);
    const { authenticator: fresh } = await ada.addAuthenticator("New phone");
    expect(ada.session).toMatchObject({ isRecovery: false, amr: ["pwd", "otp", "mfa"] });
    expect(await ada.answer(await ada.beginSignIn(), fresh)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("R-093: holds what needs a proof for 24 hours, but for suspending", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    await ada.follow(granted(await complete(token)).token);
    const { authenticator: fresh } = await ada.addAuthenticator("New phone");
    const act = { action: "account.recovery_codes.regenerate" };
    const regenerate = (demand: ReturnType<typeof demandOf>) =>
      regenerateRecoveryCodes(installation.deps, { demand, origin }, async () => undefined);
    const early = await ada.prove(ada.demand(act), fresh);
    expect(await regenerate(early)).toMatchObject(refused("actions_held"));
    expect(await requestFor(demandOf(ada, fresh), fresh)).toMatchObject(refused("actions_held"));

    const rescued = await ada.recover(recoveryCodes[0]!);
    installation.clock.advance(DAY);
    const later = await ada.elsewhere(fresh);
    installation.clock.advance(30_000);
    expect(await regenerate(await later.prove(later.demand(act), fresh))).toMatchObject({
      outcome: "regenerated",
    });
    expect(rescued.session.isRecovery).toBe(true);
  });

  it("is done once, of many at once, and its token is dead afterwards", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const steps = [await ada.beginSignIn(), await ada.beginSignIn(), await ada.beginSignIn()];
    const ended = await Promise.all(steps.map((step) => complete(token, step)));
    expect(ended.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
    expect(await complete(token)).toEqual(refused("not_found"));
  });

  it("uses its challenge up", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const step = await ada.beginSignIn();
    installation.clock.advance(10 * 60_000);
    expect(await complete(token, step)).toEqual(refused("challenge_closed"));
    const answered = await ada.beginSignIn();
    granted(await ada.answer(answered, phone));
    expect(await complete(token, answered)).toEqual(refused("challenge_closed"));
    expect(await complete(token)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-032: is no way around five wrong codes", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const step = await ada.beginSignIn();
    for (let tries = 0; tries < 5; tries += 1) await ada.answer(step, phone, phone.wrongCode());
    expect(await complete(token, step)).toEqual(refused("challenge_closed"));
    expect(await complete(token)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-037: takes no password that was retired meanwhile, and waits for the new one", async () => {
    const { token } = await request();
    installation.clock.advance(DAY);
    const { unitOfWork } = installation.deps;
    await unitOfWork.write((stores) => stores.passwordDoubts.retire(ada.subject, 0));
    expect(await complete(token)).toEqual({
      ...refused("too_many_attempts"),
      retryAfterSeconds: 3600,
    });
    await unitOfWork.write((stores) => stores.passwordDoubts.clear(ada.subject));
    expect(await complete(token)).toMatchObject({ outcome: "signed_in" });
  });

  it("leaves a second person's authenticator in use", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { token } = await request();
    installation.clock.advance(DAY);
    granted(await complete(token));
    expect((await security()).factors.map(({ status, isDefault }) => [status, isDefault])).toEqual([
      ["suspended", false],
      ["active", true],
    ]);
    expect(await ada.answer(await ada.beginSignIn(), tablet)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("leaves the default as it is when another one is replaced", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { authenticator: watch } = await ada.addAuthenticator("Watch", phone);
    await installation.deps.unitOfWork.write((stores) =>
      stores.totp.makeDefault(ada.subject, watch.factorId),
    );
    const demand = await ada.prove(demandOf(ada, tablet));
    const { token } = granted(await requestFor(demand, tablet));
    installation.clock.advance(DAY);
    granted(await complete(token));
    expect((await security()).factors.map(({ label, isDefault }) => [label, isDefault])).toEqual([
      ["Phone", false],
      ["Tablet", false],
      ["Watch", true],
    ]);
  });

  it("does nothing when its authenticator went another way", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { token } = await request();
    const removal = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    granted(await ada.removeFor(await ada.prove(removal, tablet), phone.factorId));
    installation.clock.advance(DAY);
    expect(await complete(token)).toEqual(refused("not_found"));
  });
});
