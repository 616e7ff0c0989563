import { openBreakGlass } from "@twinlatch/accounts";
import type { Challenge, Problem } from "@twinlatch/api-contract";
import { TEST_ORIGIN, TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const DAY = 24 * 3_600_000;
const NEW = "a rainy walk by the sea";
const REPLACEMENT = "__Host-twinlatch_replacement";

type Method = Parameters<EdgeBrowser["send"]>[0];

let installation: EdgeInstallation;
/** Lost every authenticator, and still has the browser that asked for a replacement. */
let ada: EdgeBrowser;
let phone: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  // The first account administers the installation and stays.
  await new EdgeBrowser(installation, "admin@example.org").signUp();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  phone = await ada.addAuthenticator();
  const { factorId } = phone;
  const asked = await ada.sendProved("POST", "/account/factor-replacement", { body: { factorId } });
  expectStatus(asked, 201);
});
afterEach(() => installation.close());

function stranger(): EdgeBrowser {
  return new EdgeBrowser(installation, ada.email);
}

/** Sets a new password by the mailbox. */
async function resetPassword(): Promise<void> {
  const browser = stranger();
  const { email } = ada;
  expectStatus(await browser.send("POST", "/password-reset", { body: { email } }), 202);
  const mail = installation.mails.findLast(({ text }) => text.includes("twl_reset_"));
  const token = /twl_reset_[a-z2-7]+/.exec(mail?.text ?? "")?.[0];
  const body = { token, newPassword: NEW };
  expectStatus(await browser.send("POST", "/password-reset/complete", { body }), 204);
}

async function challengeOf(browser: EdgeBrowser, password = TEST_PASSWORD): Promise<string> {
  const first = expectStatus(await browser.signIn(password), 200);
  return first.json<{ challenge: Challenge }>().challenge.id;
}

/** Completes the replacement in the browser with whatever it holds. */
async function complete(browser: EdgeBrowser, password = TEST_PASSWORD) {
  const id = await challengeOf(browser, password);
  return browser.send("POST", `/challenges/${id}/replacement`, { body: {} });
}

/** Adds the one authenticator that a completed replacement allows; returns its id. */
async function enrolAnother(): Promise<string> {
  const body = { label: "New phone" };
  const enrolled = expectStatus(await ada.send("POST", "/account/factors/totp", { body }), 201);
  const { factor, secret } = enrolled.json<{ factor: { id: string }; secret: string }>();
  const { code } = testAuthenticator(installation, factor.id, secret);
  const confirmation = { body: { code: code() } };
  const path = `/account/factors/${factor.id}/confirm`;
  expectStatus(await ada.send("POST", path, confirmation), 200);
  installation.clock.advance(30_000);
  return factor.id;
}

/** The account is as it was: protected, by an authenticator that works, and nobody else is in it. */
async function expectUntouched(browser: EdgeBrowser): Promise<void> {
  expect((await browser.send("GET", "/session")).statusCode).toBe(401);
  const { totp_factor: factors } = installation.rows.all();
  expect(factors).toMatchObject([{ id: phone.factorId, status: "active" }]);
}

describe("one method alone, when every authenticator is lost", () => {
  it("R-093: the password opens nothing but the second step", async () => {
    installation.clock.advance(DAY);
    const thief = stranger();
    expectStatus(await complete(thief), 404);
    await expectUntouched(thief);
  });

  it("R-093: the mailbox sets a password, and opens nothing but the second step", async () => {
    await resetPassword();
    installation.clock.advance(DAY);
    const thief = stranger();
    expectStatus(await complete(thief, NEW), 404);
    await expectUntouched(thief);
  });

  it("R-093: a recovery code is no password, and nobody asks for it before one", async () => {
    const thief = stranger();
    const [code = ""] = phone.recoveryCodes;
    expectStatus(await thief.signIn(code), 401);
    const body = { kind: "recovery_code", code };
    expectStatus(await thief.send("POST", "/challenges/chl_guessed/verify", { body }), 401);
    await expectUntouched(thief);
  });

  it("R-093: the browser that asked opens nothing without the password", async () => {
    installation.clock.advance(DAY);
    const thief = stranger();
    thief.cookies.set(REPLACEMENT, ada.cookies.get(REPLACEMENT) ?? "");
    expectStatus(await thief.signIn("a guess"), 401);
    const id = "chl_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    expectStatus(await thief.send("POST", `/challenges/${id}/replacement`, { body: {} }), 401);
    await expectUntouched(thief);
  });

  it("R-093: the operator's code opens nothing without the password", async () => {
    const { account: accounts = [] } = installation.rows.all();
    const accountId = String(accounts.find(({ email }) => email === ada.email)?.["id"]);
    const input = { accountId, reason: "Lost everything", origin: TEST_ORIGIN };
    const opened = await openBreakGlass(installation.deps, input);
    const code = opened.outcome === "opened" ? opened.code : "";
    expect(code).toMatch(/^9-/);
    const thief = stranger();
    expectStatus(await thief.signIn(code), 401);
    await expectUntouched(thief);
  });
});

describe("two methods: the password, and the browser that asked a day before", () => {
  it("R-093: let in who has both, end every session, and forget every browser", async () => {
    const laptop = stranger();
    const id = await challengeOf(laptop);
    const path = `/challenges/${id}/verify`;
    expectStatus(await laptop.send("POST", path, { body: phone.answer() }), 200);
    installation.clock.advance(DAY);
    expectStatus(await complete(ada), 200);
    expectStatus(await laptop.send("GET", "/session"), 401);
    const { recognised_browser: browsers, totp_factor: factors } = installation.rows.all();
    expect(browsers).toEqual([]);
    expect(factors).toMatchObject([{ id: phone.factorId, status: "suspended" }]);
  });

  it("R-093: leave nothing possible for a day that needs a proof, but to suspend", async () => {
    installation.clock.advance(DAY);
    expectStatus(await complete(ada), 200);
    const fresh = await enrolAnother();
    const { emails } = (await ada.send("GET", "/account/emails")).json<{
      emails: readonly { readonly id: string }[];
    }>();
    const email = `/account/emails/${emails[0]?.id}`;
    const held: readonly (readonly [Method, string, object?])[] = [
      ["POST", "/account/factors/totp", { label: "Tablet" }],
      ["DELETE", `/account/factors/${phone.factorId}`],
      ["POST", `/account/factors/${phone.factorId}/resume`],
      ["POST", "/account/factor-replacement", { factorId: fresh }],
      ["POST", "/account/factor-invitations"],
      ["PUT", "/account/sign-in-setting", { value: "off" }],
      ["POST", "/account/recovery-codes"],
      ["PUT", "/account/password", { newPassword: NEW }],
      ["POST", "/account/emails", { email: "more@example.org" }],
      ["PATCH", email, { isPrimary: true }],
      ["DELETE", email],
      ["DELETE", "/account"],
    ];
    const codeOf = async ([method, path, body]: (typeof held)[number]) => {
      const answer = await ada.send(method, path, body === undefined ? {} : { body });
      return `${method} ${path} ${answer.json<Problem>().code}`;
    };
    for (const call of held) {
      expect(await codeOf(call)).toBe(`${call[0]} ${call[1]} actions_held`);
    }
    expect(await codeOf(["POST", `/account/factors/${fresh}/suspend`])).toContain(
      "step_up_required",
    );
  });

  it("R-093: take a new password from the mailbox in the place of the old one a day later", async () => {
    installation.clock.advance(DAY);
    await resetPassword();
    expectStatus(await complete(ada, NEW), 409);
    installation.clock.advance(DAY);
    expectStatus(await complete(ada, NEW), 200);
  });
});
