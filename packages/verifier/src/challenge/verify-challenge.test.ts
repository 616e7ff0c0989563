import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
  testAuthenticator,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { totpSecretPlace } from "../totp/totp-factor.ts";
import { type ChallengeAnswer, verifyChallenge } from "./verify-challenge.ts";

const STEP_MILLIS = 30_000;
const ADD = { action: "account.factor.add" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("challenges");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

function refused(reason: string) {
  return { outcome: "refused", reason };
}

/** Signs in with the password and this code of the phone. */
async function signIn(code: string): Promise<{ outcome: string }> {
  return ada.answer(await ada.beginSignIn(), phone, code);
}

/** The ports' calls from here on, through ports to be used instead of the installation's. */
function watchCalls() {
  const calls: string[] = [];
  const deps = watchPorts(installation.deps, (call) => {
    calls.push(call);
    return "done";
  });
  return { calls, deps };
}

describe("a code of an authenticator", () => {
  it("R-010: works once: not on its challenge, a new one, a step-up, or in another browser", async () => {
    const elsewhere = await ada.elsewhere(phone);
    installation.clock.advance(STEP_MILLIS);
    const code = phone.code();
    const step = await ada.beginSignIn();
    expect(await ada.answer(step, phone, code)).toMatchObject({ outcome: "signed_in" });
    expect(await ada.answer(step, phone, code)).toEqual(refused("challenge_closed"));
    expect(await signIn(code)).toEqual(refused("code_already_used"));
    for (const browser of [ada, elsewhere]) {
      const challengeId = await browser.openStepUp(browser.demand(ADD));
      const answer = await browser.answerStepUp(challengeId, phone, code);
      expect(answer).toEqual(refused("code_already_used"));
    }
  });

  it("R-010: that a step-up spent signs nobody in", async () => {
    const code = phone.code();
    await ada.prove(ada.demand(ADD), phone);
    expect(await signIn(code)).toEqual(refused("code_already_used"));
  });

  it("R-011: kills every code of its step and earlier ones", async () => {
    const [before, now, after] = [phone.code(-1), phone.code(), phone.code(1)];
    expect(await signIn(after)).toMatchObject({ outcome: "signed_in" });
    expect(await signIn(now)).toEqual(refused("code_already_used"));
    expect(await signIn(before)).toEqual(refused("code_already_used"));
    installation.clock.advance(STEP_MILLIS);
    expect(await signIn(phone.code())).toEqual(refused("code_already_used"));
    installation.clock.advance(STEP_MILLIS);
    expect(await signIn(phone.code())).toMatchObject({ outcome: "signed_in" });
  });

  it.each([0, 15_000, 29_999])(
    "R-013: is good for one step around, %i ms into it",
    async (into) => {
      for (const stepsAway of [-2, -1, 0, 1, 2]) {
        const { clock } = installation;
        clock.set((Math.floor(clock.nowMillis() / STEP_MILLIS) + 10) * STEP_MILLIS + into);
        const ended = await signIn(phone.code(stepsAway));
        expect(ended, `${stepsAway} steps away`).toMatchObject(
          Math.abs(stepsAway) <= 1 ? { outcome: "signed_in" } : refused("invalid_code"),
        );
      }
    },
  );

  it("A14: stays spent when the server's clock steps back", async () => {
    const code = phone.code();
    expect(await signIn(code)).toMatchObject({ outcome: "signed_in" });
    installation.clock.advance(-60_000);
    expect(await signIn(code)).toMatchObject({ outcome: "refused" });
    for (const stepsAway of [-1, 0, 1]) {
      expect(await signIn(phone.code(stepsAway))).toMatchObject({ outcome: "refused" });
    }
    installation.clock.advance(60_000 + STEP_MILLIS);
    expect(await signIn(phone.code())).toMatchObject({ outcome: "signed_in" });
  });

  it("leaves the secret in memory no longer than it is compared", async () => {
    const opened: Uint8Array[] = [];
    const { secretBox } = installation.deps;
    const deps = watchPorts(
      {
        ...installation.deps,
        secretBox: {
          seal: (plaintext, place) => secretBox.seal(plaintext, place),
          open: (sealed, place) => {
            const secret = secretBox.open(sealed, place);
            opened.push(secret);
            return secret;
          },
        },
      },
      () => "done",
    );
    granted(await ada.through(deps).answer(await ada.beginSignIn(), phone));
    expect(opened).toEqual([new Uint8Array(20)]);
  });

  it("A9: is judged by one reading of the clock", async () => {
    const step = await ada.beginSignIn();
    const { calls, deps } = watchCalls();
    granted(await ada.through(deps).answer(step, phone));
    expect(calls.filter((call) => call === "clock.nowMillis")).toHaveLength(1);
  });

  it("R-015: is judged by the server's time and window, whatever else comes with it", async () => {
    const { clock } = installation;
    const late = phone.code(-2);
    const answer: ChallengeAnswer = {
      challengeId: await ada.openStepUp(ada.demand(ADD)),
      boundTo: `session:${ada.session.id}`,
      kind: "totp",
      factorId: phone.factorId,
      code: late,
      origin: TEST_ORIGIN,
    };
    const more = { nowMillis: clock.nowMillis() - 60_000, window: { past: 9 }, skew: 9, digits: 6 };
    const ended = await verifyChallenge(
      installation.deps,
      { ...answer, ...more },
      async () => "granted",
    );
    expect(ended).toEqual(refused("invalid_code"));
  });

  it("A10: is compared with the one authenticator that was named, among several", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const step = await ada.beginSignIn();
    const { calls, deps } = watchCalls();
    const wrong = await ada.through(deps).answer(step, tablet, phone.code());
    expect(wrong).toEqual(refused("invalid_code"));
    expect(calls.filter((call) => call === "secretBox.open")).toHaveLength(1);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
    expect(await signIn(phone.code())).toEqual(refused("code_already_used"));
    expect(await ada.answer(await ada.beginSignIn(), tablet)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("A10: that was spent on one authenticator is unspent on another that has the same", async () => {
    const { deps } = installation;
    await deps.unitOfWork.write(async (stores) => {
      const [original] = await stores.totp.list(ada.subject);
      const secret = deps.secretBox.open(
        original!.sealedSecret,
        totpSecretPlace(ada.subject, original!.id),
      );
      const id = `${original!.id}-twin`;
      const sealedSecret = deps.secretBox.seal(secret, totpSecretPlace(ada.subject, id));
      await stores.totp.insert({ ...original!, id, sealedSecret, isDefault: false });
    });
    const twin = { ...phone, factorId: `${phone.factorId}-twin` };
    expect(await signIn(phone.code())).toMatchObject({ outcome: "signed_in" });
    expect(await ada.answer(await ada.beginSignIn(), twin)).toMatchObject({ outcome: "signed_in" });
    expect(await signIn(phone.code())).toEqual(refused("code_already_used"));
  });

  it("A5: of the live authenticator still works while another is being enrolled", async () => {
    const pending = await ada.enrol("Replacement", phone);
    installation.clock.advance(STEP_MILLIS);
    expect(await signIn(pending.code())).toEqual(refused("invalid_code"));
    expect(await ada.answer(await ada.beginSignIn(), pending)).toEqual(refused("not_found"));
    expect(await signIn(phone.code())).toMatchObject({ outcome: "signed_in" });
  });
});

describe("what the answer tells", () => {
  it("R-016: the same of a wrong code, one outside the window and another person's", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    const answers = [phone.wrongCode(), phone.code(-2), phone.code(2), evesPhone.code()];
    const step = await ada.beginSignIn();
    for (const code of answers) {
      expect(await ada.answer(step, phone, code)).toStrictEqual(refused("invalid_code"));
    }
    expect(await eve.answer(await eve.beginSignIn(), evesPhone)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("R-016: that a right code was used, at no cost, however often", async () => {
    const code = phone.code();
    granted(await ada.answer(await ada.beginSignIn(), phone, code));
    const step = await ada.beginSignIn();
    for (let replay = 0; replay < 30; replay += 1) {
      expect(await ada.answer(step, phone, code)).toEqual(refused("code_already_used"));
    }
    expect(await ada.counted()).toBe(0);
    installation.clock.advance(STEP_MILLIS);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("tells nothing of a factor that is unknown, another person's or removed, at no cost", async () => {
    const { phone: evesPhone } = await openTrial(installation);
    const { authenticator: removed } = await ada.addAuthenticator("Tablet", phone);
    const act = { action: "account.factor.remove", target: removed.factorId };
    const demand = await ada.prove(ada.demand(act), phone);
    const step = await ada.beginSignIn();
    granted(await ada.removeFor(demand, removed.factorId));
    for (const authenticator of [{ ...phone, factorId: "fac_unknown" }, evesPhone, removed]) {
      expect(await ada.answer(step, authenticator)).toEqual(refused("not_found"));
    }
    expect(await ada.counted()).toBe(0);
  });
});

/** No six ASCII digits. */
const MALFORMED: readonly string[] = [
  "",
  "12345",
  "1234567",
  "123 456",
  " 123456",
  "123456\n",
  "12345a",
  "1e5",
  "+12345",
  "-12345",
  "12.345",
  "0x1234",
  "123456\u0000",
  "１２３４５６",
  "١٢٣٤٥٦",
  "__proto__",
  "1".repeat(1_000_000),
];

describe("what is no code", () => {
  it("R-014: is compared with nothing and counted nowhere", async () => {
    const step = await ada.beginSignIn();
    const before = installation.rows.all();
    const { calls, deps } = watchCalls();
    for (const code of MALFORMED) {
      const ended = await ada.through(deps).answer(step, phone, code);
      expect(ended, code.slice(0, 12)).toEqual(refused("malformed_answer"));
    }
    expect(calls).toContain("stores.challenges.find");
    expect(calls.filter((call) => /^(hmac|secretBox|stores\.totp)/.test(call))).toEqual([]);
    expect(installation.rows.all()).toEqual(before);
  });

  it("R-014: is a code for no authenticator in particular", async () => {
    const answer: Omit<ChallengeAnswer, "boundTo"> = {
      challengeId: await ada.openStepUp(ada.demand(ADD)),
      kind: "totp",
      code: phone.code(),
      origin: TEST_ORIGIN,
    };
    const boundTo = `session:${ada.session.id}`;
    const ended = await verifyChallenge(installation.deps, { ...answer, boundTo }, async () => 1);
    expect(ended).toEqual(refused("malformed_answer"));
  });

  it("R-014: but leading zeros are part of one", async () => {
    const { clock } = installation;
    while (!phone.code().startsWith("0")) clock.advance(STEP_MILLIS);
    const step = await ada.beginSignIn();
    const shorter = await ada.answer(step, phone, phone.code().slice(1));
    expect(shorter).toEqual(refused("malformed_answer"));
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });
});

describe("a challenge", () => {
  it("R-032: ends after five wrong codes, even for the right one", async () => {
    const step = await ada.beginSignIn();
    for (let wrong = 0; wrong < 5; wrong += 1) {
      expect(await ada.answer(step, phone, phone.wrongCode())).toEqual(refused("invalid_code"));
    }
    expect(await ada.answer(step, phone)).toEqual(refused("challenge_closed"));
    expect(await signIn(phone.code())).toMatchObject({ outcome: "signed_in" });
  });

  it("R-032: ends after five wrong codes of whatever kind", async () => {
    const step = await ada.beginSignIn();
    for (let wrong = 0; wrong < 3; wrong += 1) await ada.answer(step, phone, phone.wrongCode());
    for (let wrong = 0; wrong < 2; wrong += 1) {
      await ada.answerWithRecoveryCode(step, "1-0000-0000-0000-0000");
    }
    const [code = ""] = recoveryCodes;
    expect(await ada.answerWithRecoveryCode(step, code)).toEqual(refused("challenge_closed"));
  });

  it.each([
    ["in its last millisecond", -1, { outcome: "signed_in" }],
    ["after ten minutes no more", 0, refused("challenge_closed")],
  ])("R-044: can be answered %s", async (_, offset, expected) => {
    const step = await ada.beginSignIn();
    installation.clock.advance(10 * 60_000 + offset);
    expect(await ada.answer(step, phone)).toMatchObject(expected);
  });

  it("R-043, R-044: of a sign-in is there only for whoever holds its ticket", async () => {
    const step = await ada.beginSignIn();
    const other = await ada.beginSignIn();
    const { ada: eve } = await openTrial(installation);
    const eves = await eve.beginSignIn();
    for (const ticket of [other.ticket, eves.ticket, "", `session:${ada.session.id}`]) {
      expect(await ada.answer({ ...step, ticket }, phone)).toEqual(refused("not_found"));
    }
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-043: of a step-up is there only for its session, and signs nobody in", async () => {
    const elsewhere = await ada.elsewhere(phone);
    installation.clock.advance(STEP_MILLIS);
    const challengeId = await ada.openStepUp(ada.demand(ADD));
    expect(await elsewhere.answerStepUp(challengeId, phone)).toEqual(refused("not_found"));
    const { ticket } = await ada.beginSignIn();
    expect(await ada.answer({ challengeId, ticket }, phone)).toEqual(refused("not_found"));
    expect(await ada.answerStepUp(challengeId, phone)).toMatchObject({ outcome: "approved" });
  });

  it("R-055: takes the kinds it was opened for and no others", async () => {
    const step = await ada.beginSignIn();
    const stepUp = await ada.openStepUp(ada.demand(ADD));
    const { deps } = installation;
    const boundTo = `session:${ada.session.id}`;
    const [code = ""] = recoveryCodes;
    const answers: [ChallengeAnswer["kind"], string][] = [
      ["password", TEST_PASSWORD],
      ["recovery_code", code],
    ];
    for (const [kind, secret] of answers) {
      const answer = { challengeId: stepUp, boundTo, kind, code: secret, origin: TEST_ORIGIN };
      const ended = await verifyChallenge(deps, answer, async () => "granted");
      expect(ended).toEqual(refused("kind_not_allowed"));
    }
    expect(await ada.answerWithRecoveryCode(step, code)).toMatchObject({ outcome: "signed_in" });
  });

  it("takes everything back when there is nothing left to grant", async () => {
    const challengeId = await ada.openStepUp(ada.demand(ADD));
    const before = installation.rows.uncounted();
    const answer: ChallengeAnswer = {
      challengeId,
      boundTo: `session:${ada.session.id}`,
      kind: "totp",
      factorId: phone.factorId,
      code: phone.code(),
      origin: TEST_ORIGIN,
    };
    const ended = await verifyChallenge(installation.deps, answer, async () => undefined);
    expect(ended).toEqual(refused("challenge_closed"));
    const { audit_event: _before, ...rest } = before;
    const { audit_event: _after, ...after } = installation.rows.uncounted();
    expect(after).toEqual(rest);
    expect(await ada.answerStepUp(challengeId, phone)).toMatchObject({ outcome: "approved" });
  });
});

describe("an authenticator that was set up elsewhere", () => {
  it("R-009: gives the codes of any other app with the same secret", async () => {
    const enrolled = await ada.enrol("Tablet", phone);
    const copy = testAuthenticator(installation, enrolled.factorId, enrolled.secret.toLowerCase());
    expect(await ada.confirm(copy)).toMatchObject({ outcome: "confirmed" });
  });
});
