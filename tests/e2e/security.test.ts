import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import {
  confirmStepUp,
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;
let tablet: Authenticator;
/** Whose code the second step asks for. */
let preferred: Authenticator;
let page: Page;

// One person's afternoon on one page, in order.
beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
  tablet = (await ada.addAuthenticator("Old tablet", iphone)).authenticator;
  preferred = iphone;
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

function freshCode(authenticator = preferred): string {
  stage.server.clock.advance(30_000);
  return authenticator.code();
}

async function openSecurity(): Promise<void> {
  page = await stage.visit("/sign-in");
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password").fill(ada.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const field = page.getByLabel("6-digit code");
  const security = page.getByRole("heading", { name: "Two-factor authentication" });
  await field.or(security).first().waitFor();
  if (await field.isVisible()) await field.fill(freshCode());
  await waitForSecurity(page);
}

async function openMenu(label: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${label}` }).click();
  await page.getByRole("menu").waitFor();
}

const rows = () => page.getByRole("listitem").filter({ hasText: "Added" });

it("D7, D15: the menu of a row works by keyboard, and the page is one a screen reader can read", async () => {
  await openSecurity();
  expect(await page.title()).toBe("Security – Twinlatch");
  expect(await page.locator("h1").allInnerTexts()).toEqual(["Security"]);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  await page.getByText("Needs attention", { exact: true }).waitFor();
  await page.getByText("You have not said that you saved your recovery codes.").waitFor();

  await page.reload();
  await waitForSecurity(page);
  await page.keyboard.press("Tab");
  expect(await focusedName(page)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");

  const more = page.getByRole("button", { name: "More for Old tablet" });
  await more.focus();
  expect(await more.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Enter");
  await expect.poll(() => focusedName(page)).toBe("Rename");
  expect(await more.getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("ArrowDown");
  expect(await focusedName(page)).toBe("Make default");
  await page.keyboard.press("End");
  expect(await focusedName(page)).toBe("Remove");
  await page.keyboard.press("ArrowDown");
  expect(await focusedName(page)).toBe("Rename");
  await page.keyboard.press("Escape");
  await expect.poll(() => focusedName(page)).toBe("More for Old tablet");
});

it("D1: an authenticator is renamed; an empty name is refused at the field", async () => {
  await openSecurity();
  await openMenu("Old tablet");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename Old tablet" });
  const name = dialog.getByLabel("Name");
  await expect.poll(() => focusedName(page)).toBe("Name");
  await name.fill(" ");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.getByText("Enter a name").waitFor();
  expect(await name.getAttribute("aria-invalid")).toBe("true");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await name.fill("Tablet");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page
    .getByText("You sign in with your password and a code from iPhone or Tablet.")
    .waitFor();
  await dialog.waitFor({ state: "detached" });
});

it("D4: another authenticator becomes the default; the toast can be dismissed and stays 6 s", async () => {
  await openSecurity();
  await page.clock.install();
  await openMenu("Tablet");
  await page.getByRole("menuitem", { name: "Make default" }).click();
  const toast = page.getByRole("status").filter({ hasText: "Tablet is now the default" });
  await toast.waitFor();
  expect(await rows().first().innerText()).toMatch(/^Tablet\s+Default/);
  await page.clock.fastForward(6_000);
  expect(await toast.isVisible()).toBe(true);
  preferred = tablet;
  await page.getByRole("button", { name: "Dismiss" }).click();
  await toast.waitFor({ state: "detached" });
});

it("D1: removing one of two leaves the other, and the focus is not lost", async () => {
  await openSecurity();
  await openMenu("Tablet");
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove Tablet?" });
  await dialog.waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => focusedName(page)).toBe("More for Tablet");
  await openMenu("Tablet");
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  // It asks for the app that stays: the one to be removed may be lost.
  await confirmStepUp(page, freshCode(iphone));
  preferred = iphone;
  await page.getByRole("status").getByText("Tablet was removed").waitFor();
  expect(await rows().count()).toBe(1);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");
  await page.getByText("You sign in with your password and a code from iPhone.").waitFor();
});

it("two-factor authentication is disabled with a code, and enabled again with the app that was kept", async () => {
  await openSecurity();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Disable two-factor authentication?" });
  await dialog.getByRole("button", { name: "Disable", exact: true }).click();
  await confirmStepUp(page, freshCode());
  await page.getByText("Disabled", { exact: true }).waitFor();
  await expect.poll(() => focusedName(page)).toBe("Enable two-factor authentication");
  await page
    .getByText("Your ways to get a code are kept, and still confirm changes here.")
    .waitFor();
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await expectText(page, "You sign in with your password and a code from iPhone.");
});

it("removing the last authenticator says that it disables two-factor authentication, and does", async () => {
  await openSecurity();
  await openMenu("iPhone");
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page
    .getByText(
      "This is your only way to get a code. Removing it disables two-factor authentication.",
    )
    .waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await confirmStepUp(page, freshCode());
  await page.getByText("No authenticator apps yet.").waitFor();
  await page.getByText("Disabled", { exact: true }).waitFor();
  expect(await page.getByLabel("Every time I sign in").isDisabled()).toBe(true);
  expect(await page.getByText("Add a way to get a code first.").count()).toBe(2);
});
