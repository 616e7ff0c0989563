import {
  type AccountScenario,
  granted,
  openTestInstallation,
  signUpAccount,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeChallenge } from "../challenge/describe-challenge.ts";
import { boundToSession, type StepUpDemand } from "./spend-proof.ts";

const REFUSED = { outcome: "refused", reason: "step_up_required" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let tablet: TestAuthenticator;
let people = 0;
/** Three acts of one person: to remove the tablet, and to add two authenticators. */
let removal: StepUpDemand;
let adding: StepUpDemand;
let addingMore: StepUpDemand;

beforeAll(async () => {
  installation = await openTestInstallation("several-acts");
});

afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  ada = await signUpAccount(installation, `ada-${people}@example.org`);
  ({ authenticator: phone } = await ada.addAuthenticator());
  ({ authenticator: tablet } = await ada.addAuthenticator("Tablet", phone));
  removal = ada.demand({ action: "account.factor.remove", target: tablet.factorId });
  adding = ada.demand({ action: "account.factor.add", paramsHash: "first" });
  addingMore = ada.demand({ action: "account.factor.add", paramsHash: "second" });
});

async function acts(challengeId: string, boundTo = boundToSession(ada.session.id)) {
  const shown = granted(await describeChallenge(installation.deps, { challengeId, boundTo }));
  return shown.described.challenge.acts;
}

/** Answers with the phone's code for so many acts, and brings the proof. */
async function approve(challengeId: string, count?: number): Promise<string> {
  const answer = await ada.answerStepUp(challengeId, phone, phone.code(), count);
  return granted(answer).proof.token;
}

describe("several acts approved together", () => {
  it("are listed in the order in which they were asked for, each once", async () => {
    const challengeId = await ada.openTogether([removal, adding, removal, adding, addingMore]);
    expect(await acts(challengeId)).toEqual([removal.act, adding.act, addingMore.act]);
  });

  it("R-053, R-054: are each let through by one proof, once", async () => {
    const challengeId = await ada.openTogether([removal, adding, addingMore]);
    const proofToken = await approve(challengeId, 3);
    expect(await ada.enrolFor({ ...addingMore, proofToken })).toMatchObject({
      outcome: "enrolled",
    });
    expect(await ada.removeFor({ ...removal, proofToken }, tablet.factorId)).toEqual({
      outcome: "removed",
    });
    expect(await ada.enrolFor({ ...adding, proofToken })).toMatchObject({ outcome: "enrolled" });
    for (const demand of [adding, addingMore]) {
      expect(await ada.enrolFor({ ...demand, proofToken })).toEqual(REFUSED);
    }
  });

  it("R-054: die together, five minutes after the answer", async () => {
    const challengeId = await ada.openTogether([adding, addingMore]);
    const proofToken = await approve(challengeId, 2);
    installation.clock.advance(5 * 60_000 - 1);
    expect(await ada.enrolFor({ ...addingMore, proofToken })).toMatchObject({
      outcome: "enrolled",
    });
    installation.clock.advance(1);
    expect(await ada.enrolFor({ ...adding, proofToken })).toEqual(REFUSED);
  });

  it("R-053: are let through only as they were asked for", async () => {
    const challengeId = await ada.openTogether([removal, adding]);
    const proofToken = await approve(challengeId, 2);
    for (const act of [
      { ...adding.act, paramsHash: "other" },
      { ...adding.act, paramsHash: removal.act.paramsHash },
      { ...adding.act, target: removal.act.target },
    ]) {
      expect(await ada.enrolFor({ ...adding, act, proofToken })).toEqual(REFUSED);
    }
    const elsewhere = await ada.elsewhere(tablet);
    const { sessionId } = elsewhere.demand(adding.act);
    expect(await elsewhere.enrolFor({ ...adding, sessionId, proofToken })).toEqual(REFUSED);
    expect(await ada.enrolFor({ ...adding, proofToken })).toMatchObject({ outcome: "enrolled" });
  });

  it("leave the authenticators they remove for last when one is proposed", async () => {
    const ofPhone = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    const challengeId = await ada.openTogether([adding, ofPhone]);
    const input = { challengeId, boundTo: boundToSession(ada.session.id) };
    const { described } = granted(await describeChallenge(installation.deps, input));
    expect(described.defaultFactorId).toBe(tablet.factorId);
  });

  it("are named by the events of their demands and of the answer", async () => {
    const challengeId = await ada.openTogether([removal, adding, addingMore]);
    await approve(challengeId, 2);
    const events = installation.rows.events().filter((event) => event.challengeId === challengeId);
    const names = [removal, adding, addingMore].map(({ act }) => `${act.action} ${act.target}`);
    expect(events.map(({ type, target }) => [type, target])).toEqual([
      ...names.map((name) => ["step_up.demanded", name]),
      ["step_up.approved", names.slice(0, 2).join(", ")],
    ]);
  });
});

describe("R-053: an answer approves what the person was shown", () => {
  it("and no act that was slipped in since", async () => {
    const challengeId = await ada.openTogether([removal, adding]);
    const shown = await acts(challengeId);
    await ada.openStepUp({ ...addingMore, challengeId });
    const proofToken = await approve(challengeId, shown.length);
    expect(await ada.enrolFor({ ...addingMore, proofToken })).toEqual(REFUSED);
    expect(await ada.enrolFor({ ...adding, proofToken })).toMatchObject({ outcome: "enrolled" });
  });

  it("and the first act alone where it does not say how many", async () => {
    const challengeId = await ada.openTogether([adding, addingMore]);
    const proofToken = await approve(challengeId);
    expect(await ada.enrolFor({ ...addingMore, proofToken })).toEqual(REFUSED);
    expect(await ada.enrolFor({ ...adding, proofToken })).toMatchObject({ outcome: "enrolled" });
  });

  it("and is refused, uncompared and uncounted, for more than there is", async () => {
    const challengeId = await ada.openTogether([adding, addingMore]);
    const before = installation.rows.all();
    const answer = await ada.answerStepUp(challengeId, phone, phone.code(), 3);
    expect(answer).toEqual({ outcome: "refused", reason: "acts_not_listed" });
    expect(installation.rows.all()).toEqual(before);
    await approve(challengeId, 2);
  });
});

/** Every open challenge that an act must not join. Each brings its id and whose view shows it. */
const CLOSED_TO_IT: Record<string, () => Promise<string>> = {
  "of another browser": async () => {
    const elsewhere = await ada.elsewhere(phone);
    return elsewhere.openStepUp(elsewhere.demand(removal.act));
  },
  "of another account": async () => {
    const eve = await signUpAccount(installation, `eve-${people}@example.org`);
    return eve.openStepUp(eve.demand(removal.act));
  },
  "that is unknown": async () => "chl_unknown",
  "that is a sign-in": async () => (await ada.beginSignIn()).challengeId,
  "that has expired": async () => {
    const challengeId = await ada.openStepUp(removal);
    installation.clock.advance(10 * 60_000);
    return challengeId;
  },
  "that was answered wrongly": async () => {
    const challengeId = await ada.openStepUp(removal);
    await ada.answerStepUp(challengeId, phone, phone.wrongCode());
    return challengeId;
  },
  "that was answered": async () => {
    const challengeId = await ada.openStepUp(removal);
    await approve(challengeId);
    return challengeId;
  },
  "that a weaker kind of proof satisfies": async () =>
    ada.openStepUp({ ...removal, passwordProves: "too" }),
  "that lists as many as there may be": async () => {
    const others = [1, 2, 3, 4].map((n) => ada.demand({ ...adding.act, paramsHash: `${n}` }));
    return ada.openTogether([removal, ...others]);
  },
};

describe("an act joins no challenge", () => {
  it.for(Object.entries(CLOSED_TO_IT))("%s: it gets one of its own", async ([, open]) => {
    const challengeId = await open();
    const rowsOf = ({
      challenge,
      challenge_act: further,
    }: ReturnType<typeof installation.rows.all>) => [
      challenge?.filter(({ id }) => id === challengeId),
      further?.filter((act) => act["challenge_id"] === challengeId),
    ];
    const before = rowsOf(installation.rows.all());
    const own = await ada.openStepUp({ ...addingMore, challengeId });
    expect(own).not.toBe(challengeId);
    expect(await acts(own)).toEqual([addingMore.act]);
    expect(rowsOf(installation.rows.all())).toEqual(before);
  });

  it("F77: that asked for the password before there was a factor", async () => {
    const bob = await signUpAccount(installation, `bob-${people}@example.org`);
    const thief = await bob.elsewhere();
    const challengeId = await thief.openStepUp(thief.demand({ action: "account.password.change" }));
    await bob.addAuthenticator();
    const own = await thief.openStepUp({ ...thief.demand(adding.act), challengeId });
    expect(own).not.toBe(challengeId);
  });
});
