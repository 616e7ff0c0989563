import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import {
  enterPassword,
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  signIn,
  waitForSecurity,
} from "./harness.ts";

const MINUTE_MILLIS = 60_000;

let stage: Stage;
let ada: Person;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

it("D17: two minutes before the end one is asked to stay, and can", async () => {
  const page = await stage.visit("/sign-in");
  await page.clock.install();
  await signIn(page, ada);
  await page.getByLabel("Off — password only").focus();
  await page.clock.fastForward(57 * MINUTE_MILLIS);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.clock.fastForward(1.5 * MINUTE_MILLIS);
  const warning = page.getByRole("dialog", { name: "Are you still there?" });
  await warning.getByText(/^For your safety you will be signed out at \d\d:\d\d\.$/).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await warning.waitFor({ state: "detached" });
  await page.clock.fastForward(10 * MINUTE_MILLIS);
  await waitForSecurity(page);
  expect(await warning.count()).toBe(0);
});

it("D17, S8: a session that ended leaves nothing readable, and the way back leads where one was", async () => {
  const page = await stage.visit("/account/security");
  await signIn(page, ada);
  await page.clock.install();
  await page.context().clearCookies();
  await page.getByLabel("Off — password only").focus();
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await expectText(page, "Your session has ended. Sign in again to go on.");
  expect(await page.content()).not.toContain(ada.email);
  expect(await page.content()).not.toContain("Sign-in settings");
  expect(new URL(page.url()).searchParams.get("return")).toBe("/account/security");
  await enterPassword(page, ada);
  await waitForSecurity(page);
});

it("S8: signing out leaves nothing readable, not by going back, and not in another tab", async () => {
  const page = await stage.visit("/sign-in");
  await signIn(page, ada);
  await page.goto("/nothing/here");
  await page.goto("/account/security");
  await waitForSecurity(page);
  const other = await page.context().newPage();
  await other.goto("/account/security");
  await waitForSecurity(other);

  const menu = page.getByRole("button", { name: `Account menu for ${ada.email}` });
  await menu.click();
  await page.getByText(`Signed in as${ada.email}`).waitFor();
  await expect.poll(() => focusedName(page)).toBe("Account settings");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  for (const each of [page, other]) {
    await each.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
    expect(await each.content()).not.toContain(ada.email);
  }
  await expectText(page, "You are signed out.");
  await page.goBack();
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
  expect(await page.content()).not.toContain(ada.email);
});

it("a sign-out that does not reach the server does not pretend to have happened", async () => {
  const page = await stage.visit("/sign-in");
  await signIn(page, ada);
  await page.route("**/api/v1/sign-out", (route) => route.abort());
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  const failure = page.getByRole("dialog", { name: "You are still signed in" });
  await failure
    .getByRole("alert")
    .getByText("The server cannot be reached. Try again in a moment")
    .waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.unroute("**/api/v1/sign-out");
  await failure.getByRole("button", { name: "Try again" }).click();
  await expectText(page, "You are signed out.");
});

it("says so when the server cannot be reached, keeps what was typed, and goes on when it can", async () => {
  const page = await stage.visit("/sign-in");
  await page.context().setOffline(true);
  await enterPassword(page, ada);
  await expectText(page, "You are offline. Connect to the internet and try again");
  expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email);
  expect(await page.getByLabel("Password").inputValue()).toBe(ada.password);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Sign in" }).click();
  await waitForSecurity(page);
});

it("an unknown address shows where to go", async () => {
  const page = await stage.visit("/nothing/here");
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
});
