import {
  type AccountScenario,
  granted,
  openTestInstallation,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeChallenge } from "../challenge/describe-challenge.ts";
import { setSignInSetting } from "../policy/set-sign-in-setting.ts";
import { regenerateRecoveryCodes } from "../recovery-code/regenerate-recovery-codes.ts";
import { boundToSession, type StepUpDemand } from "./spend-proof.ts";

const ADD = { action: "account.factor.add" };
const REFUSED = { outcome: "refused", reason: "step_up_required" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("step-up");
});

afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  ada = await signUpAccount(installation, `ada-${people}@example.org`);
  ({ authenticator: phone } = await ada.addAuthenticator());
});

/** A moment in which the phone shows a code that nobody has used. */
function waitForNextCode(): void {
  installation.clock.advance(30_000);
}

type Act = readonly [
  name: string,
  demand: () => StepUpDemand,
  perform: (demand: StepUpDemand) => Promise<{ outcome: string }>,
];

/** Every act that changes how the account is protected. */
const ACTS: readonly Act[] = [
  ["enrolling", () => ada.demand(ADD), (demand) => ada.enrolFor(demand)],
  [
    "removing",
    () => ada.demand({ action: "account.factor.remove", target: phone.factorId }),
    (demand) => ada.removeFor(demand, phone.factorId),
  ],
  [
    "disabling",
    () => ada.demand({ action: "account.two_factor.disable" }),
    (demand) => setSignInSetting(installation.deps, { demand, value: "off", origin: TEST_ORIGIN }),
  ],
  [
    "regenerating",
    () => ada.demand({ action: "account.recovery_codes.regenerate" }),
    (demand) => regenerateRecoveryCodes(installation.deps, { demand, origin: TEST_ORIGIN }),
  ],
];

/** Everything about a proof that can be wrong. */
const MISFITS: Record<string, (demand: StepUpDemand) => Promise<StepUpDemand>> = {
  "no proof": async (demand) => demand,
  "an unknown proof": async (demand) => ({ ...demand, proofToken: "twl_proof_unknown" }),
  "the proof of another browser": async (demand) => {
    const elsewhere = await ada.elsewhere(phone);
    waitForNextCode();
    const { sessionId } = elsewhere.demand(demand.act);
    const { proofToken } = await elsewhere.prove({ ...demand, sessionId }, phone);
    return { ...demand, proofToken };
  },
  "the proof of another account": async (demand) => {
    const eve = await signUpAccount(installation, `eve-${people}@example.org`);
    const { proofToken } = await eve.prove(eve.demand(demand.act));
    return { ...demand, proofToken };
  },
  "a proof of another action": async (demand) => {
    const act = { ...demand.act, action: "account.password.change" };
    return { ...(await ada.prove({ ...demand, act }, phone)), act: demand.act };
  },
  "a proof of another target": async (demand) => {
    const act = { ...demand.act, target: "fac_other" };
    return { ...(await ada.prove({ ...demand, act }, phone)), act: demand.act };
  },
  "a proof of another body": async (demand) => {
    const act = { ...demand.act, paramsHash: "other" };
    return { ...(await ada.prove({ ...demand, act }, phone)), act: demand.act };
  },
  "a proof of five minutes ago": async (demand) => {
    const proved = await ada.prove(demand, phone);
    installation.clock.advance(5 * 60_000);
    return proved;
  },
};

const ROWS = ACTS.flatMap((act) =>
  Object.entries(MISFITS).map(([misfit, make]) => [...act, misfit, make] as const),
);

describe("a fresh proof", () => {
  it.for(ROWS)("R-005, R-053: %s is refused with $3", async ([, demand, perform, , make]) => {
    const shown = await make(demand());
    const before = installation.rows.all();
    expect(await perform(shown)).toEqual(REFUSED);
    expect(installation.rows.all()).toEqual(before);
  });

  it.for(ACTS)("R-054: lets %s through until it dies, once", async ([, demand, perform]) => {
    const proved = await ada.prove(demand(), phone);
    installation.clock.advance(5 * 60_000 - 1);
    expect(await perform(proved)).not.toMatchObject({ outcome: "refused" });
    const askAgain = { demand: demand(), value: "every_time", origin: TEST_ORIGIN } as const;
    await setSignInSetting(installation.deps, askAgain);
    expect(await perform(proved)).toMatchObject({ outcome: "refused" });
  });

  it("R-054: lets one of fifty parallel requests through", async () => {
    const proved = await ada.prove(ada.demand(ADD), phone);
    const ended = await Promise.all(Array.from({ length: 50 }, () => ada.enrolFor(proved)));
    expect(ended.filter(({ outcome }) => outcome === "enrolled")).toHaveLength(1);
    expect(ended.filter(({ outcome }) => outcome === "refused")).toHaveLength(49);
  });

  it("stays unspent when the act fails", async () => {
    const proved = await ada.prove(ada.demand(ADD), phone);
    const { subject } = ada;
    await installation.deps.unitOfWork.write(async (stores) => {
      const [factor] = await stores.totp.list(subject);
      for (let more = 1; more < 10; more += 1) {
        await stores.totp.insert({ ...factor!, id: `fac_${more}`, isDefault: false });
      }
    });
    expect(await ada.enrolFor(proved)).toEqual({ outcome: "refused", reason: "too_many_factors" });
    await installation.deps.unitOfWork.write((stores) => stores.totp.remove(subject, "fac_1"));
    expect(await ada.enrolFor(proved)).toMatchObject({ outcome: "enrolled" });
  });

  it("stays good when the session's token changes", async () => {
    const proved = await ada.prove(ada.demand(ADD), phone);
    waitForNextCode();
    await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
    expect(await ada.enrolFor(proved)).toMatchObject({ outcome: "enrolled" });
  });
});

describe("what proves freshly", () => {
  async function kindsFor(scenario: AccountScenario): Promise<readonly string[]> {
    const challengeId = await scenario.openStepUp(scenario.demand(ADD));
    const boundTo = boundToSession(scenario.session.id);
    const input = { challengeId, boundTo };
    return granted(await describeChallenge(installation.deps, input)).described.challenge.kinds;
  }

  it("is the password for an account that has nothing else", async () => {
    const bob = await signUpAccount(installation, `bob-${people}@example.org`);
    expect(await kindsFor(bob)).toEqual(["password"]);
  });

  it("R-055: is the authenticator where there is one, never a recovery code", async () => {
    expect(await kindsFor(ada)).toEqual(["totp"]);
  });

  it("is the authenticator even while two-factor authentication is off", async () => {
    const [, demand, perform] = ACTS.find(([name]) => name === "disabling")!;
    granted(await perform(await ada.prove(demand(), phone)));
    expect(await kindsFor(ada)).toEqual(["totp"]);
  });

  it("F80: is not the password that a step-up asked for before there was a factor", async () => {
    const bob = await signUpAccount(installation, `bob-${people}@example.org`);
    const thief = await bob.elsewhere();
    const opened = await thief.openStepUp(thief.demand(ADD));
    const { authenticator } = await bob.addAuthenticator();
    const approved = await thief.answerStepUp(opened);
    const proofToken = approved.outcome === "approved" ? approved.proof.token : undefined;
    const shown = { ...thief.demand(ADD), proofToken };
    expect(await thief.enrolFor(shown)).toEqual(REFUSED);
    expect(await thief.removeFor(shown, authenticator.factorId)).toEqual(REFUSED);
  });

  it("F77: is not a password given before there was a factor", async () => {
    const bob = await signUpAccount(installation, `bob-${people}@example.org`);
    const thief = await bob.elsewhere();
    const proved = await thief.prove(thief.demand(ADD));
    await bob.addAuthenticator();
    expect(await thief.enrolFor(proved)).toEqual(REFUSED);
  });

  it("F77: is not an enrolment begun before there was a factor", async () => {
    const bob = await signUpAccount(installation, `bob-${people}@example.org`);
    const thief = await bob.elsewhere();
    const theirs = await thief.enrol("Thief's");
    await bob.addAuthenticator();
    expect(await thief.confirm(theirs)).toEqual({ outcome: "refused", reason: "not_found" });
  });
});
