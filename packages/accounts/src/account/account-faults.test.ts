import {
  type Failing,
  type FaultyFlow,
  failEachCall,
  granted,
  makeRequest,
  openTestInstallation,
  openTrial,
  type Rows,
  signUpAccount,
  TEST_ORIGIN,
  type Trial,
} from "@twinlatch/testkit";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import { beginEmailAddition } from "../email/begin-email-addition.ts";
import { preferEmail, removeEmail } from "../email/change-emails.ts";
import { confirmEmailAddition } from "../email/confirm-email-addition.ts";
import { changePassword } from "../password/change-password.ts";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { deleteAccount } from "./delete-account.ts";

const origin = TEST_ORIGIN;
const addressBlock = origin.ip;
const EMAIL_CHANGE = "account.email.change";

let names = 0;

function freeAddress(): string {
  names += 1;
  return `free-address-${names}@example.org`;
}

function values(rows: Rows, table: string, column: string): string {
  return (rows[table] ?? []).map((row) => String(row[column])).join();
}

function allowed(rows: Rows, type: string): number {
  const events = rows["audit_event"] ?? [];
  return events.filter((row) => row["type"] === type && row["outcome"] === "allowed").length;
}

async function proved({ ada, phone, installation }: Trial, action: string) {
  installation.clock.advance(30_000);
  return ada.prove(ada.demand({ action }), phone);
}

async function beginAddition(trial: Trial) {
  const { deps, mails } = trial.installation;
  const demand = await proved(trial, EMAIL_CHANGE);
  const input = { demand, email: freeAddress(), origin };
  const { addition } = granted(await beginEmailAddition(deps, input));
  const code = /\b[0-9]{6}\b/.exec(mails.at(-1)!.text)![0];
  return { session: trial.ada.session, emailId: addition.id, code, origin };
}

async function addSecond(trial: Trial): Promise<string> {
  const { deps } = trial.installation;
  return granted(await confirmEmailAddition(deps, await beginAddition(trial))).email.id;
}

/** Everything that changes an account, as its owner does it: a person of its own for each. */
const FLOWS: Readonly<Record<string, FaultyFlow>> = {
  "changing the password": async ({ installation }) => {
    const trial = await openTrial(installation);
    const demand = await proved(trial, "account.password.change");
    await trial.ada.beginSignIn();
    return {
      act: (ports) => changePassword(ports, { demand, newPassword: freeAddress(), origin }),
      marks: (rows) => [
        values(rows, "account", "password_hash"),
        values(rows, "challenge", "status"),
        values(rows, "notice", "id"),
        allowed(rows, "password.changed"),
      ],
    };
  },
  "asking for a reset": async ({ installation }) => {
    const { email } = await signUpAccount(installation, freeAddress());
    return {
      act: (ports) => beginPasswordReset(ports, { email, addressBlock, origin }),
      marks: (rows) => [
        values(rows, "password_reset", "token_digest"),
        allowed(rows, "password_reset.begun"),
      ],
    };
  },
  "completing a reset": async ({ installation }) => {
    const { email } = await signUpAccount(installation, freeAddress());
    await beginPasswordReset(installation.deps, { email, addressBlock, origin });
    const token = /#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!;
    return {
      act: (ports) =>
        completePasswordReset(ports, { token, newPassword: freeAddress(), addressBlock, origin }),
      marks: (rows) => [
        values(rows, "account", "password_hash"),
        values(rows, "password_reset", "token_digest"),
        values(rows, "session", "id"),
        values(rows, "notice", "id"),
        allowed(rows, "password_reset.completed"),
      ],
    };
  },
  "beginning to add an address": async ({ installation }) => {
    const trial = await openTrial(installation);
    const demand = await proved(trial, EMAIL_CHANGE);
    const input = { demand, email: freeAddress(), origin };
    return {
      act: (ports) => beginEmailAddition(ports, input),
      marks: (rows) => [
        values(rows, "email_addition", "id"),
        values(rows, "challenge", "proof_spent_at_millis"),
        allowed(rows, "account_email.begun"),
      ],
    };
  },
  "adding an address": async ({ installation }) => {
    const input = await beginAddition(await openTrial(installation));
    return {
      act: (ports) => confirmEmailAddition(ports, input),
      marks: (rows) => [
        values(rows, "email_addition", "id"),
        values(rows, "account_email", "id"),
        values(rows, "notice", "id"),
        allowed(rows, "account_email.added"),
      ],
    };
  },
  "preferring an address": async ({ installation }) => {
    const trial = await openTrial(installation);
    const emailId = await addSecond(trial);
    const demand = await proved(trial, EMAIL_CHANGE);
    return {
      act: (ports) => preferEmail(ports, { demand, emailId, origin }),
      marks: (rows) => [
        values(rows, "account", "email_key"),
        values(rows, "notice", "id"),
        allowed(rows, "account_email.preferred"),
      ],
    };
  },
  "removing the primary address": async ({ installation }) => {
    const trial = await openTrial(installation);
    await addSecond(trial);
    const emailId = trial.ada.session.accountId.replace("acc_", "eml_");
    const demand = await proved(trial, EMAIL_CHANGE);
    return {
      act: (ports) => removeEmail(ports, { demand, emailId, origin }),
      marks: (rows) => [
        values(rows, "account", "email_key"),
        values(rows, "account_email", "id"),
        values(rows, "notice", "id"),
        allowed(rows, "account_email.removed"),
      ],
    };
  },
  "deleting the account": async ({ installation }) => {
    const trial = await openTrial(installation);
    const demand = await proved(trial, "account.delete");
    return {
      act: (ports) => deleteAccount(ports, { demand, origin }),
      marks: (rows) => [
        ...["account", "account_email", "session", "totp_factor", "recovery_code_set"].map(
          (table) => (rows[table] ?? []).length,
        ),
        values(rows, "challenge", "id"),
        values(rows, "notice", "id"),
        allowed(rows, "account.deleted"),
      ],
    };
  },
};

const BEFORE: Failing = { fate: "fails", calls: /./ };
/** Inside a transaction a call that fails afterwards leaves what one leaves that fails before. */
const AFTERWARDS: Failing = {
  fate: "fails_afterwards",
  calls: rounds(0, 1) === 1 ? /./ : /^unitOfWork\.write$/,
};

describe("while a port fails", () => {
  it.for(Object.entries(FLOWS))(
    "R-108: %s happens whole or not at all, and works afterwards",
    async ([, flow]) => {
      const installation = await openTestInstallation("account faults");
      const trial = await openTrial(installation);
      for (const failing of [BEFORE, AFTERWARDS]) {
        let calls = 0;
        for await (const ending of failEachCall(trial, flow, failing)) {
          const { changed, failed, request, told } = ending;
          expect(told, failed).toBe("fault");
          expect(new Set(changed).size, `${failed} ${changed.join()}`).toBe(1);
          const again = await makeRequest(trial, changed[0] ? await flow(trial) : request);
          expect(again.told, failed).not.toBe("refused");
          expect(again.changed, failed).not.toContain(false);
          calls += 1;
        }
        expect(calls).toBeGreaterThan(0);
      }
      await installation.close();
    },
  );
});
