import {
  type AccountScenario,
  confirmPhoneOf,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  openTrial,
  readCode,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import {
  describeSecurity,
  regenerateRecoveryCodes,
  type StepUpDemand,
  setSignInSetting,
} from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "./find-session.ts";

const ADD = { action: "account.factor.add" };
const REFUSED = { outcome: "refused", reason: "recovery_session" };
const TEN_MINUTES = 10 * 60_000;

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];
/** Ada in the browser where she used a recovery code. */
let rescued: AccountScenario;

beforeAll(async () => {
  installation = await openTestInstallation("recovery sessions");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
  rescued = await ada.recover(recoveryCodes[0]!);
});

type Act = readonly [
  name: string,
  demand: (browser: AccountScenario) => StepUpDemand,
  perform: (demand: StepUpDemand) => Promise<{ outcome: string }>,
];

const GUARDED: readonly Act[] = [
  [
    "removing an authenticator",
    (browser) => browser.demand({ action: "account.factor.remove", target: phone.factorId }),
    (demand) => rescued.removeFor(demand, phone.factorId),
  ],
  [
    "disabling two-factor authentication",
    (browser) => browser.demand({ action: "account.two_factor.disable" }),
    (demand) => setSignInSetting(installation.deps, { demand, value: "off", origin: TEST_ORIGIN }),
  ],
  [
    "regenerating the recovery codes",
    (browser) => browser.demand({ action: "account.recovery_codes.regenerate" }),
    (demand) => regenerateRecoveryCodes(installation.deps, { demand, origin: TEST_ORIGIN }),
  ],
];

describe("a session begun with a recovery code", () => {
  it("R-031: is marked, spends one code and ends no other session", async () => {
    expect(rescued.session).toMatchObject({ isRecovery: true });
    expect(await findSession(installation.deps, rescued.token)).toMatchObject({
      session: { isRecovery: true },
    });
    expect(await findSession(installation.deps, ada.token)).toMatchObject({
      session: { isRecovery: false },
    });
    const seen = await describeSecurity(installation.deps, ada.subject);
    expect(seen).toMatchObject({ isEnabled: true, recoveryCodes: { remaining: 7 } });
  });

  it("R-031: enrols one authenticator without proof, and confirming it lifts the mark", async () => {
    const lost = await rescued.enrolFor(rescued.demand(ADD), "Mistake");
    const { authenticator: fresh } = await rescued.addAuthenticator("New phone");
    expect(rescued.session).toMatchObject({
      isRecovery: false,
      amr: ["pwd", "recovery_code", "otp", "mfa"],
    });
    const { factors } = await describeSecurity(installation.deps, ada.subject);
    expect(factors.map(({ id }) => id)).toEqual([phone.factorId, fresh.factorId]);
    expect(factors.map(({ id }) => id)).not.toContain(granted(lost).factor.id);
    expect(await rescued.enrolFor(rescued.demand(ADD))).toEqual({
      outcome: "refused",
      reason: "step_up_required",
    });
  });

  it("R-031: enrols one factor without proof, not one of each kind", async () => {
    const app = await rescued.enrol("New phone");
    const sent = granted(await enrolPhoneFor(installation, rescued.demand(ADD)));
    const code = await readCode(installation, sent);
    const confirmed = granted(await confirmPhoneOf(installation, rescued, sent.phone.id, code));
    await rescued.follow(confirmed.granted);
    expect(await rescued.confirm(app)).toEqual({ outcome: "refused", reason: "not_found" });
  });

  it("brings no new recovery codes by that: the old ones stay", async () => {
    const { recoveryCodes: fresh } = await rescued.addAuthenticator("New phone");
    expect(fresh).toEqual([]);
    expect(await ada.recover(recoveryCodes[1]!)).toMatchObject({
      session: { isRecovery: true },
    });
  });

  it.each([
    ["in the last millisecond of ten minutes", -1, { outcome: "enrolled" }],
    ["after ten minutes no more", 0, REFUSED],
  ])("R-031: enrols without proof %s", async (_, offset, expected) => {
    installation.clock.advance(TEN_MINUTES + offset);
    expect(await rescued.enrolFor(rescued.demand(ADD))).toMatchObject(expected);
  });

  it.for(GUARDED)("R-031: is refused %s, with no proof", async ([, demand, perform]) => {
    const before = installation.rows.uncounted();
    expect(await perform(demand(rescued))).toEqual(REFUSED);
    const after = installation.rows.uncounted();
    expect({ ...after, audit_event: [] }).toEqual({ ...before, audit_event: [] });
  });

  it.for(GUARDED)("R-031: is refused %s, with its own proof too", async ([, demand, perform]) => {
    const proved = await rescued.prove(demand(rescued), phone);
    expect(rescued.session.isRecovery).toBe(true);
    expect(await perform({ ...demand(rescued), proofToken: proved.proofToken })).toEqual(REFUSED);
  });

  it.for(GUARDED)(
    "R-031: is allowed %s once the new one proves it",
    async ([, demand, perform]) => {
      const { authenticator: fresh } = await rescued.addAuthenticator("New phone");
      const proved = await rescued.prove(demand(rescued), fresh);
      expect(await perform(proved)).not.toMatchObject({ outcome: "refused" });
    },
  );

  it("takes no proof that another session gave", async () => {
    const demand = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    const { proofToken } = await ada.prove(demand, phone);
    const shown = { ...rescued.demand(demand.act), proofToken };
    expect(await rescued.removeFor(shown, phone.factorId)).toEqual(REFUSED);
  });

  it("R-055: proves nothing freshly with another recovery code", async () => {
    const challengeId = await rescued.openStepUp(rescued.demand(ADD));
    const ended = await rescued.answerStepUp(challengeId, phone, recoveryCodes[1]);
    expect(ended).toEqual({ outcome: "refused", reason: "malformed_answer" });
    expect(await ada.recover(recoveryCodes[1]!)).toMatchObject({ session: { isRecovery: true } });
  });

  it("may drop the enrolment it began, which protects nothing", async () => {
    const enrolled = granted(await rescued.enrolFor(rescued.demand(ADD)));
    const { id } = enrolled.factor;
    const demand = rescued.demand({ action: "account.factor.remove", target: id });
    expect(await rescued.removeFor(demand, id)).toEqual({ outcome: "removed" });
  });

  it("confirms no enrolment that another session began", async () => {
    installation.clock.advance(30_000);
    const theirs = await ada.enrol("Theirs", phone);
    expect(await rescued.confirm(theirs)).toEqual({ outcome: "refused", reason: "not_found" });
    expect(rescued.session.isRecovery).toBe(true);
  });

  it("is not lifted by signing in elsewhere", async () => {
    installation.clock.advance(30_000);
    await ada.elsewhere(phone);
    expect(await findSession(installation.deps, rescued.token)).toMatchObject({
      session: { isRecovery: true },
    });
  });
});
