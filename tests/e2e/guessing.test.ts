import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  type Authenticator,
  expectAnswer,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import {
  confirmStepUp,
  enterPassword,
  expectText,
  findAccessibilityFaults,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

const DAY_MILLIS = 24 * 3_600_000;
const NARROW = { viewport: { width: 320, height: 700 } };
const NEW_PASSWORD = "another walk by the sea";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(async () => {
  ada?.close();
  await stage.settle();
});
afterAll(() => stage?.close());

function freshCode(authenticator = iphone): string {
  stage.server.clock.advance(30_000);
  return authenticator.code();
}

async function signIn(page: Page): Promise<void> {
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(freshCode());
}

/** Guesses wrong once, on a sign-in of its own. */
async function guessWrong(authenticator: Authenticator): Promise<void> {
  const step = await ada.beginSignIn();
  const [code] = authenticator.wrongCodes(1);
  const answered = await ada.answer(step, totpAnswer(authenticator, code));
  expect(problemOf(answered)).toBe("invalid_code");
}

it("R-037: leads to a new password, in a browser one uses, when strangers knew the old one", async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: iphone } = await ada.addAuthenticator("iPhone"));
  const page = await stage.visit("/sign-in", { ...NARROW, colorScheme: "dark" });
  await signIn(page);
  await waitForSecurity(page);
  await page.context().clearCookies({ name: "__Host-twinlatch_session" });

  ada.browserToken = undefined;
  for (let guess = 0; guess < 10; guess += 1) await guessWrong(iphone);

  await page.goto("/sign-in");
  await signIn(page);
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await expectText(page, /Nobody got in, but the password is no secret any more/);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  // Whatever the address, there is nothing else.
  await page.goto("/account/sessions");
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();

  await page.getByRole("button", { name: "Change password", exact: true }).click();
  const change = page.getByRole("dialog", { name: "Change your password" });
  await change.getByLabel("New password").fill(NEW_PASSWORD);
  await change.getByRole("button", { name: "Change password", exact: true }).click();
  await confirmStepUp(page, freshCode());
  await page.getByRole("heading", { name: "Where you are signed in" }).waitFor();
  await page.goto("/account/security");
  await waitForSecurity(page);
});

it("R-031, R-037: leads whoever has lost the phone as well to a link by mail", async () => {
  ada = await signUpPerson(stage.server);
  const { authenticator, recoveryCodes } = await ada.addAuthenticator("iPhone");
  iphone = authenticator;
  const page = await stage.visit("/sign-in", NARROW);
  await signIn(page);
  await waitForSecurity(page);
  await page.context().clearCookies({ name: "__Host-twinlatch_session" });
  ada.browserToken = undefined;
  for (let guess = 0; guess < 10; guess += 1) await guessWrong(iphone);

  await page.goto("/sign-in");
  await enterPassword(page, ada);
  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: "Recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await expectText(page, "You signed in with a recovery code, which allows no new password here.");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.getByRole("link", { name: "Mail me a link" }).click();
  expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
  await expect
    .poll(() => stage.server.readOutbox())
    .toContainEqual(
      expect.objectContaining({ to: ada.email, text: expect.stringContaining("/reset-password#") }),
    );
});

it("R-037: shows the authenticator that wrong codes in a row have disabled", async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: iphone } = await ada.addAuthenticator("iPhone"));
  const { authenticator: ipad } = await ada.addAuthenticator("iPad", iphone);
  for (let guess = 0; guess < 50; guess += 1) {
    if (guess % 10 === 0) stage.server.clock.advance(DAY_MILLIS);
    await guessWrong(ipad);
  }
  stage.server.clock.advance(DAY_MILLIS);
  const page = await stage.visit("/sign-in", NARROW);
  await signIn(page);
  await waitForSecurity(page);
  const row = page.getByRole("listitem").filter({ hasText: "iPad" });
  await row.getByText("Disabled", { exact: true }).waitFor();
  await row.getByText("50 wrong codes in a row. Remove it and add it again.").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await row.getByRole("button", { name: "More for iPad" }).click();
  const items = await page.getByRole("menuitem").allInnerTexts();
  expect(items).toEqual(["Remove"]);
});

it("offers first what was used last in this browser", async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: iphone } = await ada.addAuthenticator("iPhone"));
  const { authenticator: ipad } = await ada.addAuthenticator("iPad", iphone);
  const step = await ada.beginSignIn();
  const done = expectAnswer(await ada.answer(step, totpAnswer(ipad, freshCode(ipad))));
  expect(done.status).toBe("signed_in");
  const offered = expectAnswer(await ada.client.call("signIn", ada.passwordSignIn()));
  expect(offered).toMatchObject({ challenge: { defaultFactorId: ipad.factorId } });
  ada.browserToken = undefined;
  const elsewhere = expectAnswer(await ada.client.call("signIn", ada.passwordSignIn()));
  expect(elsewhere).toMatchObject({ challenge: { defaultFactorId: iphone.factorId } });
});
