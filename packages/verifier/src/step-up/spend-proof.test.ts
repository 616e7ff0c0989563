import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkProof, provingKinds, type StepUpDemand, spendProof } from "./spend-proof.ts";

const DAY_MILLIS = 86_400_000;
const ADD = { action: "account.factor.add" };
const SUSPEND = { action: "account.factor.suspend" };
const DISABLE = { action: "account.two_factor.disable" };
const ALLOWED = { outcome: "allowed" };
const REQUIRED = { outcome: "refused", reason: "step_up_required" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("proofs");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
});

function check(demand: StepUpDemand) {
  const { clock, deps } = installation;
  return deps.unitOfWork.read((stores) => checkProof(deps, stores, demand, clock.nowMillis()));
}

function spend(demand: StepUpDemand) {
  const { clock, deps } = installation;
  return deps.unitOfWork.write((stores) => spendProof(deps, stores, demand, clock.nowMillis()));
}

describe("a demand", () => {
  it("R-054: is met by its proof as often as it is checked, and once when it is spent", async () => {
    const proved = await ada.prove(ada.demand(ADD), phone);
    expect(await check(proved)).toEqual(ALLOWED);
    expect(await check(proved)).toEqual(ALLOWED);
    expect(await spend(proved)).toEqual(ALLOWED);
    expect(await check(proved)).toEqual(REQUIRED);
    expect(await spend(proved)).toEqual(REQUIRED);
  });
});

describe("R-031: a session begun with a recovery code", () => {
  it.each([ADD, SUSPEND])("may do $action without a proof, until its time is over", async (act) => {
    const endsMillis = installation.clock.nowMillis() + 1;
    const demand = { ...ada.demand(act), recoveryEnrolmentEndsMillis: endsMillis };
    expect(await spend(demand)).toEqual(ALLOWED);
    installation.clock.advance(1);
    expect(await spend(demand)).toEqual({ outcome: "refused", reason: "recovery_session" });
  });

  it("may do nothing else, not even with a proof", async () => {
    const proved = await ada.prove(ada.demand(DISABLE), phone);
    const endsMillis = installation.clock.nowMillis() + 1;
    const demand = { ...proved, recoveryEnrolmentEndsMillis: endsMillis };
    expect(await spend(demand)).toEqual({ outcome: "refused", reason: "recovery_session" });
    expect(await spend(proved)).toEqual(ALLOWED);
  });
});

describe("R-093: for a day after a replacement", () => {
  /** An authenticator of the person has just been replaced without a code from it. */
  async function replaceJustNow(): Promise<void> {
    const nowMillis = installation.clock.nowMillis();
    const replacement = {
      ...ada.subject,
      id: `rpl_${ada.subject.subjectId}`,
      factorId: phone.factorId,
      tokenDigest: "digest",
      requestedAtMillis: nowMillis - DAY_MILLIS,
      readyAtMillis: nowMillis,
      expiresAtMillis: nowMillis + DAY_MILLIS,
      ip: "192.0.2.1",
    };
    const by = { tokenDigest: "digest", nowMillis };
    await installation.deps.unitOfWork.write(async ({ replacements }) => {
      await replacements.insert(replacement, { nowMillis, staleBeforeMillis: 0 });
      await replacements.complete(ada.subject, by);
    });
  }

  it("no proof lets an act through, and the answer says when one will", async () => {
    await replaceJustNow();
    const held = (retryAfterSeconds: number) => ({
      outcome: "refused",
      reason: "actions_held",
      retryAfterSeconds,
    });
    const proved = await ada.prove(ada.demand(DISABLE), phone);
    expect(await spend(proved)).toEqual(held(DAY_MILLIS / 1000));
    expect(await check(ada.demand(ADD))).toEqual(held(DAY_MILLIS / 1000));
    installation.clock.advance(DAY_MILLIS - 1);
    expect(await check(proved)).toEqual(held(1));
    installation.clock.advance(1);
    expect(await check(ada.demand(DISABLE))).toEqual(REQUIRED);
  });

  it("an authenticator can still be suspended", async () => {
    await replaceJustNow();
    expect(await check(ada.demand(SUSPEND))).toEqual(REQUIRED);
    expect(await spend(await ada.prove(ada.demand(SUSPEND), phone))).toEqual(ALLOWED);
  });
});

describe("the password proves", () => {
  function kindsFor(given: Partial<StepUpDemand>) {
    const { deps } = installation;
    const { subject, sessionId, act } = ada.demand(SUSPEND);
    const demand = { subject, sessionId, act, ...given };
    return deps.unitOfWork.read((stores) => provingKinds(deps, stores, demand));
  }

  it("alone, beside the authenticator, or not at all, as the demand says", async () => {
    expect(await kindsFor({ passwordProves: "alone" })).toEqual(["password"]);
    expect(await kindsFor({ passwordProves: "too", sessionKinds: ["totp"] })).toEqual([
      "totp",
      "password",
    ]);
    expect(await kindsFor({ sessionKinds: ["totp"] })).toEqual(["totp"]);
  });

  it("R-005: nothing beside an authenticator that the session was not proved with", async () => {
    expect(await kindsFor({ passwordProves: "too", sessionKinds: ["sms"] })).toEqual(["totp"]);
    expect(await kindsFor({ passwordProves: "too" })).toEqual(["totp"]);
  });
});
