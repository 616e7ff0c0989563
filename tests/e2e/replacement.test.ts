import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Authenticator,
  authenticatorOf,
  expectAnswer,
  type Person,
  signUpPerson,
} from "../harness/person.ts";
import {
  enterPassword,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

const DAY_MILLIS = 24 * 60 * 60_000;

let stage: Stage;
let ada: Person;
let lost: Authenticator;
let codes: readonly string[];

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: lost, recoveryCodes: codes } = await ada.addAuthenticator("iPhone"));
});
afterEach(async () => {
  ada.close();
  await stage.settle();
});
afterAll(() => stage.close());

const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function mails(subject: string): Promise<number> {
  const outbox = await stage.server.readOutbox();
  return outbox.filter(({ to, text }) => to === ada.email && text.includes(subject)).length;
}

/** Ada at home, signed in with the app while she still had it. */
async function openHome(): Promise<Page> {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(lost.code());
  await waitForSecurity(page);
  return page;
}

async function askForReplacement(page: Page): Promise<void> {
  await button(page, "More for iPhone").click();
  await page.getByRole("menuitem", { name: "I no longer have it" }).click();
  await dialog(page).getByText("We tell all your e-mail addresses now.").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await button(page, "Replace in 24 hours").click();
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByText("ask to replace the authenticator app").waitFor();
  await proof.getByLabel("Password").fill(ada.password);
  await proof.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByText("asked to replace iPhone").waitFor();
}

async function openHelp(page: Page): Promise<void> {
  await button(page, "Use another way").click();
  await button(page, "I cannot use any of these").click();
  await page.getByRole("heading", { name: "Getting back in" }).waitFor();
}

it("R-093: a lost phone and no codes: after 24 hours this browser and the password let a new app in", async () => {
  const page = await openHome();
  await askForReplacement(page);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await expect.poll(() => mails("asked to replace the authenticator app")).toBe(1);

  stage.server.clock.advance(DAY_MILLIS - 60_000);
  await page.goto("/sign-in");
  await enterPassword(page, ada);
  await openHelp(page);
  await page.getByText("That is possible in this browser:").waitFor();
  expect(await button(page, "Replace my authenticator app").count()).toBe(0);

  stage.server.clock.advance(60_000);
  await page.reload();
  await openHelp(page);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await button(page, "Replace my authenticator app").click();
  await page.getByText("Suspended", { exact: true }).waitFor();

  await button(page, "Add an authenticator app").click();
  await button(page, "Cannot scan? Enter a set-up key").click();
  const key = (await dialog(page).locator("code").innerText()).replaceAll(" ", "");
  await page.getByLabel("Name for this app").fill("New phone");
  await button(page, "Continue").click();
  await page.getByLabel("6-digit code").fill(authenticatorOf(stage.server.clock, "", key).code());
  await page.getByText("New phone was added.").waitFor();
  await page.getByText("other changes that need a code wait until").waitFor();

  await button(page, "Make new codes").click();
  await dialog(page).getByRole("button", { name: "Make new codes" }).click();
  await dialog(page).getByText("this can be done again in").waitFor();
}, 120_000);

it("R-093: another browser with the password alone is offered nothing of it", async () => {
  const home = await openHome();
  await askForReplacement(home);
  stage.server.clock.advance(DAY_MILLIS);
  const thief = await stage.visit("/sign-in");
  await enterPassword(thief, ada);
  await openHelp(thief);
  await thief.getByText("Your recovery codes.").waitFor();
  expect(await button(thief, "Replace my authenticator app").count()).toBe(0);
});

it("R-093: the owner cancels it with one click, in any session", async () => {
  const thief = await openHome();
  await askForReplacement(thief);
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await openHelp(page);
  await button(page, "Use a recovery code").click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await button(page, "Continue").click();
  await page.getByText("asked to replace iPhone").waitFor();
  await button(page, "Cancel the replacement").click();
  await page.getByText("The replacement is cancelled").waitFor();
  expect(await focusedName(page)).not.toContain("Skip to content");
  expect(await page.getByText("asked to replace iPhone").count()).toBe(0);
  const { replacement } = expectAnswer(await ada.client.call("getReplacement", {}));
  expect(replacement).toBeNull();
  await expect.poll(() => mails("Nothing was replaced.")).toBe(1);
});

it("tells at the second step what is left for this account, and in the step-up what helps there", async () => {
  for (const code of codes) {
    const step = await ada.beginSignIn();
    expectAnswer(await ada.answer(step, { kind: "recovery_code", code }));
  }
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await openHelp(page);
  await page.getByText("this account has none left").waitFor();
  await page.getByText("A browser where you are still signed in").waitFor();
  await page.getByText("Nobody can switch off the second step by e-mail").waitFor();
  expect(await button(page, "Use a recovery code").count()).toBe(0);
  expect(await findAccessibilityFaults(page)).toEqual([]);

  const home = await openHome();
  await button(home, "Add an authenticator app").click();
  await dialog(home).getByRole("button", { name: "I cannot use this" }).click();
  await dialog(home).getByText("you have none left").waitFor();
  await dialog(home).getByText("choose “I no longer have it”").waitFor();
  expect(await findAccessibilityFaults(home)).toEqual([]);
  await dialog(home).getByRole("button", { name: "Back", exact: true }).click();
  await dialog(home).getByLabel("6-digit code").waitFor();
});
