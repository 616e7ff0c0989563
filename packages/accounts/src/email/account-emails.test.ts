import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
  type Trial,
  watchPorts,
} from "@twinlatch/testkit";
import type { StepUpDemand } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { beginEmailAddition } from "./begin-email-addition.ts";
import { preferEmail, removeEmail } from "./change-emails.ts";
import { confirmEmailAddition } from "./confirm-email-addition.ts";
import { listEmails } from "./list-emails.ts";

const MINUTE = 60_000;
const CHANGE = { action: "account.email.change" };
const origin = TEST_ORIGIN;
const addressBlock = origin.ip;

let installation: TestInstallation;
let trial: Trial;
let ada: AccountScenario;
let phone: TestAuthenticator;
let work: string;
let addresses = 0;

beforeAll(async () => {
  installation = await openTestInstallation("account emails");
});
afterAll(() => installation.close());

beforeEach(async () => {
  trial = await openTrial(installation);
  ({ ada, phone } = trial);
  work = newAddress();
});

function newAddress(): string {
  addresses += 1;
  return `work-${addresses}@example.org`;
}

/** A fresh proof; the clock moves on one step, so that the next code is unspent. */
async function proved(demand = ada.demand(CHANGE)): Promise<StepUpDemand> {
  const withProof = await ada.prove(demand, phone);
  installation.clock.advance(30_000);
  return withProof;
}

async function begin(email = work, deps = installation.deps) {
  return beginEmailAddition(deps, { demand: await proved(), email, origin });
}

interface Begun {
  readonly emailId: string;
  readonly code: string;
}

async function begun(email = work): Promise<Begun> {
  const { addition } = granted(await begin(email));
  const mail = installation.mails.findLast(({ to }) => to === email);
  return { emailId: addition.id, code: /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "" };
}

function confirm({ emailId, code }: Begun, session = ada.session) {
  return confirmEmailAddition(installation.deps, { session, emailId, code, origin });
}

async function add(email = work): Promise<string> {
  return granted(await confirm(await begun(email))).email.id;
}

function wrong({ code }: Begun): string {
  return code === "000000" ? "000001" : "000000";
}

async function listed() {
  const { emails } = await listEmails(installation.deps, ada.session);
  return emails.map(({ email, isPrimary }) => ({ email, isPrimary }));
}

async function change(act: typeof preferEmail | typeof removeEmail, emailId: string) {
  return act(installation.deps, { demand: await proved(), emailId, origin });
}

function signInWith(email: string, password = TEST_PASSWORD) {
  return signIn(installation.deps, { email, password, addressBlock, origin });
}

/** To whom the newest notices of the account are sealed, told by what the outbox sends. */
async function toldSince(act: () => Promise<unknown>): Promise<number> {
  const count = () =>
    (installation.rows.all()["notice"] ?? []).filter(
      (row) => row["account_id"] === ada.session.accountId,
    ).length;
  const before = count();
  await act();
  return count() - before;
}

const refused = (reason: string) => ({ outcome: "refused", reason });

describe("adding an address", () => {
  it("R-086: needs the code mailed to it; then it signs in too, and all are told", async () => {
    const waiting = await begun();
    expect(await signInWith(work)).toEqual(refused("invalid_credentials"));
    expect(await toldSince(async () => granted(await confirm(waiting)))).toBe(2);
    expect(await listed()).toEqual([
      { email: ada.email, isPrimary: true },
      { email: work, isPrimary: false },
    ]);
    for (const email of [work, work.toUpperCase(), ada.email]) {
      expect(await signInWith(email)).toMatchObject({ outcome: "second_step" });
    }
  });

  it("needs a proof", async () => {
    const input = { demand: ada.demand(CHANGE), email: work, origin };
    expect(await beginEmailAddition(installation.deps, input)).toEqual(refused("step_up_required"));
    expect(installation.mails.filter(({ to }) => to === work)).toEqual([]);
  });

  it("R-006: is done in the session that began it", async () => {
    const waiting = await begun();
    const elsewhere = await ada.elsewhere(phone);
    const eve = await signUpAccount(installation, newAddress());
    for (const stranger of [elsewhere, eve]) {
      expect(await confirm(waiting, stranger.session)).toEqual(refused("not_found"));
    }
    expect((await listEmails(installation.deps, elsewhere.session)).additions).toEqual([]);
    expect(await confirm(waiting)).toMatchObject({ outcome: "added" });
  });

  it("compares five codes, of fifty at a time", async () => {
    const waiting = await begun();
    const guess = { ...waiting, code: wrong(waiting) };
    const ended = await Promise.all(Array.from({ length: 50 }, () => confirm(guess)));
    expect(ended.filter((each) => "reason" in each && each.reason === "invalid_code")).toHaveLength(
      5,
    );
    expect(await confirm(waiting)).toEqual(refused("challenge_closed"));
    expect(await listed()).toHaveLength(1);
  });

  it("adds one address with fifty right codes at a time", async () => {
    const waiting = await begun();
    const ended = await Promise.all(Array.from({ length: 50 }, () => confirm(waiting)));
    expect(ended.filter(({ outcome }) => outcome === "added")).toHaveLength(1);
    expect(await listed()).toHaveLength(2);
  });

  it.each([
    ["works in its last millisecond", -1, { outcome: "added" }],
    ["is dead after ten minutes", 0, refused("challenge_closed")],
  ])("with a code that %s", async (_, offset, expected) => {
    const waiting = await begun();
    installation.clock.advance(10 * MINUTE - 30_000 + offset);
    // The scenario's own clock moved half a minute when it proved who it is.
    installation.clock.advance(30_000);
    expect(await confirm(waiting)).toMatchObject(expected);
  });

  it("R-050: of somebody else looks the same, holds no code, and never succeeds", async () => {
    const grace = await signUpAccount(installation, newAddress());
    const calls = async (email: string) => {
      const demand = await proved();
      const log: string[] = [];
      const deps = watchPorts(installation.deps, (call) => {
        log.push(call);
        return "done";
      });
      const { outcome } = await beginEmailAddition(deps, { demand, email, origin });
      return { outcome, log };
    };
    expect(await calls(grace.email)).toEqual(await calls(work));
    const mail = installation.mails.findLast(({ to }) => to === grace.email);
    expect(mail?.subject).toBe("This address belongs to a Twinlatch account");
    const waiting = await begun(grace.email);
    for (const code of ["000000", "", "123456"]) {
      expect(await confirm({ ...waiting, code })).toEqual(refused("invalid_code"));
    }
    expect(await listed()).toHaveLength(1);
  });

  it("R-050: of somebody else is told as they wrote it, and no mailbox that only looks the same", async () => {
    const grace = await signUpAccount(installation, newAddress());
    await begin(grace.email.replace("o", "\u{FF4F}"));
    expect(installation.mails.at(-1)).toMatchObject({
      to: grace.email,
      subject: "This address belongs to a Twinlatch account",
    });
  });

  it("fails where somebody else was faster, and gives them all there is", async () => {
    const waiting = await begun();
    const grace = await signUpAccount(installation, work);
    expect(await confirm(waiting)).toEqual(refused("challenge_closed"));
    expect(await signInWith(work)).toMatchObject({
      outcome: "signed_in",
      session: { accountId: grace.session.accountId },
    });
  });

  it("R-050: blocks no sign-up, and a sign-up for it makes no second account", async () => {
    await add();
    const mailed = installation.mails.length;
    await expect(signUpAccount(installation, work)).rejects.toThrow("Refused");
    expect(installation.mails.slice(mailed)).toMatchObject([
      { to: work, subject: "You already have a Twinlatch account" },
    ]);
  });

  it("is refused for one's own, for a sixth, and for what is none", async () => {
    const demand = await proved();
    const ask = (email: string) => beginEmailAddition(installation.deps, { demand, email, origin });
    expect(await ask(ada.email.toUpperCase())).toEqual(refused("email_already_added"));
    expect(await ask("nobody")).toEqual(refused("email_invalid"));
    for (let each = 1; each < 5; each += 1) await add(newAddress());
    expect(await begin(newAddress())).toEqual(refused("too_many_emails"));
    expect(await listed()).toHaveLength(5);
  });

  it("mails to one address five times an hour for one account", async () => {
    for (let each = 0; each < 5; each += 1) granted(await begin());
    const mailed = installation.mails.length;
    expect(await begin()).toMatchObject(refused("too_many_attempts"));
    expect(installation.mails).toHaveLength(mailed);
  });
});

describe("the addresses of an account", () => {
  it("share one budget for wrong passwords", async () => {
    await add();
    const guesses = [work, ada.email];
    for (let each = 0; each < 10; each += 1) {
      expect(await signInWith(guesses[each % 2]!, "wrong")).toEqual(refused("invalid_credentials"));
    }
    for (const email of guesses) {
      expect(await signInWith(email)).toMatchObject(refused("too_many_attempts"));
    }
  });

  it("get the link of a reset where it was asked for, and the password cannot be any of them", async () => {
    await add();
    await beginPasswordReset(installation.deps, { email: work, addressBlock, origin });
    const mail = installation.mails.at(-1)!;
    expect(mail.to).toBe(work);
    const token = /#(\S+)/.exec(mail.text)![1]!;
    const reset = { token, addressBlock, origin };
    for (const newPassword of [work, ada.email]) {
      expect(await completePasswordReset(installation.deps, { ...reset, newPassword })).toEqual(
        refused("password_common"),
      );
    }
  });

  it("R-092: have one live reset between them", async () => {
    await add();
    const tokens: string[] = [];
    for (const email of [work, ada.email]) {
      await beginPasswordReset(installation.deps, { email, addressBlock, origin });
      tokens.push(/#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!);
    }
    const [first = "", second = ""] = tokens;
    const complete = (token: string) =>
      completePasswordReset(installation.deps, {
        token,
        newPassword: "a new password",
        addressBlock,
        origin,
      });
    expect(await complete(first)).toEqual(refused("challenge_closed"));
    expect(await complete(second)).toEqual({ outcome: "reset" });
  });

  it("R-086: have another primary one when their owner says so, and all are told", async () => {
    const id = await add();
    expect(await toldSince(() => change(preferEmail, id))).toBe(2);
    expect(await listed()).toEqual([
      { email: ada.email, isPrimary: false },
      { email: work, isPrimary: true },
    ]);
    expect(await change(preferEmail, "eml_unknown")).toEqual(refused("not_found"));
  });
});

describe("removing an address", () => {
  it("R-086: ends what it opened; all are told, the removed one too", async () => {
    const id = await add();
    await beginPasswordReset(installation.deps, { email: work, addressBlock, origin });
    const token = /#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!;
    expect(await toldSince(() => change(removeEmail, id))).toBe(2);
    expect(await listed()).toEqual([{ email: ada.email, isPrimary: true }]);
    expect(await signInWith(work)).toEqual(refused("invalid_credentials"));
    const reset = { token, newPassword: "a new password", addressBlock, origin };
    expect(await completePasswordReset(installation.deps, reset)).toEqual(
      refused("challenge_closed"),
    );
    expect(await toldSince(() => change(preferEmail, id))).toBe(0);
  });

  it("of the primary one makes the oldest other primary", async () => {
    await add();
    const [primary] = (await listEmails(installation.deps, ada.session)).emails;
    expect(await change(removeEmail, primary!.id)).toEqual({ outcome: "removed" });
    expect(await listed()).toEqual([{ email: work, isPrimary: true }]);
    expect(await signInWith(ada.email)).toEqual(refused("invalid_credentials"));
    expect(await signInWith(work)).toMatchObject({ outcome: "second_step" });
  });

  it("leaves one, of two that are removed at a time", async () => {
    await add();
    const { emails } = await listEmails(installation.deps, ada.session);
    const demands = [await proved(), await proved()];
    const ended = await Promise.all(
      emails.map(({ id: emailId }, index) =>
        removeEmail(installation.deps, { demand: demands[index]!, emailId, origin }),
      ),
    );
    expect(ended.map(({ outcome }) => outcome).toSorted()).toEqual(["refused", "removed"]);
    expect(ended).toContainEqual(refused("last_email"));
    expect(await listed()).toHaveLength(1);
  });

  it("is refused for the last one, which leaves the proof unspent", async () => {
    const [only] = (await listEmails(installation.deps, ada.session)).emails;
    const demand = await proved();
    const remove = () => removeEmail(installation.deps, { demand, emailId: only!.id, origin });
    expect(await remove()).toEqual(refused("last_email"));
    await add();
    expect(await remove()).toEqual({ outcome: "removed" });
  });

  it("of another account is as of none, and leaves the proof unspent", async () => {
    const eve = await signUpAccount(installation, newAddress());
    const [theirs] = (await listEmails(installation.deps, eve.session)).emails;
    const id = await add();
    const demand = await proved();
    const remove = (emailId: string) => removeEmail(installation.deps, { demand, emailId, origin });
    expect(await remove(theirs!.id)).toEqual(refused("not_found"));
    expect(await remove(id)).toEqual({ outcome: "removed" });
    expect(await remove(id)).toEqual(refused("not_found"));
  });

  it("needs a proof of its own", async () => {
    const id = await add();
    const input = { demand: ada.demand(CHANGE), emailId: id, origin };
    expect(await removeEmail(installation.deps, input)).toEqual(refused("step_up_required"));
    expect(await preferEmail(installation.deps, input)).toEqual(refused("step_up_required"));
    expect(await listed()).toHaveLength(2);
  });
});
