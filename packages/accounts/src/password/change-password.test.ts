import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
  type Trial,
} from "@twinlatch/testkit";
import type { StepUpDemand } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { findSession } from "../session/find-session.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { changePassword } from "./change-password.ts";
import { passwordKind } from "./password-kind.ts";

const NEW = "a rainy walk by the sea";
const CHANGE = { action: "account.password.change" };
const origin = TEST_ORIGIN;
const addressBlock = origin.ip;

let installation: TestInstallation;
let trial: Trial;
let ada: AccountScenario;
let phone: TestAuthenticator;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("change password");
});
afterAll(() => installation.close());

beforeEach(async () => {
  trial = await openTrial(installation);
  ({ ada, phone } = trial);
});

function change(demand: StepUpDemand, newPassword = NEW) {
  return changePassword(installation.deps, { demand, newPassword, origin });
}

async function proved(person: AccountScenario = ada, authenticator?: TestAuthenticator) {
  return person.prove(person.demand(CHANGE), authenticator);
}

async function signUpBob(): Promise<AccountScenario> {
  people += 1;
  return signUpAccount(installation, `bob-${people}@example.org`);
}

function signInWith(email: string, password: string) {
  return signIn(installation.deps, { email, password, addressBlock, origin });
}

function isOpen({ token }: AccountScenario) {
  return findSession(installation.deps, token).then((found) => found !== undefined);
}

function noticesTo(person: AccountScenario): number {
  const { notice = [] } = installation.rows.all();
  return notice.filter((row) => row["account_id"] === person.session.accountId).length;
}

const refused = (reason: string) => ({ outcome: "refused", reason });

describe("changing the password", () => {
  it("lets the new one in and the old one no more, and keeps the second step", async () => {
    const told = noticesTo(ada);
    expect(await change(await proved(ada, phone))).toEqual({ outcome: "changed" });
    expect(await signInWith(ada.email, TEST_PASSWORD)).toEqual(refused("invalid_credentials"));
    expect(await signInWith(ada.email, NEW)).toMatchObject({ outcome: "second_step" });
    expect(noticesTo(ada)).toBe(told + 1);
  });

  it("ends every other session at once, and not the one that changes it", async () => {
    const bob = await signUpBob();
    const elsewhere = await bob.elsewhere();
    expect(await change(await proved(bob))).toEqual({ outcome: "changed" });
    expect([await isOpen(bob), await isOpen(elsewhere)]).toEqual([true, false]);
    expect(granted(await signInWith(bob.email, NEW)).outcome).toBe("signed_in");
  });

  it("closes sign-ins that wait for their second step, for the right code too", async () => {
    const waiting = await ada.beginSignIn();
    await change(await proved(ada, phone));
    installation.clock.advance(30_000);
    expect(await ada.answer(waiting, phone)).toEqual(refused("challenge_closed"));
  });

  it("R-092: voids a reset that was mailed before", async () => {
    await beginPasswordReset(installation.deps, { email: ada.email, addressBlock, origin });
    const token = /#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!;
    await change(await proved(ada, phone));
    const reset = { token, newPassword: "yet another password", addressBlock, origin };
    expect(await completePasswordReset(installation.deps, reset)).toEqual(
      refused("challenge_closed"),
    );
  });

  it("R-054: leaves no proof alive that the old password gave", async () => {
    const bob = await signUpBob();
    const kept = await bob.prove(bob.demand({ action: "account.factor.add" }));
    expect(await change(await proved(bob))).toEqual({ outcome: "changed" });
    expect(await bob.enrolFor(kept)).toEqual(refused("step_up_required"));
  });

  it("R-054: gives no proof for the old password, compared before the change", async () => {
    const bob = await signUpBob();
    const demand = await proved(bob);
    const challengeId = await bob.openStepUp(bob.demand({ action: "account.factor.add" }));
    const { passwordHasher } = installation.deps;
    let changed: unknown;
    const deps = {
      ...installation.deps,
      factors: {
        ...installation.deps.factors,
        password: passwordKind({
          ...installation.deps,
          passwordHasher: {
            ...passwordHasher,
            async verify(password: string, hash: string | undefined) {
              const isRight = await passwordHasher.verify(password, hash);
              changed = await change(demand);
              return isRight;
            },
          },
        }),
      },
    };
    expect(await bob.through(deps).answerStepUp(challengeId)).toEqual(refused("challenge_closed"));
    expect(changed).toEqual({ outcome: "changed" });
  });

  it("R-054: is not outlived by a comparison with the hash before", async () => {
    const bob = await signUpBob();
    const { unitOfWork } = installation.deps;
    const guess = { subject: bob.subject, challengeId: "", code: TEST_PASSWORD, nowMillis: 0 };
    const kind = passwordKind(installation.deps);
    const { compare } = await unitOfWork.read((stores) => kind.prepareComparison(stores, guess));
    const matches = [await compare(), await compare()];
    const [first, second] = matches.filter((each) => each.outcome === "match");
    expect(await unitOfWork.write(first!.spend)).toBe(true);
    granted(await change(await proved(bob)));
    expect(await unitOfWork.write(second!.spend)).toBe(false);
  });

  it("R-008: begins no session for the old password, compared before the change", async () => {
    const bob = await signUpBob();
    const demand = await proved(bob);
    const { passwordHasher } = installation.deps;
    const deps = {
      ...installation.deps,
      passwordHasher: {
        ...passwordHasher,
        async verify(password: string, hash: string | undefined) {
          const isRight = await passwordHasher.verify(password, hash);
          // Compared again, with the new one, it is wrong.
          if (isRight) granted(await change(demand));
          return isRight;
        },
      },
    };
    const credentials = { email: bob.email, password: TEST_PASSWORD, addressBlock, origin };
    expect(await signIn(deps, credentials)).toEqual(refused("invalid_credentials"));
  });

  it("R-054: happens once for one proof, of twenty at a time", async () => {
    const demand = await proved(ada, phone);
    const ended = await Promise.all(Array.from({ length: 20 }, () => change(demand)));
    expect(ended.filter(({ outcome }) => outcome === "changed")).toHaveLength(1);
    expect(ended).toContainEqual(refused("step_up_required"));
  });

  it("needs a proof, before anything is hashed", async () => {
    const hashed: string[] = [];
    const deps = {
      ...installation.deps,
      passwordHasher: {
        ...installation.deps.passwordHasher,
        hash: async (password: string) => {
          hashed.push(password);
          return password;
        },
      },
    };
    const input = { demand: ada.demand(CHANGE), newPassword: NEW, origin };
    expect(await changePassword(deps, input)).toEqual(refused("step_up_required"));
    expect(hashed).toEqual([]);
    expect(await signInWith(ada.email, TEST_PASSWORD)).toMatchObject({ outcome: "second_step" });
  });

  it("R-031: is nothing for a session that began with a recovery code", async () => {
    const recovered = await ada.recover(trial.recoveryCodes[0]!);
    const demand = { ...recovered.demand(CHANGE), proofToken: "twl_proof_guessed" };
    expect(await change(demand)).toEqual(refused("recovery_session"));
  });

  it.each([
    ["1234567", "password_too_short"],
    ["x".repeat(257), "password_too_long"],
    ["common password", "password_common"],
  ])("R-080: refuses %j and leaves the proof unspent", async (newPassword, reason) => {
    const demand = await proved(ada, phone);
    expect(await change(demand, newPassword)).toEqual(refused(reason));
    expect(await change(demand, ada.email.toUpperCase())).toEqual(refused("password_common"));
    expect(await change(demand)).toEqual({ outcome: "changed" });
  });
});
