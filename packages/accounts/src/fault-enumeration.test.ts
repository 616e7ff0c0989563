import {
  type AccountScenario,
  type Failing,
  type FaultyFlow,
  failEachCall,
  granted,
  makeRequest,
  openTestInstallation,
  openTrial,
  type Rows,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type Trial,
} from "@twinlatch/testkit";
import {
  acknowledgeRecoveryCodes,
  changeFactor,
  regenerateRecoveryCodes,
  setSignInSetting,
} from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import { endSession } from "./session/end-session.ts";
import { revokeOtherSessions, revokeSession } from "./session/revoke-session.ts";
import { signIn } from "./sign-in/sign-in.ts";
import { beginSignUp } from "./sign-up/begin-sign-up.ts";
import { verifySignUp } from "./sign-up/verify-sign-up.ts";

const origin = TEST_ORIGIN;
const ADD = { action: "account.factor.add" };

function count(rows: Rows, table: string, fits: Readonly<Record<string, unknown>> = {}): number {
  const all = rows[table] ?? [];
  return all.filter((row) => Object.entries(fits).every(([key, value]) => row[key] === value))
    .length;
}

/** How many events of the kind say that it was allowed. */
function allowed(rows: Rows, type: string): number {
  return count(rows, "audit_event", { type, outcome: "allowed" });
}

function lastStep(rows: Rows, { factorId }: { factorId: string }): unknown {
  return rows["totp_factor"]?.find((row) => row["id"] === factorId)?.["last_step"];
}

function tokenOf(rows: Rows, { session }: AccountScenario): unknown {
  return rows["session"]?.find((row) => row["id"] === session.id)?.["token_digest"];
}

async function waitForNextCode({ installation: { clock } }: Trial): Promise<void> {
  clock.advance(30_000);
}

let addresses = 0;

function freeAddress(): string {
  addresses += 1;
  return `free-address-${addresses}@example.org`;
}

async function pendingSignUp({ installation: { deps, mails } }: Trial) {
  const email = freeAddress();
  const { token } = granted(
    await beginSignUp(deps, { email, password: TEST_PASSWORD, addressBlock: origin.ip, origin }),
  );
  return { email, token, code: /[0-9]{6}/.exec(mails.at(-1)!.text)![0], origin };
}

/** Ada in a new browser, with the proof for the act. */
async function proved(trial: Trial, action: string, target = "account") {
  await waitForNextCode(trial);
  const browser = await trial.ada.elsewhere(trial.phone);
  await waitForNextCode(trial);
  const demand = await browser.prove(browser.demand({ action, target }), trial.phone);
  return { browser, demand };
}

const spentProofs = (rows: Rows) =>
  (rows["challenge"] ?? []).filter((row) => row["proof_spent_at_millis"] !== null).length;

/** Everything that changes something, as somebody does it who is entitled to. */
const FLOWS: Readonly<Record<string, FaultyFlow>> = {
  "beginning a sign-up": async () => {
    const input = {
      email: freeAddress(),
      password: TEST_PASSWORD,
      addressBlock: origin.ip,
      origin,
    };
    return {
      act: (ports) => beginSignUp(ports, input),
      marks: (rows) => [count(rows, "sign_up"), allowed(rows, "sign_up.begun")],
    };
  },
  "verifying a sign-up": async (trial) => {
    const input = await pendingSignUp(trial);
    return {
      act: (ports) => verifySignUp(ports, input),
      marks: (rows) => [
        count(rows, "sign_up"),
        count(rows, "account"),
        count(rows, "session"),
        allowed(rows, "sign_up.verified"),
      ],
    };
  },
  "signing in": async ({ installation }) => {
    const { email, session } = await signUpAccount(installation, freeAddress());
    const input = { email, password: TEST_PASSWORD, addressBlock: "192.0.2.7", origin };
    return {
      act: (ports) => signIn(ports, input),
      marks: (rows) => [
        count(rows, "session", { account_id: session.accountId }),
        allowed(rows, "sign_in.password"),
      ],
    };
  },
  "signing in as far as the second step": async ({ ada: { email } }) => {
    const input = { email, password: TEST_PASSWORD, addressBlock: "192.0.2.7", origin };
    return {
      act: (ports) => signIn(ports, input),
      marks: (rows) => [count(rows, "challenge"), allowed(rows, "sign_in.password")],
    };
  },
  "answering the second step": async (trial) => {
    await waitForNextCode(trial);
    const { ada, phone } = trial;
    const step = await ada.beginSignIn();
    return {
      act: (ports) => ada.through(ports).answer(step, phone),
      marks: (rows) => [
        lastStep(rows, phone),
        count(rows, "challenge", { id: step.challengeId, status: "satisfied" }),
        (rows["session"] ?? []).map((row) => row["id"]).join(),
        allowed(rows, "sign_in.second_step"),
      ],
    };
  },
  "answering the second step with a recovery code": async ({ installation }) => {
    const { ada, recoveryCodes } = await openTrial(installation);
    const step = await ada.beginSignIn();
    return {
      act: (ports) => ada.through(ports).answerWithRecoveryCode(step, recoveryCodes[4]!),
      marks: (rows) => [
        count(rows, "recovery_code", { used_at_millis: null }),
        count(rows, "challenge", { id: step.challengeId, status: "satisfied" }),
        count(rows, "session", { is_recovery: 1 }),
        allowed(rows, "sign_in.second_step"),
      ],
    };
  },
  "answering a step-up": async (trial) => {
    await waitForNextCode(trial);
    const { phone } = trial;
    const browser = await trial.ada.elsewhere(phone);
    await waitForNextCode(trial);
    const challengeId = await browser.openStepUp(browser.demand(ADD));
    return {
      act: (ports) => browser.through(ports).answerStepUp(challengeId, phone),
      marks: (rows) => [
        lastStep(rows, phone),
        count(rows, "challenge", { id: challengeId, status: "satisfied" }),
        tokenOf(rows, browser),
        allowed(rows, "step_up.approved"),
      ],
    };
  },
  enrolling: async (trial) => {
    const { browser, demand } = await proved(trial, "account.factor.add");
    return {
      act: (ports) => browser.through(ports).enrolFor(demand),
      marks: (rows) => [
        (rows["totp_factor"] ?? []).map((row) => row["id"]).join(),
        spentProofs(rows),
        allowed(rows, "totp.enrolled"),
      ],
    };
  },
  "confirming the first authenticator": async ({ installation }) => {
    const browser = await signUpAccount(installation, freeAddress());
    const phone = await browser.enrol();
    return {
      act: (ports) => browser.through(ports).confirm(phone),
      marks: (rows) => [
        lastStep(rows, phone),
        count(rows, "totp_factor", { id: phone.factorId, status: "active" }),
        count(rows, "recovery_code"),
        count(rows, "sign_in_setting", { value: "every_time" }),
        tokenOf(rows, browser),
        allowed(rows, "totp.confirmed"),
      ],
    };
  },
  "renaming an authenticator": async ({ ada: { subject, session }, phone: { factorId } }) => {
    const label = freeAddress();
    const input = { subject, sessionId: session.id, factorId, label, makeDefault: true, origin };
    return {
      act: (ports) => changeFactor(ports, input),
      marks: (rows) => [count(rows, "totp_factor", { label }), allowed(rows, "totp.changed")],
    };
  },
  "removing the last authenticator": async ({ installation }) => {
    const { ada, phone } = await openTrial(installation);
    const act = { action: "account.factor.remove", target: phone.factorId };
    const demand = await ada.prove(ada.demand(act), phone);
    return {
      act: (ports) => ada.through(ports).removeFor(demand, phone.factorId),
      marks: (rows) => [
        count(rows, "totp_factor", { id: phone.factorId }),
        count(rows, "recovery_code_set"),
        count(rows, "recovery_code"),
        count(rows, "sign_in_setting", { value: "off" }),
        spentProofs(rows),
        allowed(rows, "totp.removed"),
      ],
    };
  },
  "regenerating recovery codes": async (trial) => {
    const { demand } = await proved(trial, "account.recovery_codes.regenerate");
    return {
      act: (ports) => regenerateRecoveryCodes(ports, { demand, origin }),
      marks: (rows) => [
        (rows["recovery_code_set"] ?? []).map((row) => row["id"]).join(),
        (rows["recovery_code"] ?? []).map((row) => row["hash"]).join(),
        spentProofs(rows),
        allowed(rows, "recovery_codes.regenerated"),
      ],
    };
  },
  "acknowledging recovery codes": async ({ installation }) => {
    const { ada } = await openTrial(installation);
    const input = { subject: ada.subject, sessionId: ada.session.id, origin };
    return {
      act: (ports) => acknowledgeRecoveryCodes(ports, input),
      marks: (rows) => [
        count(rows, "recovery_code_set", { acknowledged_at_millis: null }),
        allowed(rows, "recovery_codes.acknowledged"),
      ],
    };
  },
  "turning two-factor authentication off": async ({ installation }) => {
    const trial = await openTrial(installation);
    const { ada, phone } = trial;
    const demand = await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
    return {
      act: (ports) => setSignInSetting(ports, { demand, value: "off", origin }),
      marks: (rows) => [
        count(rows, "sign_in_setting", { value: "off" }),
        spentProofs(rows),
        allowed(rows, "sign_in_setting.changed"),
      ],
    };
  },
  "ending a session": async (trial) => {
    await waitForNextCode(trial);
    const { session } = await trial.ada.elsewhere(trial.phone);
    return {
      act: (ports) => endSession(ports, { session, origin }).then(() => ({ outcome: "ended" })),
      marks: (rows) => [count(rows, "session", { id: session.id }), allowed(rows, "session.ended")],
    };
  },
  "ending another session": async (trial) => {
    await waitForNextCode(trial);
    const { session: other } = await trial.ada.elsewhere(trial.phone);
    const input = { session: trial.ada.session, sessionId: other.id, origin };
    return {
      act: (ports) => revokeSession(ports, input),
      marks: (rows) => [count(rows, "session", { id: other.id }), allowed(rows, "session.revoked")],
    };
  },
  "ending all other sessions": async (trial) => {
    await waitForNextCode(trial);
    const { session } = await trial.ada.elsewhere(trial.phone);
    return {
      act: (ports) => revokeOtherSessions(ports, { session, origin }),
      marks: (rows) => [
        count(rows, "session", { account_id: session.accountId }),
        allowed(rows, "session.others_revoked"),
      ],
    };
  },
};

const BEFORE: Failing = { fate: "fails", calls: /./ };
/** Inside a transaction a call that fails afterwards leaves what one leaves that fails before. */
const AFTERWARDS: Failing = {
  fate: "fails_afterwards",
  calls: rounds(0, 1) === 1 ? /./ : /^unitOfWork\.write$/,
};

describe("while a port fails", () => {
  it.for(Object.entries(FLOWS))(
    "R-108: %s happens whole or not at all, and works afterwards",
    async ([, flow]) => {
      const installation = await openTestInstallation("faults");
      const trial = await openTrial(installation);
      for (const failing of [BEFORE, AFTERWARDS]) {
        let calls = 0;
        for await (const ending of failEachCall(trial, flow, failing)) {
          const { changed, failed, request, told } = ending;
          expect(told, failed).toBe("fault");
          expect(new Set(changed).size, failed).toBe(1);
          const again = await makeRequest(trial, changed[0] ? await flow(trial) : request);
          expect(again.told, failed).not.toBe("refused");
          expect(again.changed, failed).not.toContain(false);
          calls += 1;
        }
        expect(calls).toBeGreaterThan(0);
      }
      await installation.close();
    },
  );
});
