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
  confirmStepUp,
  enterPassword,
  findAccessibilityFaults,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

let stage: Stage;
let ada: Person;
let stolen: Authenticator;
let codes: readonly string[];

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: stolen, recoveryCodes: codes } = await ada.addAuthenticator("Stolen phone"));
});
afterEach(async () => {
  ada.close();
  await stage.settle();
});
afterAll(() => stage.close());

const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Signs in with a recovery code, in a browser of a friend or a hotel. */
async function signInWithRecoveryCode(page: Page, code = ""): Promise<void> {
  await enterPassword(page, ada);
  // Where no app is in use the recovery code is asked for at once.
  const field = page.getByLabel("Recovery code");
  await button(page, "Use another way").waitFor();
  if (!(await field.isVisible())) {
    await button(page, "Use another way").click();
    await button(page, "Recovery code").click();
  }
  await field.fill(code);
  await button(page, "Continue").click();
  await page.getByText("You signed in with a recovery code.").waitFor();
}

async function chooseFor(page: Page, label: string, item: string): Promise<void> {
  await button(page, `More for ${label}`).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function suspendStolen(page: Page): Promise<void> {
  await chooseFor(page, "Stolen phone", "Suspend");
  await dialog(page).getByText("no other way to get a code is in use").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await dialog(page).getByRole("button", { name: "Suspend", exact: true }).click();
  await page.getByText("Suspended", { exact: true }).waitFor();
  await page.getByText("No way to get a code is in use. Add one.").waitFor();
}

/** Adds an app without any proof; brings the app. */
async function addNewPhone(page: Page): Promise<Authenticator> {
  await button(page, "Add an authenticator app").click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
  await button(page, "Cannot scan? Enter a set-up key").click();
  const key = (await dialog(page).locator("code").innerText()).replaceAll(" ", "");
  await page.getByLabel("Name for this app").fill("New phone");
  await button(page, "Continue").click();
  const fresh = authenticatorOf(stage.server.clock, "", key);
  await page.getByLabel("6-digit code").fill(fresh.code());
  await page.getByText("New phone was added.").waitFor();
  stage.server.clock.advance(30_000);
  return fresh;
}

async function factors(): Promise<readonly string[]> {
  const { factors: found } = expectAnswer(await ada.client.call("getSecurity", {}));
  return found.map(({ label, status }) => `${label} ${status}`);
}

async function openFriendsBrowser(): Promise<Page> {
  return stage.visit("/sign-in");
}

it("R-031: phone stolen abroad: from a recovery code to a new phone with the old one removed", async () => {
  const page = await openFriendsBrowser();
  await signInWithRecoveryCode(page, codes[0]);
  await page.getByText("You have 7 recovery codes left.").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await suspendStolen(page);
  await page.getByText("You sign in with your password and a recovery code").waitFor();
  expect(await page.getByText("Enabled", { exact: true }).isVisible()).toBe(true);
  expect(await factors()).toEqual(["Stolen phone suspended"]);

  const fresh = await addNewPhone(page);
  await page.getByText("You signed in with a recovery code.").waitFor({ state: "detached" });
  expect(await factors()).toEqual(["Stolen phone suspended", "New phone active"]);

  await chooseFor(page, "Stolen phone", "Remove");
  await dialog(page).getByRole("button", { name: "Remove", exact: true }).click();
  await confirmStepUp(page, fresh.code());
  await page.getByText("Stolen phone was removed").waitFor();
  // Whoever still has the phone is signed out with it; the owner is here.
  expect(await ada.client.call("getSession", {})).toMatchObject({ ok: false });
  await waitForSecurity(page);

  stage.server.clock.advance(30_000);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(fresh.code());
  await waitForSecurity(page);
});

it("R-031: the browser closed half way: another code begins again where it ended", async () => {
  const first = await openFriendsBrowser();
  await signInWithRecoveryCode(first, codes[0]);
  await suspendStolen(first);
  await button(first, "Add an authenticator app").click();
  await first.getByRole("heading", { name: "Scan this code" }).waitFor();
  await first.context().close();

  const second = await openFriendsBrowser();
  await signInWithRecoveryCode(second, codes[1]);
  await second.getByText("You have 6 recovery codes left.").waitFor();
  await addNewPhone(second);
  expect(await factors()).toEqual(["Stolen phone suspended", "New phone active"]);
});

it("R-031: ten minutes passed: the page says what to do, and that works", async () => {
  const page = await openFriendsBrowser();
  await signInWithRecoveryCode(page, codes[0]);
  stage.server.clock.advance(10 * 60_000);
  await chooseFor(page, "Stolen phone", "Suspend");
  await dialog(page).getByRole("button", { name: "Suspend", exact: true }).click();
  await dialog(page).getByText("later, sign in again with another recovery code").waitFor();
  await dialog(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  await signInWithRecoveryCode(page, codes[1]);
  await suspendStolen(page);
  await addNewPhone(page);
  expect(await factors()).toEqual(["Stolen phone suspended", "New phone active"]);
});

it("the owner at home suspends the phone with the password, and is told what is left", async () => {
  const page = await openFriendsBrowser();
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(stolen.code());
  await waitForSecurity(page);
  await chooseFor(page, "Stolen phone", "Suspend");
  await dialog(page).getByText("From then on you sign in with a recovery code.").waitFor();
  await dialog(page).getByRole("button", { name: "Suspend", exact: true }).click();
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByText("suspend the authenticator app").waitFor();
  // What is about to be suspended is not at hand: the password is asked for first.
  await proof.getByLabel("Password").fill(ada.password);
  await proof.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByText("No way to get a code is in use. Add one.").waitFor();
  expect(await factors()).toEqual(["Stolen phone suspended"]);
});

it("R-026: three codes or fewer left: the page says so after the sign-in", async () => {
  for (const code of codes.slice(0, 4)) {
    const step = await ada.beginSignIn();
    expectAnswer(await ada.answer(step, { kind: "recovery_code", code }));
  }
  const page = await openFriendsBrowser();
  await signInWithRecoveryCode(page, codes[4]);
  await page.getByText("You have 3 recovery codes left.").waitFor();
  await page.getByText("Then make new recovery codes.").waitFor();
  await page.getByText("3 recovery codes left. Make new codes.").waitFor();
});
