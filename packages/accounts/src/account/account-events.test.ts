import {
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import type { AuditEventType, StepUpDemand } from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountsDeps } from "../accounts-deps.ts";
import { beginEmailAddition } from "../email/begin-email-addition.ts";
import { preferEmail, removeEmail } from "../email/change-emails.ts";
import { confirmEmailAddition } from "../email/confirm-email-addition.ts";
import { changePassword } from "../password/change-password.ts";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { deleteAccount } from "./delete-account.ts";

const origin = TEST_ORIGIN;
const addressBlock = origin.ip;
const NEW = "a rainy walk by the sea";
const EMAIL_CHANGE = { action: "account.email.change" };

function refused(reason: string) {
  return { outcome: "refused", reason };
}

function target({ deps }: TestInstallation, email: string) {
  return { target: deps.tokenHash.keyed("email", email) };
}

async function proved({ ada, phone, installation }: Trial, action: string): Promise<StepUpDemand> {
  const demand = await ada.prove(ada.demand({ action }), phone);
  installation.clock.advance(30_000);
  return demand;
}

function ask(email: string) {
  return (ports: AccountsDeps) => beginPasswordReset(ports, { email, addressBlock, origin });
}

async function mailToken({ installation: { deps, mails }, ada: { email } }: Trial) {
  await ask(email)(deps);
  return /#(\S+)/.exec(mails.at(-1)!.text)![1]!;
}

/** An address that waits for its code, and the right code. */
async function beginAddition(trial: Trial) {
  const { installation, freeEmail: email, ada } = trial;
  const demand = await proved(trial, EMAIL_CHANGE.action);
  const input = { demand, email, origin };
  const { addition } = granted(await beginEmailAddition(installation.deps, input));
  const code = /\b[0-9]{6}\b/.exec(installation.mails.at(-1)!.text)![0];
  const event = { sessionId: ada.session.id, ...target(installation, email) };
  return { input: { session: ada.session, emailId: addition.id, code, origin }, event };
}

async function addSecond(trial: Trial): Promise<string> {
  const { input } = await beginAddition(trial);
  return granted(await confirmEmailAddition(trial.installation.deps, input)).email.id;
}

type Mine = Extract<
  AuditEventType,
  `password${string}.${string}` | `account_email.${string}` | "account.deleted"
>;

const CASES: Record<Mine, Record<string, TrialCase>> = {
  "password.changed": {
    proved: async (trial) => {
      const demand = await proved(trial, "account.password.change");
      return {
        act: (ports) => changePassword(ports, { demand, newPassword: NEW, origin }),
        event: { sessionId: trial.ada.session.id },
      };
    },
    "after a recovery": async (trial) => {
      const recovered = await trial.ada.recover(trial.recoveryCodes[0]!);
      const demand = recovered.demand({ action: "account.password.change" });
      return {
        act: (ports) => changePassword(ports, { demand, newPassword: NEW, origin }),
        event: { sessionId: recovered.session.id, ...refused("recovery_session") },
      };
    },
  },
  "password_reset.begun": {
    mailed: async ({ installation, ada }) => ({
      act: ask(ada.email),
      event: target(installation, ada.email),
    }),
    "for nobody": async ({ installation, freeEmail }) => ({
      act: ask(freeEmail),
      event: { subjectId: null, ...target(installation, freeEmail) },
    }),
    "too often": async ({ installation, ada }) => {
      for (let sent = 0; sent < 5; sent += 1) await ask(ada.email)(installation.deps);
      const event = { ...target(installation, ada.email), ...refused("too_many_attempts") };
      return { act: ask(ada.email), event };
    },
  },
  "password_reset.completed": {
    right: async (trial) => {
      const token = await mailToken(trial);
      return {
        act: (ports) =>
          completePasswordReset(ports, { token, newPassword: NEW, addressBlock, origin }),
        event: {},
      };
    },
    guessed: async () => ({
      act: (ports) =>
        completePasswordReset(ports, {
          token: "twl_reset_guessed",
          newPassword: NEW,
          addressBlock,
          origin,
        }),
      event: { subjectId: null, ...refused("challenge_closed") },
    }),
  },
  "account_email.begun": {
    mailed: async (trial) => {
      const { installation, freeEmail: email, ada } = trial;
      const demand = await proved(trial, EMAIL_CHANGE.action);
      return {
        act: (ports) => beginEmailAddition(ports, { demand, email, origin }),
        event: { sessionId: ada.session.id, ...target(installation, email) },
      };
    },
    "for another account's": async (trial) => {
      const { installation, freeEmail: email, ada } = trial;
      await signUpAccount(installation, email);
      const demand = await proved(trial, EMAIL_CHANGE.action);
      return {
        act: (ports) => beginEmailAddition(ports, { demand, email, origin }),
        event: { sessionId: ada.session.id, ...target(installation, email) },
      };
    },
    "for one's own": async ({ installation, ada }) => {
      const input = { demand: ada.demand(EMAIL_CHANGE), email: ada.email, origin };
      const event = { sessionId: ada.session.id, ...target(installation, ada.email) };
      return {
        act: (ports) => beginEmailAddition(ports, input),
        event: { ...event, ...refused("email_already_added") },
      };
    },
  },
  "account_email.added": {
    right: async (trial) => {
      const { input, event } = await beginAddition(trial);
      return { act: (ports) => confirmEmailAddition(ports, input), event };
    },
    wrong: async (trial) => {
      const { input, event } = await beginAddition(trial);
      const code = input.code === "000000" ? "000001" : "000000";
      return {
        act: (ports) => confirmEmailAddition(ports, { ...input, code }),
        event: { ...event, ...refused("invalid_code") },
      };
    },
    late: async (trial) => {
      const { input, event } = await beginAddition(trial);
      trial.installation.clock.advance(10 * 60_000);
      return {
        act: (ports) => confirmEmailAddition(ports, input),
        event: { ...event, ...refused("challenge_closed") },
      };
    },
    unknown: async ({ ada: { session } }) => ({
      act: (ports) =>
        confirmEmailAddition(ports, { session, emailId: "eml_none", code: "000000", origin }),
      event: { sessionId: session.id, ...refused("not_found") },
    }),
  },
  "account_email.preferred": {
    proved: async (trial) => {
      const emailId = await addSecond(trial);
      const demand = await proved(trial, EMAIL_CHANGE.action);
      const event = { sessionId: trial.ada.session.id, target: emailId };
      return { act: (ports) => preferEmail(ports, { demand, emailId, origin }), event };
    },
    unknown: async ({ ada }) => {
      const input = { demand: ada.demand(EMAIL_CHANGE), emailId: "eml_none", origin };
      const event = { sessionId: ada.session.id, target: "eml_none", ...refused("not_found") };
      return { act: (ports) => preferEmail(ports, input), event };
    },
  },
  "account_email.removed": {
    proved: async (trial) => {
      const emailId = await addSecond(trial);
      const demand = await proved(trial, EMAIL_CHANGE.action);
      const event = { sessionId: trial.ada.session.id, target: emailId };
      return { act: (ports) => removeEmail(ports, { demand, emailId, origin }), event };
    },
    "the last": async (trial) => {
      const emailId = trial.ada.session.accountId.replace("acc_", "eml_");
      const demand = await proved(trial, EMAIL_CHANGE.action);
      const event = { sessionId: trial.ada.session.id, target: emailId };
      return {
        act: (ports) => removeEmail(ports, { demand, emailId, origin }),
        event: { ...event, ...refused("last_email") },
      };
    },
  },
  "account.deleted": {
    proved: async (trial) => {
      const demand = await proved(trial, "account.delete");
      const event = { sessionId: trial.ada.session.id };
      return { act: (ports) => deleteAccount(ports, { demand, origin }), event };
    },
    "after a recovery": async (trial) => {
      const recovered = await trial.ada.recover(trial.recoveryCodes[0]!);
      const demand = recovered.demand({ action: "account.delete" });
      return {
        act: (ports) => deleteAccount(ports, { demand, origin }),
        event: { sessionId: recovered.session.id, ...refused("recovery_session") },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of what was done to an account", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("account events");
    // The first account is the admin, who cannot be deleted.
    await signUpAccount(installation, "admin@example.org");
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
