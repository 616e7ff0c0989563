import {
  failEachCall,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
} from "@twinlatch/testkit";
import { regenerateRecoveryCodes, SecretUnreadableError } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerSignIn, type SecondStepDone } from "../sign-in/answer-sign-in.ts";
import { findKeptAnswer, isAnswerKept } from "./find-kept-answer.ts";
import { AnswerKeptError, keepAnswer } from "./keep-answer.ts";
import { KEPT_ANSWER_MILLIS, keptAnswerPlace, type RepeatableCall } from "./kept-answer.ts";

const origin = TEST_ORIGIN;

let installation: TestInstallation;
let trial: Trial;
let call: RepeatableCall;
let calls = 0;

beforeAll(async () => {
  installation = await openTestInstallation("kept answers");
});
afterAll(() => installation.close());

beforeEach(async () => {
  trial = await openTrial(installation);
  calls += 1;
  call = { id: `call ${calls}`, bodyHash: "body" };
});

/** Signs in with the authenticator; the answer, which is the session's token, is kept for `call`. */
async function prepareSignIn({ ada, phone }: Trial, kept: RepeatableCall) {
  installation.clock.advance(30_000);
  const step = await ada.beginSignIn();
  const guess = {
    ...step,
    kind: "totp",
    factorId: phone.factorId,
    code: phone.code(),
    origin,
  } as const;
  return (ports = installation.deps) =>
    answerSignIn(ports, guess, (stores, { token, session }: SecondStepDone) => {
      const answer = new TextEncoder().encode(token);
      return keepAnswer(ports, stores, kept, { answer, sessionId: session.id });
    });
}

async function signIn() {
  const done = await (await prepareSignIn(trial, call))();
  if (done.outcome === "refused") throw new Error(done.reason);
  return done;
}

async function find(which: RepeatableCall = call) {
  const found = await findKeptAnswer(installation.deps, which);
  return found?.outcome === "found" ? new TextDecoder().decode(found.answer) : found?.outcome;
}

function keptRows() {
  return installation.rows.all()["kept_answer"] ?? [];
}

describe("an answer that is kept", () => {
  it("R-115: is given again for the same body, as often as asked, for ten minutes", async () => {
    const { token } = await signIn();
    expect(await find()).toBe(token);
    installation.clock.advance(KEPT_ANSWER_MILLIS - 1);
    expect(await find()).toBe(token);
    expect(await isAnswerKept(installation.deps, call.id)).toBe(true);
    installation.clock.advance(1);
    expect(await find()).toBeUndefined();
    expect(await isAnswerKept(installation.deps, call.id)).toBe(false);
  });

  it("R-115: is no answer to another call, and no place to guess at bodies", async () => {
    const { token } = await signIn();
    expect(await find({ ...call, id: "other" })).toBeUndefined();
    for (let guess = 1; guess < 5; guess += 1) {
      expect(await find({ ...call, bodyHash: `guess ${guess}` })).toBe("other_body");
      expect(await find()).toBe(token);
    }
    expect(await find({ ...call, bodyHash: "guess 5" })).toBe("other_body");
    expect(await find()).toBe("other_body");
    expect(keptRows().find(({ id }) => id === call.id)?.["sealed_answer"]).toBeNull();
  });

  it("R-049: is nobody's any more when its session has ended", async () => {
    const { session } = await signIn();
    const { accountId, id } = session;
    await installation.deps.unitOfWork.write(({ sessions }) => sessions.remove(accountId, id));
    expect(await find()).toBeUndefined();
  });

  it("R-076: is sealed for its own row", async () => {
    const { token } = await signIn();
    const row = keptRows().find(({ id }) => id === call.id);
    const sealed = new Uint8Array(row?.["sealed_answer"] as Uint8Array);
    expect(Buffer.from(sealed).includes(token)).toBe(false);
    const { secretBox } = installation.deps;
    expect(Buffer.from(secretBox.open(sealed, keptAnswerPlace(call.id))).toString()).toBe(token);
    expect(() => secretBox.open(sealed, keptAnswerPlace("other"))).toThrow(SecretUnreadableError);
  });
});

describe("a call whose answer is kept", () => {
  it("R-115: does not happen a second time, whatever it would have spent", async () => {
    await signIn();
    const again = await prepareSignIn(trial, call);
    const before = installation.rows.uncounted();
    await expect(again()).rejects.toThrow(AnswerKeptError);
    expect(installation.rows.uncounted()).toEqual(before);
    expect(await trial.ada.counted("code")).toBe(0);
    expect(await trial.ada.counted()).toBe(0);
  });

  it("R-115: that is refused leaves no answer", async () => {
    const { ada } = trial;
    const demand = ada.demand({ action: "account.recovery_codes.regenerate" });
    const made = await regenerateRecoveryCodes(
      installation.deps,
      { demand, origin },
      undefined,
      (stores) => keepAnswer(installation.deps, stores, call, { answer: Uint8Array.of(1) }),
    );
    expect(made).toMatchObject({ outcome: "refused", reason: "step_up_required" });
    expect(await find()).toBeUndefined();
  });
});

describe("while a port fails", () => {
  it("R-115: an answer is kept if and only if what it tells of happened", async () => {
    for (const fate of ["fails", "fails_afterwards"] as const) {
      let endings = 0;
      const flow = async (tried: Trial) => {
        endings += 1;
        const kept = { id: `${fate} ${endings}`, bodyHash: "body" };
        const act = await prepareSignIn(tried, kept);
        return {
          act,
          marks: (rows: ReturnType<TestInstallation["rows"]["all"]>) => [
            rows["kept_answer"]?.length,
            (rows["session"] ?? []).map(({ id }) => id).join(),
            rows["audit_event"]?.filter(
              ({ type, outcome }) => type === "sign_in.second_step" && outcome === "allowed",
            ).length,
          ],
        };
      };
      for await (const { changed, failed, told } of failEachCall(trial, flow, {
        fate,
        calls: /./,
      })) {
        expect(told, failed).toBe("fault");
        expect(new Set(changed).size, failed).toBe(1);
      }
      expect(endings).toBeGreaterThan(10);
    }
  });
});
