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
const NEW = "a rainy walk by the sea";
const GUESSED = "twl_proof_guessed";

/** Everything that an intruder wants to see changed. */
function marks(rows: Rows): readonly unknown[] {
  return ["account", "account_email", "session", "totp_factor", "recovery_code", "sign_in_setting"]
    .map((table) => (rows[table] ?? []).map((row) => Object.values(row).join()))
    .map((each) => each.join("\n"));
}

/** What people ask for who are not entitled to it. */
const INTRUSIONS: Readonly<Record<string, FaultyFlow>> = {
  "changing the password with a guessed proof": async ({ ada }) => {
    const demand = { ...ada.demand({ action: "account.password.change" }), proofToken: GUESSED };
    return { act: (ports) => changePassword(ports, { demand, newPassword: NEW, origin }), marks };
  },
  "completing a reset with a guessed token": async ({ ada, installation: { deps } }) => {
    await beginPasswordReset(deps, { email: ada.email, addressBlock, origin });
    const reset = { token: "twl_reset_guessed", newPassword: NEW, addressBlock, origin };
    return { act: (ports) => completePasswordReset(ports, reset), marks };
  },
  "completing a reset too late": async ({ ada, installation: { clock, deps, mails } }) => {
    await beginPasswordReset(deps, { email: ada.email, addressBlock, origin });
    const token = /#(\S+)/.exec(mails.at(-1)!.text)![1]!;
    clock.advance(31 * 60_000);
    const reset = { token, newPassword: NEW, addressBlock, origin };
    return { act: (ports) => completePasswordReset(ports, reset), marks };
  },
  "adding an address with a guessed proof": async ({ ada, freeEmail: email }) => {
    const demand = { ...ada.demand({ action: "account.email.change" }), proofToken: GUESSED };
    return { act: (ports) => beginEmailAddition(ports, { demand, email, origin }), marks };
  },
  "confirming an address with a wrong code": async (trial) => {
    const { ada, phone, freeEmail: email, installation } = trial;
    installation.clock.advance(60 * 60_000);
    const browser = await ada.elsewhere(phone);
    installation.clock.advance(30_000);
    const bare = browser.demand({ action: "account.email.change" });
    const demand = await browser.prove(bare, phone);
    const input = { demand, email, origin };
    const { addition } = granted(await beginEmailAddition(installation.deps, input));
    const guess = { session: browser.session, emailId: addition.id, code: "wrong!", origin };
    return { act: (ports) => confirmEmailAddition(ports, guess), marks };
  },
  "preferring an address with a guessed proof": async ({ ada }) => {
    const demand = { ...ada.demand({ action: "account.email.change" }), proofToken: GUESSED };
    const emailId = ada.session.accountId.replace("acc_", "eml_");
    return { act: (ports) => preferEmail(ports, { demand, emailId, origin }), marks };
  },
  "removing the last address": async ({ ada }) => {
    const demand = { ...ada.demand({ action: "account.email.change" }), proofToken: GUESSED };
    const emailId = ada.session.accountId.replace("acc_", "eml_");
    return { act: (ports) => removeEmail(ports, { demand, emailId, origin }), marks };
  },
  "deleting the account with a guessed proof": async ({ ada }) => {
    const demand = { ...ada.demand({ action: "account.delete" }), proofToken: GUESSED };
    return { act: (ports) => deleteAccount(ports, { demand, origin }), marks };
  },
};

const FAILING: readonly Failing[] = [
  { fate: "fails", calls: /./ },
  { fate: "fails_afterwards", calls: rounds(0, 1) === 1 ? /./ : /^unitOfWork\.write$/ },
  // No answer to what is decided by must never decide for "yes".
  {
    fate: "answers_nothing",
    calls:
      /^passwordHasher\.verify|^stores\.\w+\.(reserve|append|find|spend|proof|consume|get|has)/,
  },
];

describe("while a port fails or lies", () => {
  it.for(Object.entries(INTRUSIONS))("R-108: %s never succeeds", async ([, flow]) => {
    const installation = await openTestInstallation("account intrusions");
    await signUpAccount(installation, "admin@example.org");
    const trial = await openTrial(installation);
    let calls = 0;
    for (const failing of FAILING) {
      for await (const { told, changed, failed } of failEachCall(trial, flow, failing)) {
        expect(told, `${failing.fate} ${failed}`).toMatch(/^(fault|refused|\w*Error: .*)$/);
        expect(changed, `${failing.fate} ${failed}`).not.toContain(true);
        calls += 1;
      }
    }
    expect(calls).toBeGreaterThan(0);
    expect((await makeRequest(trial, await flow(trial))).told).toBe("refused");
    await installation.close();
  });
});
