import {
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestInstallation,
  type Trial,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import type { AuditEventType } from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountsDeps } from "./accounts-deps.ts";
import { endSession } from "./session/end-session.ts";
import { revokeOtherSessions, revokeSession } from "./session/revoke-session.ts";
import { answerSignIn } from "./sign-in/answer-sign-in.ts";
import { signIn } from "./sign-in/sign-in.ts";
import { beginSignUp } from "./sign-up/begin-sign-up.ts";
import { verifySignUp } from "./sign-up/verify-sign-up.ts";

const origin = TEST_ORIGIN;
const OF_A_SIGN_UP = expect.stringMatching(/^sup_/);
const OF_A_SESSION = expect.stringMatching(/^ses_/);

function refused(reason: string) {
  return { outcome: "refused", reason };
}

function mail(email: string) {
  return (ports: AccountsDeps) =>
    beginSignUp(ports, { email, password: TEST_PASSWORD, addressBlock: origin.ip, origin });
}

function password(email: string, given: string) {
  const input = { email, password: given, addressBlock: "192.0.2.7", origin };
  return (ports: AccountsDeps) => signIn(ports, input);
}

function target({ deps }: TestInstallation, email: string) {
  return { target: deps.tokenHash.keyed("email", email) };
}

/** A sign-up that waits for its code, and the right code. */
async function beginTrialSignUp({ installation: { deps, mails }, freeEmail: email }: Trial) {
  const { token } = granted(await mail(email)(deps));
  return { email, code: /[0-9]{6}/.exec(mails.at(-1)!.text)![0], token, origin };
}

/** Ada's second step, answered with this code of her phone or with a recovery code. */
async function secondStep(trial: Trial, code: (trial: Trial) => string, kind = "totp" as const) {
  const step = await trial.ada.beginSignIn();
  const factorId = trial.phone.factorId;
  const answer = { ...step, kind, factorId, code: code(trial), origin };
  return {
    answer,
    act: (ports: AccountsDeps) => answerSignIn(ports, answer),
    event: {
      challengeId: step.challengeId,
      factorId,
      factorKind: kind as string,
      // Where nothing was compared, nothing was read of the factor either.
      factorLabel: "Phone" as string | null,
    },
  };
}

type Mine = Extract<AuditEventType, `sign_${"up" | "in"}.${string}` | `session.${string}`>;

const CASES: Record<Mine, Record<string, TrialCase>> = {
  "sign_up.begun": {
    mailed: async ({ installation, freeEmail }) => ({
      act: mail(freeEmail),
      event: { subjectId: null, ...target(installation, freeEmail) },
    }),
    "for an address that has an account": async ({ installation, ada }) => ({
      act: mail(ada.email),
      event: { subjectId: null, ...target(installation, ada.email) },
    }),
    "mailed too often": async ({ installation, freeEmail }) => {
      for (let sent = 0; sent < 5; sent += 1) await mail(freeEmail)(installation.deps);
      const event = { subjectId: null, ...target(installation, freeEmail) };
      return { act: mail(freeEmail), event: { ...event, ...refused("too_many_attempts") } };
    },
  },
  "sign_up.verified": {
    right: async (trial) => {
      const input = await beginTrialSignUp(trial);
      const subjectId = expect.stringMatching(/^acc_/);
      const event = { subjectId, sessionId: OF_A_SESSION, target: OF_A_SIGN_UP };
      return { act: (ports) => verifySignUp(ports, input), event };
    },
    wrong: async (trial) => {
      const input = await beginTrialSignUp(trial);
      const code = input.code === "000000" ? "000001" : "000000";
      const event = { subjectId: null, target: OF_A_SIGN_UP, ...refused("invalid_code") };
      return { act: (ports) => verifySignUp(ports, { ...input, code }), event };
    },
    late: async (trial) => {
      const input = await beginTrialSignUp(trial);
      trial.installation.clock.advance(10 * 60_000);
      const event = { subjectId: null, target: OF_A_SIGN_UP, ...refused("challenge_closed") };
      return { act: (ports) => verifySignUp(ports, input), event };
    },
    "in another browser": async (trial) => {
      const input = { ...(await beginTrialSignUp(trial)), token: "twl_signup_other" };
      const event = { subjectId: null, ...refused("challenge_closed") };
      return { act: (ports) => verifySignUp(ports, input), event };
    },
    "for an address taken meanwhile": async (trial) => {
      const [first, second] = [await beginTrialSignUp(trial), await beginTrialSignUp(trial)];
      granted(await verifySignUp(trial.installation.deps, first));
      const event = { subjectId: null, target: OF_A_SIGN_UP, ...refused("challenge_closed") };
      return { act: (ports) => verifySignUp(ports, second), event };
    },
  },
  "sign_in.password": {
    right: async ({ installation, ada }) => ({
      act: password(ada.email, TEST_PASSWORD),
      event: target(installation, ada.email),
    }),
    wrong: async ({ installation, ada }) => ({
      act: password(ada.email, "wrong"),
      event: { ...target(installation, ada.email), ...refused("invalid_credentials") },
    }),
    "of nobody": async ({ installation, freeEmail }) => {
      const event = { subjectId: null, ...target(installation, freeEmail) };
      const act = password(freeEmail, TEST_PASSWORD);
      return { act, event: { ...event, ...refused("invalid_credentials") } };
    },
    "too often": async ({ installation, ada }) => {
      const guess = password(ada.email, "wrong");
      for (let wrong = 0; wrong < 10; wrong += 1) await guess(installation.deps);
      const event = { ...target(installation, ada.email), ...refused("too_many_attempts") };
      return { act: password(ada.email, TEST_PASSWORD), event };
    },
  },
  "sign_in.second_step": {
    right: async (trial) => {
      const { act, event } = await secondStep(trial, ({ phone }) => phone.code());
      return { act, event: { ...event, sessionId: OF_A_SESSION } };
    },
    wrong: async (trial) => {
      const { act, event } = await secondStep(trial, ({ phone }) => phone.wrongCode());
      return { act, event: { ...event, ...refused("invalid_code") } };
    },
    "with a spent code": async (trial) => {
      const { act, event } = await secondStep(trial, ({ phone }) => phone.code(-1));
      return { act, event: { ...event, ...refused("code_already_used") } };
    },
    "with a recovery code": async (trial) => {
      const step = await trial.ada.beginSignIn();
      const [code = ""] = trial.recoveryCodes;
      return {
        act: (ports) => trial.ada.through(ports).answerWithRecoveryCode(step, code),
        event: {
          challengeId: step.challengeId,
          sessionId: OF_A_SESSION,
          factorKind: "recovery_code",
        },
      };
    },
    "with the password again": async (trial) => {
      const { answer, event } = await secondStep(trial, () => TEST_PASSWORD);
      const kind = "password";
      return {
        act: (ports) => answerSignIn(ports, { ...answer, kind }),
        event: { ...event, factorKind: kind, factorLabel: null, ...refused("kind_not_allowed") },
      };
    },
    "with an unknown factor": async (trial) => {
      const { answer, event } = await secondStep(trial, ({ phone }) => phone.code());
      const factorId = "fac_unknown";
      return {
        act: (ports) => answerSignIn(ports, { ...answer, factorId }),
        event: { ...event, factorId, factorLabel: null, ...refused("not_found") },
      };
    },
    "a second time": async (trial) => {
      const { act, event } = await secondStep(trial, ({ phone }) => phone.code());
      await act(trial.installation.deps);
      return { act, event: { ...event, factorLabel: null, ...refused("challenge_closed") } };
    },
    "too often": async (trial) => {
      for (let challenge = 0; challenge < 2; challenge += 1) {
        const { act } = await secondStep(trial, ({ phone }) => phone.wrongCode());
        for (let wrong = 0; wrong < 5; wrong += 1) await act(trial.installation.deps);
      }
      const { act, event } = await secondStep(trial, ({ phone }) => phone.code());
      return { act, event: { ...event, factorLabel: null, ...refused("too_many_attempts") } };
    },
  },
  "session.ended": {
    once: async ({ ada: { session } }) => ({
      act: (ports) => endSession(ports, { session, origin }),
      event: { sessionId: session.id },
    }),
  },
  "session.revoked": {
    "another one": async (trial) => {
      const { session } = trial.ada;
      const other = await trial.ada.elsewhere(trial.phone);
      const input = { session, sessionId: other.session.id, origin };
      return {
        act: (ports) => revokeSession(ports, input),
        event: { sessionId: session.id, target: other.session.id },
      };
    },
    "one that is not there": async ({ ada: { session } }) => ({
      act: (ports) => revokeSession(ports, { session, sessionId: "ses_unknown", origin }),
      event: { sessionId: session.id, target: "ses_unknown", ...refused("not_found") },
    }),
  },
  "session.others_revoked": {
    "all of them": async (trial) => {
      const { session } = trial.ada;
      await trial.ada.elsewhere(trial.phone);
      return {
        act: (ports) => revokeOtherSessions(ports, { session, origin }),
        event: { sessionId: session.id },
      };
    },
    "after a recovery code": async (trial) => {
      const [code = ""] = trial.recoveryCodes;
      const { session } = await trial.ada.recover(code);
      return {
        act: (ports) => revokeOtherSessions(ports, { session, origin }),
        event: { sessionId: session.id, ...refused("recovery_session") },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of signing up, in and out", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("audit events");
  });

  afterAll(() => installation.close());

  it.for(ROWS)("R-081: $type, $ending, makes one event", async ({ type, given }) => {
    const { made, expected } = await tryOperation(await openTrial(installation), type, given);
    expect(made).toEqual([{ ...expected, id: expect.stringMatching(/^evt_[a-z2-7]{26}$/) }]);
  });

  it.for(ROWS)("R-082: $type, $ending, does not happen unrecorded", async ({ given }) => {
    const { ended, before, after } = await tryUnrecorded(await openTrial(installation), given);
    expect(ended).toBe("fault");
    expect(after).toEqual(before);
  });
});
