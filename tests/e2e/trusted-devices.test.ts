import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import {
  confirmStepUp,
  enterPassword,
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

const DAY_MILLIS = 86_400_000;
const BOX = "Trust this device for 30 days";
const WHY = "No second step: this is a trusted device.";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
});
afterEach(async () => {
  ada.close();
  await stage.settle();
});
afterAll(() => stage?.close());

function freshCode(): string {
  stage.server.clock.advance(30_000);
  return iphone.code();
}

/** A browser with the second step before it. */
async function openSecondStep(options?: BrowserContextOptions): Promise<Page> {
  const page = await stage.visit("/sign-in", options);
  await enterPassword(page, ada);
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  return page;
}

/** Signed in, asked once per device from now on. */
async function openChosen(options?: BrowserContextOptions): Promise<Page> {
  const page = await openSecondStep(options);
  await page.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(page);
  await page.getByLabel("Once per device").check();
  await page.getByRole("button", { name: "Update" }).click();
  await confirmStepUp(page, freshCode());
  await page.getByRole("heading", { name: "Trusted devices" }).waitFor();
  return page;
}

/** The same browser, signed in with the box ticked. */
async function trust(page: Page): Promise<void> {
  await signOut(page);
  await enterPassword(page, ada);
  await page.getByLabel(BOX).check();
  await page.getByLabel("6-digit code").fill(freshCode());
  await page.getByRole("button", { name: "Continue" }).click();
  await waitForSecurity(page);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
}

const rows = (page: Page) => page.getByRole("listitem").filter({ hasText: "Trusted until" });

const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe("the sign-in settings", () => {
  it("asks for a code before they ask less often, and for none before they ask more often", async () => {
    const page = await openSecondStep();
    // Nothing is offered that the setting does not offer.
    expect(await page.getByLabel(BOX).count()).toBe(0);
    await page.getByLabel("6-digit code").fill(freshCode());
    await waitForSecurity(page);
    expect(await page.getByRole("heading", { name: "Trusted devices" }).count()).toBe(0);
    const choices = page.getByRole("group", { name: "When to ask for a second step" });
    expect(await choices.getByRole("radio").count()).toBe(3);
    await page.getByLabel("Once per device — ask again after 30 days").check();
    await page.getByRole("button", { name: "Update" }).click();
    const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
    await dialog.getByText("ask for a second step once per device only").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.getByLabel("Once per device").isChecked()).toBe(true);
    await page.getByRole("button", { name: "Update" }).click();
    await confirmStepUp(page, freshCode());
    await page.getByRole("status").getByText("Sign-in settings updated").waitFor();
    await expectText(
      page,
      "No trusted devices. Tick “Trust this device” at your next second step to add one.",
    );
    expect(await findAccessibilityFaults(page)).toEqual([]);

    await page.getByLabel("Every time I sign in").check();
    await page.getByRole("button", { name: "Update" }).click();
    const card = page.getByRole("heading", { name: "Trusted devices" });
    await card.waitFor({ state: "detached" });
  });
});

describe("a device", () => {
  it("R-058, C5: is trusted by a box that is not ticked, beside a code that waits for the button", async () => {
    const page = await openChosen();
    await signOut(page);
    await enterPassword(page, ada);
    const box = page.getByLabel(BOX);
    await box.waitFor();
    expect(await box.isChecked()).toBe(false);
    await expectText(
      page,
      "You will not be asked for a second step in this browser. Do not use on shared computers.",
    );
    expect(await findAccessibilityFaults(page)).toEqual([]);
    const field = page.getByLabel("6-digit code");
    await field.fill(freshCode());
    // Whoever reads the box now has still to choose.
    await box.focus();
    await page.keyboard.press("Space");
    expect(await box.isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await focusedName(page)).toBe("Continue");
    await page.keyboard.press("Enter");
    await waitForSecurity(page);
    // This sign-in had its second step.
    expect(await page.getByText(WHY).count()).toBe(0);
    await rows(page).getByText("This device").waitFor();
  });

  it("R-060: is not asked for a code, says why, and leads to where that can be ended", async () => {
    const page = await openChosen();
    await trust(page);
    await signOut(page);
    await enterPassword(page, ada);
    await waitForSecurity(page);
    await expectText(page, WHY);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Manage" }).click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id))
      .toBe("trusted-devices");
    await page.reload();
    await expectText(page, WHY);

    await rows(page)
      .getByRole("button", { name: /^Stop trusting / })
      .click();
    await page.getByRole("status").getByText("is not trusted any more").waitFor();
    await expectText(page, "No trusted devices.");
    await signOut(page);
    await enterPassword(page, ada);
    await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  });

  it("R-055: is asked for a code before anything is changed", async () => {
    const page = await openChosen();
    await trust(page);
    await signOut(page);
    await enterPassword(page, ada);
    await waitForSecurity(page);
    await page.getByRole("button", { name: "Make new codes" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Make new codes" }).click();
    const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
    await dialog.getByLabel("6-digit code").fill(freshCode());
    await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
    // From now on it is a session of two factors, and there is nothing to explain.
    await expect.poll(() => page.getByText(WHY).count()).toBe(0);
  });

  it("R-059: is asked again after 30 days, without an error and only once", async () => {
    const page = await openChosen();
    await trust(page);
    await signOut(page);
    stage.server.clock.advance(30 * DAY_MILLIS);
    await enterPassword(page, ada);
    const field = page.getByLabel("6-digit code");
    await field.waitFor();
    const kept = await page.context().cookies();
    expect(kept.map(({ name }) => name)).not.toContain("__Host-twinlatch_device");
    await field.fill(freshCode());
    await page.getByRole("button", { name: "Continue" }).click();
    await waitForSecurity(page);
    expect(await rows(page).count()).toBe(0);
  });

  it("R-059: is listed beside others, which are ended together", async () => {
    const page = await openChosen();
    await trust(page);
    const other = await openSecondStep({ userAgent: FIREFOX });
    await other.getByLabel(BOX).check();
    await other.getByLabel("6-digit code").fill(freshCode());
    await other.getByRole("button", { name: "Continue" }).click();
    await waitForSecurity(other);
    await page.reload();
    await rows(page).filter({ hasText: "Firefox on Windows" }).waitFor();
    expect(await rows(page).count()).toBe(2);
    await page.getByRole("button", { name: "Stop trusting all devices", exact: true }).click();
    await expectText(page, "No trusted devices.");
    await signOut(other);
    await enterPassword(other, ada);
    await other.getByRole("heading", { name: "Enter your code" }).waitFor();
  });

  it("R-086: tells of itself by mail and in the activity", async () => {
    const page = await openChosen();
    await trust(page);
    await signOut(page);
    await enterPassword(page, ada);
    await waitForSecurity(page);
    await page.getByRole("navigation").getByRole("link", { name: "Activity", exact: true }).click();
    await expectText(page, "Signed in on a trusted device, without a second step");
    await expectText(page, "Device trusted for 30 days");
    await expect
      .poll(async () => (await stage.server.readOutbox()).filter(({ to }) => to === ada.email))
      .toContainEqual(
        expect.objectContaining({ text: expect.stringContaining("chose to trust that device") }),
      );
  });

  it("R-031: is not to be had with a recovery code", async () => {
    const page = await openChosen();
    await signOut(page);
    await enterPassword(page, ada);
    await page.getByLabel(BOX).check();
    await page.getByRole("button", { name: "Use another way" }).click();
    await page.getByRole("button", { name: "Recovery code" }).click();
    await page.getByRole("heading", { name: "Use a recovery code" }).waitFor();
    expect(await page.getByLabel(BOX).count()).toBe(0);
  });
});

describe("on a phone, in the dark and in German", () => {
  it("D9, D12, D14: everything fits and can be read", async () => {
    const small = { viewport: { width: 320, height: 640 }, colorScheme: "dark" } as const;
    const page = await openChosen(small);
    await trust(page);
    await signOut(page);
    await enterPassword(page, ada);
    await waitForSecurity(page);
    await expectText(page, WHY);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Language").selectOption("Deutsch");
    await expectText(page, "Kein zweiter Schritt: Dies ist ein vertrauenswürdiges Gerät.");
    await page.getByRole("heading", { name: "Vertrauenswürdige Geräte" }).waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Keinem Gerät mehr vertrauen" }).click();
    await expectText(page, "Keine vertrauenswürdigen Geräte.");
    await page.getByRole("button", { name: /^Kontomenü/ }).click();
    await page.getByRole("menuitem", { name: "Abmelden" }).click();
    await page.getByLabel("E-Mail").fill(ada.email);
    await page.getByLabel("Passwort").fill(ada.password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.getByLabel("Diesem Gerät 30 Tage lang vertrauen").waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });
});
