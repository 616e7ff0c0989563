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
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "../session/find-session.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { beginPasswordReset } from "./begin-password-reset.ts";
import { completePasswordReset } from "./complete-password-reset.ts";

const NEW = "a rainy walk by the sea";
const MINUTE = 60_000;
const origin = TEST_ORIGIN;
const addressBlock = origin.ip;

let installation: TestInstallation;
let trial: Trial;
let ada: AccountScenario;
let phone: TestAuthenticator;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("password reset");
});
afterAll(() => installation.close());

beforeEach(async () => {
  trial = await openTrial(installation);
  ({ ada, phone } = trial);
});

function ask(email = ada.email, from: { deps?: TestInstallation["deps"]; block?: string } = {}) {
  const { deps = installation.deps, block = addressBlock } = from;
  return beginPasswordReset(deps, { email, addressBlock: block, origin });
}

function mailedTo(email: string) {
  return installation.mails.filter(({ to }) => to === email);
}

/** The token of the newest link that was mailed. */
function tokenMailedTo(email: string): string {
  return /#(\S+)/.exec(mailedTo(email).at(-1)?.text ?? "")?.[1] ?? "";
}

async function mailToken(email = ada.email): Promise<string> {
  await ask(email);
  return tokenMailedTo(email);
}

function complete(token: string, newPassword = NEW) {
  return completePasswordReset(installation.deps, { token, newPassword, addressBlock, origin });
}

function signInWith(email: string, password: string) {
  return signIn(installation.deps, { email, password, addressBlock, origin });
}

const refused = (reason: string) => ({ outcome: "refused", reason });

describe("asking for a reset", () => {
  it("R-092: mails a link with a token of 256 bits behind #, for 30 minutes", async () => {
    const before = installation.clock.nowMillis();
    expect(await ask()).toEqual({ outcome: "begun" });
    const mail = mailedTo(ada.email).at(-1)!;
    expect(mail).toMatchObject({
      subject: "Choose a new Twinlatch password",
      expiresAtMillis: before + 30 * MINUTE,
    });
    expect(mail.text).toMatch(
      /^https:\/\/twinlatch\.test\/reset-password#twl_reset_[a-z2-7]{52}$/m,
    );
  });

  it("R-092: mails it to the address as its owner wrote it, whatever passes for the same", async () => {
    const before = installation.mails.length;
    // Normalised they are one address; in some mailboxes they are two.
    const lookalike = ada.email.replace("a", "\u{FF41}");
    expect(lookalike).not.toBe(ada.email);
    expect(await ask(lookalike)).toEqual({ outcome: "begun" });
    expect(installation.mails.slice(before).map(({ to }) => to)).toEqual([ada.email]);
    expect(await complete(tokenMailedTo(ada.email))).toEqual({ outcome: "reset" });
  });

  it("R-092: keeps the token as a hash alone", async () => {
    const token = await mailToken();
    expect(token).not.toBe("");
    expect(JSON.stringify(installation.rows.all())).not.toContain(token);
  });

  it("R-050: does the same work for an address that nobody has, and mails nothing", async () => {
    const calls = async (email: string) => {
      const log: string[] = [];
      const deps = watchPorts(installation.deps, (call) => {
        log.push(call);
        return "done";
      });
      expect(await ask(email, { deps })).toEqual({ outcome: "begun" });
      return log.filter((call) => call !== "mailer.post");
    };
    const mailed = installation.mails.length;
    const ofNobody = await calls(trial.freeEmail);
    expect(installation.mails).toHaveLength(mailed);
    expect(ofNobody).toEqual(await calls(ada.email));
    expect(installation.mails).toHaveLength(mailed + 1);
    const resets = installation.rows.all()["password_reset"] ?? [];
    expect(resets.filter((row) => row["account_id"] === null)).not.toEqual([]);
  });

  it("R-050: answers alike where the address was mailed too often, and keeps the newest link", async () => {
    const token = await mailToken();
    for (let each = 1; each < 5; each += 1) await ask();
    const newest = tokenMailedTo(ada.email);
    expect(newest).not.toBe(token);
    const mailed = installation.mails.length;
    expect(await ask()).toEqual({ outcome: "begun" });
    expect(installation.mails).toHaveLength(mailed);
    expect(await complete(newest)).toEqual({ outcome: "reset" });
  });

  it("is not used up for its owner by a stranger elsewhere", async () => {
    for (let each = 0; each < 6; each += 1) await ask(ada.email, { block: "198.51.100.9" });
    expect(mailedTo(ada.email).filter(({ subject }) => subject.includes("password"))).toHaveLength(
      5,
    );
    expect(await mailToken()).not.toBe("");
    expect(mailedTo(ada.email).filter(({ subject }) => subject.includes("password"))).toHaveLength(
      6,
    );
  });

  it("mails an address twenty times an hour at most, wherever it is asked for", async () => {
    const before = mailedTo(ada.email).length;
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => ask(ada.email, { block: `198.51.100.${index}` })),
    );
    expect(mailedTo(ada.email)).toHaveLength(before + 20);
  });

  it("R-039: reaches its owner in a known browser, however many strangers have asked", async () => {
    const strangers = Array.from({ length: 40 }, (_, index) => `198.51.100.${index}`);
    await Promise.all(strangers.map((block) => ask(ada.email, { block })));
    const before = mailedTo(ada.email).length;
    await ask(ada.email, { block: "192.0.2.200" });
    expect(mailedTo(ada.email)).toHaveLength(before);
    const { browserTokens } = ada;
    const own = { email: ada.email, addressBlock: "192.0.2.200", browserTokens, origin };
    for (let each = 0; each < 6; each += 1) await beginPasswordReset(installation.deps, own);
    expect(mailedTo(ada.email)).toHaveLength(before + 5);
    // It is known for its own account alone.
    const { ada: eve } = await openTrial(installation);
    for (const block of strangers) await ask(eve.email, { block });
    const strange = { ...own, email: eve.email };
    const mailed = mailedTo(eve.email).length;
    await beginPasswordReset(installation.deps, strange);
    expect(mailedTo(eve.email)).toHaveLength(mailed);
  });

  it("is refused for what is no address", async () => {
    expect(await ask("ada")).toEqual(refused("email_invalid"));
  });
});

describe("setting the new password", () => {
  it("R-092: lets the new one in as far as the second step, and signs nobody in", async () => {
    const sessions = installation.rows.all()["session"]!.length;
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(installation.rows.all()["session"]).toHaveLength(sessions - 1);
    expect(await findSession(installation.deps, ada.token)).toBeUndefined();
    expect(await signInWith(ada.email, TEST_PASSWORD)).toEqual(refused("invalid_credentials"));
    const first = granted(await signInWith(ada.email, NEW));
    if (first.outcome !== "second_step") throw new Error("The second step was skipped");
    const step = { challengeId: first.described.challenge.id, ticket: first.ticket };
    expect(first.described.challenge.kinds).toEqual(["totp", "recovery_code"]);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-092: touches no factor, no recovery code and no setting", async () => {
    const kept = () => {
      const { totp_factor, recovery_code, recovery_code_set, sign_in_setting } =
        installation.rows.all();
      return { totp_factor, recovery_code, recovery_code_set, sign_in_setting };
    };
    const before = kept();
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(kept()).toEqual(before);
  });

  it("R-039: ends the wait for wrong passwords where it was done, and nowhere else", async () => {
    const elsewhere = "198.51.100.9";
    const enter = (password: string, block = addressBlock) =>
      signIn(installation.deps, { email: ada.email, password, addressBlock: block, origin });
    for (const block of [addressBlock, elsewhere]) {
      for (let each = 0; each < 10; each += 1) await enter("forgotten", block);
      expect(await enter(TEST_PASSWORD, block)).toMatchObject(refused("too_many_attempts"));
    }
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(await enter(NEW)).toMatchObject({ outcome: "second_step" });
    expect(await enter(NEW, elsewhere)).toMatchObject(refused("too_many_attempts"));
  });

  it("R-036: leaves the budgets of the codes as they are", async () => {
    const step = await ada.beginSignIn();
    await ada.answer(step, phone, phone.wrongCode());
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(await ada.counted()).toBe(1);
  });

  it("R-031: spends no recovery code, and takes none for the password", async () => {
    const [code = ""] = trial.recoveryCodes;
    expect(await complete(code)).toEqual(refused("challenge_closed"));
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(await signInWith(ada.email, code)).toEqual(refused("invalid_credentials"));
  });

  it("R-092: works once, of fifty at a time", async () => {
    const token = await mailToken();
    const ended = await Promise.all(Array.from({ length: 50 }, () => complete(token)));
    expect(ended.filter(({ outcome }) => outcome === "reset")).toHaveLength(1);
    expect(await complete(token, "yet another password")).toEqual(refused("challenge_closed"));
    expect(await signInWith(ada.email, NEW)).toMatchObject({ outcome: "second_step" });
  });

  it("R-092: takes the newest link, and no earlier one", async () => {
    const earlier = await mailToken();
    const newest = await mailToken();
    expect(await complete(earlier)).toEqual(refused("challenge_closed"));
    expect(await complete(newest)).toEqual({ outcome: "reset" });
  });

  it.each([
    ["works in its last millisecond", -1, { outcome: "reset" }],
    ["is dead after 30 minutes", 0, refused("challenge_closed")],
  ])("R-092: with a link that %s", async (_, offset, expected) => {
    const token = await mailToken();
    installation.clock.advance(30 * MINUTE + offset);
    expect(await complete(token)).toEqual(expected);
  });

  it.each(["", "twl_reset_guessed", `twl_reset_${"a".repeat(52)}`])(
    "is refused with the token %j, before anything is hashed",
    async (token) => {
      const log: string[] = [];
      const deps = watchPorts(installation.deps, (call) => {
        log.push(call);
        return "done";
      });
      const reset = { token, newPassword: NEW, addressBlock, origin };
      expect(await completePasswordReset(deps, reset)).toEqual(refused("challenge_closed"));
      expect(log).not.toContain("passwordHasher.hash");
    },
  );

  it("R-080: refuses a password that will not do, and leaves the link alive", async () => {
    const token = await mailToken();
    expect(await complete(token, "1234567")).toEqual(refused("password_too_short"));
    expect(await complete(token, ada.email)).toEqual(refused("password_common"));
    expect(await complete(token)).toEqual({ outcome: "reset" });
  });

  it("closes sign-ins that wait for their second step, and all sessions", async () => {
    people += 1;
    const bob = await signUpAccount(installation, `bob-reset-${people}@example.org`);
    const elsewhere = await bob.elsewhere();
    const waiting = await ada.beginSignIn();
    expect(await complete(await mailToken())).toEqual({ outcome: "reset" });
    expect(await ada.answer(waiting, phone)).toEqual(refused("challenge_closed"));
    expect(await complete(await mailToken(bob.email))).toEqual({ outcome: "reset" });
    for (const each of [bob, elsewhere]) {
      expect(await findSession(installation.deps, each.token)).toBeUndefined();
    }
  });

  it("R-086: is told to the account's owner", async () => {
    const told = () => {
      const { notice = [] } = installation.rows.all();
      return notice.filter((row) => row["account_id"] === ada.session.accountId).length;
    };
    const before = told();
    await complete(await mailToken());
    expect(told()).toBe(before + 1);
  });
});
