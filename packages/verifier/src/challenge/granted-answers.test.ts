import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isProtected, listSecondFactors } from "../factor/second-factors.ts";
import { boundToSession, boundToTicket } from "../step-up/spend-proof.ts";
import { describeChallenge } from "./describe-challenge.ts";
import { type ChallengeAnswer, type VerifiedAnswer, verifyChallenge } from "./verify-challenge.ts";

const ADD = { action: "account.factor.add" };
const NO_CODE = "1-0000-0000-0000-0000";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("granted answers");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
});

/** The answer of the phone to what it is bound to. */
function answerOf(challengeId: string, boundTo: string, code = phone.code()): ChallengeAnswer {
  const { factorId } = phone;
  return { challengeId, boundTo, kind: "totp", factorId, code, origin: TEST_ORIGIN };
}

async function toStepUp(code?: string): Promise<ChallengeAnswer> {
  const challengeId = await ada.openStepUp(ada.demand(ADD));
  return answerOf(challengeId, boundToSession(ada.session.id), code);
}

async function toSignIn(browser = ada, code?: string): Promise<ChallengeAnswer> {
  const { challengeId, ticket } = await browser.beginSignIn();
  return answerOf(challengeId, boundToTicket(installation.deps.tokenHash.digest(ticket)), code);
}

/** Answers, and brings what was told in the transaction that granted it. */
async function verify(answer: ChallengeAnswer, deps = installation.deps) {
  const told: VerifiedAnswer[] = [];
  const ended = await verifyChallenge(deps, answer, async (_stores, verified) => {
    told.push(verified);
    return "granted";
  });
  return { ended, verified: told[0] };
}

describe("a right answer", () => {
  it("R-054: brings a step-up the proof of its acts, for five minutes", async () => {
    const { ended, verified } = await verify(await toStepUp());
    expect(ended).toEqual({ outcome: "verified", granted: "granted" });
    expect(verified?.proof).toEqual({
      token: expect.stringMatching(/^twl_proof_/),
      expiresAtMillis: installation.clock.nowMillis() + 5 * 60_000,
    });
  });

  it("is none for somebody whose account was deleted meanwhile, where more than a session hangs on it", async () => {
    const gone = watchPorts(installation.deps, (call) =>
      call === "stores.signInSettings.hold" ? "answers_nothing" : "done",
    );
    const answer = await toSignIn();
    expect(await verify({ ...answer, holdsSubject: true }, gone)).toEqual({
      ended: { outcome: "refused", reason: "challenge_closed" },
      verified: undefined,
    });
    // What begins only a session waits for nobody who holds the account.
    const { ended } = await verify({ ...answer, holdsSubject: false }, gone);
    expect(ended).toMatchObject({ outcome: "verified" });
  });

  it("brings a sign-in no proof of anything", async () => {
    const { ended, verified } = await verify(await toSignIn());
    expect(ended).toEqual({ outcome: "verified", granted: "granted" });
    expect(verified).toMatchObject({ factor: { kind: "totp" }, proof: undefined });
  });

  it("R-081: is recorded as the answer to what was asked", async () => {
    for (const answer of [await toSignIn(), await toStepUp(phone.code(1))]) {
      expect((await verify(answer)).ended).toMatchObject({ outcome: "verified" });
    }
    const answers = installation.rows
      .events()
      .filter(({ subjectId }) => subjectId === ada.subject.subjectId)
      .map(({ type }) => type)
      .filter((type) => /second_step|approved/.test(type));
    expect(answers.slice(-2)).toEqual(["sign_in.second_step", "step_up.approved"]);
  });

  it("R-012: is one of two different ones on a challenge, and leaves the other unspent", async () => {
    const step = await ada.beginSignIn();
    const ended = await Promise.all([
      ada.answer(step, phone, phone.code()),
      ada.answer(step, phone, phone.code(1)),
    ]);
    expect(ended).toMatchObject([{ outcome: "signed_in" }, { reason: "challenge_closed" }]);
    const next = await ada.beginSignIn();
    expect(await ada.answer(next, phone, phone.code(1))).toMatchObject({ outcome: "signed_in" });
  });
});

describe("who listens", () => {
  const grantNothing = async () => undefined;

  it("hears of a code that was used already, and of no other answer that is lost", async () => {
    const replays: string[] = [];
    const listeners = {
      onReplay: async (_stores: unknown, { challenge }: VerifiedAnswer) =>
        void replays.push(challenge.id),
    };
    const used = await toSignIn();
    granted(await verifyChallenge(installation.deps, used, async () => "granted"));
    const gone = await toSignIn(ada, phone.code(1));
    expect(await verifyChallenge(installation.deps, gone, grantNothing, listeners)).toMatchObject({
      reason: "challenge_closed",
    });
    expect(replays).toEqual([]);
    const again = await toSignIn();
    expect(await verifyChallenge(installation.deps, again, grantNothing, listeners)).toMatchObject({
      reason: "code_already_used",
    });
    expect(replays).toEqual([again.challengeId]);
  });

  it("R-037: is nobody, and wrong codes lead to the same", async () => {
    const stranger = ada.stranger();
    for (let wrong = 0; wrong < 10; wrong += 1) {
      const { ended } = await verify(await toSignIn(stranger, phone.wrongCode()));
      expect(ended).toMatchObject({ reason: "invalid_code" });
    }
    const right = await verify(await toSignIn(ada.stranger()));
    expect(right.ended).toMatchObject({ reason: "too_many_attempts" });
    expect(right.verified).toBeUndefined();
  });
});

describe("a kind that an installation does not have", () => {
  it("is neither taken nor offered", async () => {
    const { totp } = installation.deps.factors;
    const deps = { ...installation.deps, factors: { totp: totp! } };
    const shown = await toSignIn();
    const { described } = granted(await describeChallenge(deps, shown));
    expect(described.challenge.kinds).toEqual(["totp", "recovery_code"]);
    expect(described.offers.map(({ kind }) => kind)).toEqual(["totp"]);
    const { subject } = ada;
    await deps.unitOfWork.read(async (stores) => {
      expect(await listSecondFactors(deps, stores, subject)).toMatchObject([{ kind: "totp" }]);
      expect(await isProtected({ factors: {} }, stores, subject)).toBe(false);
    });
    const answer: ChallengeAnswer = { ...shown, kind: "recovery_code", code: NO_CODE };
    expect(await verifyChallenge(deps, answer, async () => "granted")).toEqual({
      outcome: "refused",
      reason: "kind_not_allowed",
    });
  });
});
