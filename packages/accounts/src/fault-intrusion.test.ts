import {
  type Failing,
  type FaultyFlow,
  failEachCall,
  granted,
  makeRequest,
  openTestInstallation,
  openTrial,
  type Rows,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type Trial,
} from "@twinlatch/testkit";
import { regenerateRecoveryCodes, setSignInSetting } from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import { signIn } from "./sign-in/sign-in.ts";
import { beginSignUp } from "./sign-up/begin-sign-up.ts";
import { verifySignUp } from "./sign-up/verify-sign-up.ts";

const origin = TEST_ORIGIN;
const ADD = { action: "account.factor.add" };
const GUESSED = "twl_proof_guessed";

/** Everything that an intruder wants to see changed. */
function marks(rows: Rows): readonly unknown[] {
  const open = (table: string) => (rows[table] ?? []).map((row) => Object.values(row).join());
  const satisfied = (rows["challenge"] ?? []).filter((row) => row["status"] === "satisfied");
  return [
    open("account"),
    open("session"),
    (rows["totp_factor"] ?? []).map((row) => [row["id"], row["status"], row["last_step"]].join()),
    open("recovery_code"),
    open("sign_in_setting"),
    satisfied.map((row) => Object.values(row).join()),
  ].map((each) => each.join("\n"));
}

function signInAs(email: string, password: string) {
  return { email, password, addressBlock: "192.0.2.7", origin };
}

/** What people ask for who are not entitled to it. */
const INTRUSIONS: Readonly<Record<string, FaultyFlow>> = {
  "verifying a sign-up with a wrong code": async ({ installation: { deps }, freeEmail: email }) => {
    const input = { email, password: TEST_PASSWORD, addressBlock: origin.ip, origin };
    const { token } = granted(await beginSignUp(deps, input));
    return {
      act: (ports) => verifySignUp(ports, { email, token, code: "wrong!", origin }),
      marks,
    };
  },
  "verifying a sign-up for an address that has an account": async ({ installation, ada }) => {
    const { email } = ada;
    const input = { email, password: TEST_PASSWORD, addressBlock: origin.ip, origin };
    const { token } = granted(await beginSignUp(installation.deps, input));
    return {
      act: (ports) => verifySignUp(ports, { email, token, code: "000000", origin }),
      marks,
    };
  },
  "signing in with a wrong password": async ({ ada }) => ({
    act: (ports) => signIn(ports, signInAs(ada.email, "wrong")),
    marks,
  }),
  "signing in to no account": async ({ freeEmail }) => ({
    act: (ports) => signIn(ports, signInAs(freeEmail, TEST_PASSWORD)),
    marks,
  }),
  "signing in with the password alone": async ({ ada }) => ({
    act: async (ports) => {
      const { outcome } = await signIn(ports, signInAs(ada.email, TEST_PASSWORD));
      return { outcome: outcome === "second_step" ? "refused" : outcome };
    },
    marks,
  }),
  "answering the second step wrong": async ({ ada, phone }) => {
    const step = await ada.beginSignIn();
    return { act: (ports) => ada.through(ports).answer(step, phone, phone.wrongCode()), marks };
  },
  "answering the second step with a spent code": async ({ ada, phone }) => {
    const step = await ada.beginSignIn();
    return { act: (ports) => ada.through(ports).answer(step, phone, phone.code(-1)), marks };
  },
  "answering the second step without its ticket": async ({ ada, phone }) => {
    const step = { ...(await ada.beginSignIn()), ticket: "twl_ticket_guessed" };
    return { act: (ports) => ada.through(ports).answer(step, phone), marks };
  },
  "answering the second step with a wrong recovery code": async ({ ada }) => {
    const step = await ada.beginSignIn();
    const code = "2-0000-0000-0000-0000";
    return { act: (ports) => ada.through(ports).answerWithRecoveryCode(step, code), marks };
  },
  "answering a step-up wrong": async ({ ada, phone }) => {
    const challengeId = await ada.openStepUp(ada.demand(ADD));
    const code = phone.wrongCode();
    return { act: (ports) => ada.through(ports).answerStepUp(challengeId, phone, code), marks };
  },
  "answering a step-up with the password alone": async ({ ada }) => {
    const challengeId = await ada.openStepUp(ada.demand(ADD));
    return { act: (ports) => ada.through(ports).answerStepUp(challengeId), marks };
  },
  "enrolling with a guessed proof": async ({ ada }) => {
    const demand = { ...ada.demand(ADD), proofToken: GUESSED };
    return { act: (ports) => ada.through(ports).enrolFor(demand), marks };
  },
  "confirming with a wrong code": async (trial) => {
    const pending = await pendingOf(trial);
    const code = pending.wrongCode();
    return { act: (ports) => trial.ada.through(ports).confirm(pending, code), marks };
  },
  "removing with a guessed proof": async ({ ada, phone: { factorId } }) => {
    const act = { action: "account.factor.remove", target: factorId };
    const demand = { ...ada.demand(act), proofToken: GUESSED };
    return { act: (ports) => ada.through(ports).removeFor(demand, factorId), marks };
  },
  "disabling with a guessed proof": async ({ ada }) => {
    const act = { action: "account.two_factor.disable" };
    const demand = { ...ada.demand(act), proofToken: GUESSED };
    return { act: (ports) => setSignInSetting(ports, { demand, value: "off", origin }), marks };
  },
  "regenerating with a guessed proof": async ({ ada }) => {
    const act = { action: "account.recovery_codes.regenerate" };
    const demand = { ...ada.demand(act), proofToken: GUESSED };
    return { act: (ports) => regenerateRecoveryCodes(ports, { demand, origin }), marks };
  },
};

const FAILING: readonly Failing[] = [
  { fate: "fails", calls: /./ },
  { fate: "fails_afterwards", calls: rounds(0, 1) === 1 ? /./ : /^unitOfWork\.write$/ },
  // No answer to what is decided by must never decide for "yes".
  {
    fate: "answers_nothing",
    calls:
      /^(passwordHasher|codeHasher)\.verify|^secretBox\.open|^hmac|^stores\.\w+\.(reserve|append|satisfy|find|spend|proof|advance|activate|consume|get|list)/,
  },
];

/** An enrolment of Ada's session, begun as if with a proof. */
async function pendingOf({ ada, phone, installation: { clock } }: Trial) {
  clock.advance(30_000);
  return ada.enrol("Tablet", phone);
}

describe("while a port fails or lies", () => {
  it.for(Object.entries(INTRUSIONS))("R-108: %s never succeeds", async ([, flow]) => {
    const installation = await openTestInstallation("intrusions");
    const trial = await openTrial(installation);
    let calls = 0;
    for (const failing of FAILING) {
      for await (const { told, changed, failed } of failEachCall(trial, flow, failing)) {
        expect(told, `${failing.fate} ${failed}`).toMatch(/^(fault|refused|\w*Error: .*)$/);
        expect(changed, `${failing.fate} ${failed}`).not.toContain(true);
        calls += 1;
      }
    }
    expect(calls).toBeGreaterThan(0);
    expect((await makeRequest(trial, await flow(trial))).told).toBe("refused");
    await installation.close();
  });
});
