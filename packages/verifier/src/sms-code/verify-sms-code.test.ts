import {
  type AccountScenario,
  addPhone,
  answerByText,
  askForCode,
  granted,
  openTestInstallation,
  proveByText,
  readCode,
  type SecondStep,
  signUpAccount,
  type TestInstallation,
  type TestPhone,
  testAuthenticator,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeChallenge } from "../challenge/describe-challenge.ts";
import { boundToTicket } from "../step-up/spend-proof.ts";
import type { Lane } from "../throttle/lane.ts";
import { smsKind } from "./verify-sms-code.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestPhone;

beforeEach(async () => {
  installation = await openTestInstallation();
  ada = await signUpAccount(installation);
  phone = await addPhone(installation, ada);
  await installation.deps.unitOfWork.write(({ signInSettings }) =>
    signInSettings.set(ada.subject, "every_time"),
  );
  installation.clock.advance(2 * MINUTE);
});
afterEach(() => installation.close());

const send = async (step: SecondStep, to: Pick<TestPhone, "factorId"> = phone) =>
  granted(await askForCode(installation, step, to));
const answer = (step: SecondStep, code: string, by: Pick<TestPhone, "factorId"> = phone) =>
  answerByText(installation, ada, step, { ...by, code });
const read = (sent: { textId: string }) => readCode(installation, sent);

function wrongFor(code: string, tries = 1): string {
  return String((Number(code) + tries) % 1_000_000).padStart(6, "0");
}

describe("a texted code", () => {
  it("opens the sign-in it was sent for, and is spent by that", async () => {
    const step = await ada.beginSignIn();
    const code = await read(await send(step));
    const done = granted(await answer(step, code));
    expect(done.session.amr).toEqual(["pwd", "sms", "mfa"]);
    expect(await answer(step, code)).toEqual(refused("challenge_closed"));
  });

  it("R-017: is accepted a second before ten minutes are over, and never after", async () => {
    const early = await ada.beginSignIn();
    const code = await read(await send(early));
    installation.clock.advance(10 * MINUTE - 1_000);
    expect((await answer(early, code)).outcome).toBe("signed_in");

    const late = await ada.beginSignIn();
    const dead = await read(await send(late));
    installation.clock.advance(10 * MINUTE);
    expect((await answer(late, dead)).outcome).toBe("refused");
  });

  it("R-018: is worth nothing to another sign-in, another person or a step-up", async () => {
    const bob = await signUpAccount(installation, "bob@example.org");
    const bobs = await addPhone(installation, bob, { number: "+41791234500" });
    await installation.deps.unitOfWork.write(({ signInSettings }) =>
      signInSettings.set(bob.subject, "every_time"),
    );
    const first = await ada.beginSignIn();
    const code = await read(await send(first));
    const second = await ada.beginSignIn();
    expect(await answer(second, code)).toEqual(refused("invalid_code"));
    const step = await bob.beginSignIn();
    expect(await answerByText(installation, bob, step, { ...bobs, code })).toEqual(
      refused("invalid_code"),
    );
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.delete" }));
    expect(await ada.answerStepUp(challengeId, undefined, code)).toEqual(
      refused("kind_not_allowed"),
    );
    expect((await answer(first, code)).outcome).toBe("signed_in");
  });

  it("R-018: is worth nothing for another phone of the same person", async () => {
    const other = { factorId: "pho_other" };
    const step = await ada.beginSignIn();
    const code = await read(await send(step));
    expect(await answer(step, code, other)).toEqual(refused("not_found"));
  });

  it("R-019: dies with the next one, which costs no try; the counter stays where it was", async () => {
    const step = await ada.beginSignIn();
    const old = await read(await send(step));
    for (let tries = 1; tries <= 4; tries += 1) {
      expect(await answer(step, wrongFor(old, tries))).toEqual(refused("invalid_code"));
    }
    installation.clock.advance(MINUTE);
    const newest = await read(await send(step));
    expect(await answer(step, old)).toEqual(refused("code_expired"));
    expect(await answer(step, wrongFor(newest))).toEqual(refused("invalid_code"));
    expect(await answer(step, newest)).toEqual(refused("challenge_closed"));
  });

  it("R-019: lets one in, of a hundred at once", async () => {
    const step = await ada.beginSignIn();
    const code = await read(await send(step));
    const answers = await Promise.all(Array.from({ length: 100 }, () => answer(step, code)));
    expect(answers.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
  });

  it("R-044: lets the ticket live until it expires, and half an hour at most", async () => {
    const step = await ada.beginSignIn();
    for (const minutes of [9, 9, 9]) {
      installation.clock.advance(minutes * MINUTE);
      await send(step);
    }
    installation.clock.advance(3 * MINUTE - 1_000);
    const late = await askForCode(installation, step, phone);
    expect(late).toMatchObject({ outcome: "sent" });
    const { expiresAtMillis } = granted(late);
    expect(expiresAtMillis - installation.clock.nowMillis()).toBe(1_000);
    installation.clock.advance(1_000);
    expect(await askForCode(installation, step, phone)).toEqual(refused("challenge_closed"));
  });

  it("R-044: lets the ticket live no longer where none was sent", async () => {
    const step = await ada.beginSignIn();
    installation.clock.advance(9 * MINUTE);
    const foreign = { factorId: "pho_of_somebody_else" };
    expect(await askForCode(installation, step, foreign)).toEqual(refused("not_found"));
    installation.clock.advance(MINUTE);
    expect(await askForCode(installation, step, phone)).toEqual(refused("challenge_closed"));
  });

  it("is told of as long as it works, whatever was sent before it", async () => {
    const { deps } = installation;
    for (let day = 0; day < 30; day += 1) {
      installation.clock.advance(25 * HOUR + 1);
      const step = await ada.beginSignIn();
      await send(step);
      installation.clock.advance(MINUTE);
      const { expiresAtMillis } = await send(step);
      const boundTo = boundToTicket(deps.tokenHash.digest(step.ticket));
      const { described } = granted(await describeChallenge(deps, { ...step, boundTo }));
      expect(described.sentCode).toMatchObject({ factorId: phone.factorId, expiresAtMillis });
    }
  });

  it("R-037: disables a phone after fifty wrong codes in a row", async () => {
    const { unitOfWork } = installation.deps;
    const step = await ada.beginSignIn();
    const code = await read(await send(step));
    await unitOfWork.write(async ({ phones }) => {
      for (let count = 0; count < 49; count += 1) {
        await phones.countFailure(ada.subject, phone.factorId, 50);
      }
    });
    expect(await answer(step, wrongFor(code))).toEqual(refused("invalid_code"));
    const left = await unitOfWork.read(({ phones }) => phones.find(ada.subject, phone.factorId));
    expect(left?.status).toBe("disabled");
    expect(await answer(step, code)).toEqual(refused("not_found"));
  });

  it("R-033: shares its tries with every other second factor", async () => {
    const counted = await ada.counted("code");
    const step = await ada.beginSignIn();
    const code = await read(await send(step));
    await answer(step, wrongFor(code));
    expect(await ada.counted("code")).toBe(counted + 1);
  });
});

describe("phones as a kind of factor", () => {
  it("are named, prove less than an app, and share its lane", () => {
    expect(smsKind(installation.deps)).toMatchObject({
      kind: "sms",
      lane: "code",
      amr: ["sms"],
      isNamed: true,
    });
  });

  it("are offered with the ways in which a code can get there", async () => {
    const { deps } = installation;
    const { factorId } = phone;
    const ways = async (given: Partial<typeof deps> = {}) => {
      const offers = await deps.unitOfWork.read((stores) =>
        smsKind({ ...deps, ...given }).offers(stores, ada.subject),
      );
      return offers.map(({ id, channels }) => [id, channels]);
    };
    expect(await ways()).toEqual([[factorId, ["sms", "voice"]]]);
    expect(await ways({ textCarrier: undefined })).toEqual([[factorId, []]]);
    await deps.unitOfWork.write(async ({ phones }) => {
      const mobile = await phones.find(ada.subject, factorId);
      const landline = { id: "pho_home", channel: "voice", isDefault: false } as const;
      await phones.insert({ ...mobile!, ...landline, numberKey: "another" });
    });
    expect(await ways()).toEqual([
      [factorId, ["sms", "voice"]],
      ["pho_home", ["voice"]],
    ]);
  });
});

describe("the code that was sent last", () => {
  async function shown({ challengeId, ticket }: SecondStep) {
    const boundTo = boundToTicket(installation.deps.tokenHash.digest(ticket));
    const input = { challengeId, boundTo };
    return granted(await describeChallenge(installation.deps, input)).described.sentCode;
  }

  it("is shown with its challenge, so that a reloaded page asks for no other", async () => {
    const step = await ada.beginSignIn();
    expect(await shown(step)).toBeUndefined();
    await send(step);
    const sentAtMillis = installation.clock.nowMillis();
    installation.clock.advance(10_000);
    expect(await shown(step)).toEqual({
      factorId: phone.factorId,
      expiresAtMillis: sentAtMillis + 10 * MINUTE,
      // The second text within the hour: the first one added the phone.
      resendAfterSeconds: 50,
    });
    expect(await shown(await ada.beginSignIn())).toBeUndefined();
  });

  it("is shown no more once its time is over", async () => {
    const step = await ada.beginSignIn();
    await send(step);
    installation.clock.advance(MINUTE);
    await installation.deps.unitOfWork.write(({ challenges }) =>
      challenges.extend(step.challengeId, {
        nowMillis: installation.clock.nowMillis(),
        untilMillis: installation.clock.nowMillis() + 20 * MINUTE,
      }),
    );
    installation.clock.advance(9 * MINUTE - 1);
    expect(await shown(step)).toBeDefined();
    installation.clock.advance(1);
    expect(await shown(step)).toBeUndefined();
  });

  it("is shown no more while its phone is out of use", async () => {
    const step = await ada.beginSignIn();
    await send(step);
    await installation.deps.unitOfWork.write(({ phones }) =>
      phones.remove(ada.subject, phone.factorId),
    );
    expect(await shown(step)).toBeUndefined();
  });
});

describe("asking for a code", () => {
  it.each([
    ["a mobile by text", "+41791234500", undefined, "sms"],
    ["a mobile by a call where that is asked for", "+41791234500", "voice", "voice"],
    ["a landline by a call, whatever is asked for", "+41441234567", "sms", "voice"],
  ] as const)("reaches %s", async (_, number, asked, channel) => {
    const bob = await signUpAccount(installation, "bob@example.org");
    const bobs = await addPhone(installation, bob, { number });
    await installation.deps.unitOfWork.write(({ signInSettings }) =>
      signInSettings.set(bob.subject, "every_time"),
    );
    installation.clock.advance(2 * MINUTE);
    const sent = granted(await askForCode(installation, await bob.beginSignIn(), bobs, asked));
    await read(sent);
    expect(installation.texts.at(-1)).toMatchObject({ to: number, channel });
  });

  it("R-022: takes the ticket of the sign-in: without it nothing is sent", async () => {
    const step = await ada.beginSignIn();
    const sent = installation.texts.length;
    const stolen = { ...step, ticket: "twl_ticket_of_somebody_else" };
    expect(await askForCode(installation, stolen, phone)).toEqual(refused("not_found"));
    const foreign = { factorId: "pho_of_somebody_else" };
    expect(await askForCode(installation, step, foreign)).toEqual(refused("not_found"));
    expect(installation.texts).toHaveLength(sent);
  });

  it("R-024: proves no step-up where there is an authenticator app", async () => {
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.delete" }));
    const byText = await askForCode(installation, { challengeId, account: ada }, phone);
    expect(byText.outcome).toBe("sent");

    const demand = ada.demand({ action: "account.factor.add" });
    const proved = await proveByText(installation, ada, demand, phone);
    const { factor, secret } = granted(await ada.enrolFor(proved, "iPhone"));
    const app = testAuthenticator(installation, factor.id, secret);
    await ada.follow(granted(await ada.confirm({ ...app, factorId: factor.id })).granted);
    const stronger = await ada.openStepUp(ada.demand({ action: "account.delete" }));
    expect(await askForCode(installation, { challengeId: stronger, account: ada }, phone)).toEqual(
      refused("kind_not_allowed"),
    );
  });

  it("R-021: leaves nothing of the code in the database but keyed hashes and sealed words", async () => {
    const step = await ada.beginSignIn();
    const { textId } = await send(step);
    const before = JSON.stringify(installation.rows.all());
    const code = await read({ textId });
    expect(before).not.toContain(code);
    expect(before).not.toContain(phone.number);
    expect(JSON.stringify(installation.rows.all())).not.toContain(code);
  });
});

describe("a code that nobody could enter", () => {
  const tooMany = (retryAfterSeconds: number) => ({
    ...refused("too_many_attempts"),
    retryAfterSeconds,
  });
  const askFrom = async ({ browserTokens }: AccountScenario) =>
    askForCode(installation, await ada.beginSignIn(), { ...phone, browserTokens });

  const spend = async (lane: Lane, tries: number) => {
    const atMillis = installation.clock.nowMillis();
    await installation.deps.unitOfWork.write(async ({ attemptBudgets }) => {
      for (const letter of "abcdefghij".slice(0, tries)) {
        const attempt = { atMillis, id: letter.repeat(8) };
        await attemptBudgets.appendIfWithin(ada.subject, lane, attempt, []);
      }
    });
  };

  it("R-037: is not texted for a retired password, but where its owner is known", async () => {
    const step = await ada.beginSignIn();
    ada.takeOver(granted(await answer(step, await read(await send(step)))));
    installation.clock.advance(2 * MINUTE);
    const nowMillis = installation.clock.nowMillis();
    await installation.deps.unitOfWork.write(({ passwordDoubts }) =>
      passwordDoubts.retire(ada.subject, nowMillis),
    );
    expect(await askFrom(ada.stranger())).toEqual(tooMany(3_600));
    expect((await askFrom(ada)).outcome).toBe("sent");
  });

  it("R-040: is not texted where the tries are used up, which looks the same", async () => {
    const step = await ada.beginSignIn();
    await send(step);
    await spend("code", 10);
    installation.clock.advance(2 * MINUTE);
    const texts = async () => {
      const { text_message = [] } = installation.rows.all();
      return text_message.length;
    };
    const before = await texts();
    expect(await askForCode(installation, step, phone)).toEqual(tooMany(3_480));
    expect(await texts()).toBe(before);
    // It let the ticket live no longer either.
    installation.clock.advance(8 * MINUTE);
    expect(await askForCode(installation, step, phone)).toEqual(refused("challenge_closed"));
    installation.clock.advance(50 * MINUTE);
    expect((await askFrom(ada.stranger())).outcome).toBe("sent");
  });

  it("R-037: is not texted behind a password that ten failures have not retired yet", async () => {
    await spend("behind_password", 9);
    expect((await askFrom(ada.stranger())).outcome).toBe("sent");
    installation.clock.advance(2 * MINUTE);
    await spend("behind_password", 1);
    expect(await askFrom(ada.stranger())).toEqual(tooMany(3_600));
  });

  it("R-041: is not texted to strangers who have had their five of a day of spraying", async () => {
    const nowMillis = installation.clock.nowMillis();
    await installation.deps.unitOfWork.write(({ spraying }) =>
      spraying.raise(nowMillis, nowMillis + HOUR),
    );
    await spend("code", 4);
    expect((await askFrom(ada.stranger())).outcome).toBe("sent");
    installation.clock.advance(2 * MINUTE);
    await spend("code", 1);
    expect(await askFrom(ada.stranger())).toEqual(tooMany(24 * 3_600 - 120));
  });
});
