import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
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

const HOSTILE_NAME = "<img src=x onerror=alert(1)>";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
  await ada.addAuthenticator(HOSTILE_NAME, iphone);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

function freshCode(): string {
  stage.server.clock.advance(30_000);
  return iphone.code();
}

async function openSecurity(): Promise<Page> {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(page);
  return page;
}

const stepUp = (page: Page) => page.getByRole("dialog", { name: "Confirm it is you" });

/** What was sent to change the sign-in setting: whether with a proof, and the answers. */
function watchChanges(page: Page) {
  const seen: string[] = [];
  page.on("response", async (response) => {
    const request = response.request();
    if (!request.url().endsWith("/sign-in-setting")) return;
    const proof = (await request.headerValue("twinlatch-proof")) === null ? "without" : "with";
    seen.push(`${proof} proof: ${response.status()}`);
  });
  return seen;
}

async function chooseOff(page: Page): Promise<void> {
  await page.getByLabel("Off — password only").check();
  await page.getByRole("button", { name: "Update" }).click();
  await stepUp(page).waitFor();
}

it("D3: on Cancel and Escape the form stays as it was, and nothing is sent again", async () => {
  const page = await openSecurity();
  const seen = watchChanges(page);
  await chooseOff(page);
  await stepUp(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await stepUp(page).waitFor({ state: "detached" });
  expect(await page.getByLabel("Off — password only").isChecked()).toBe(true);
  await expect.poll(() => focusedName(page)).toBe("Update");
  await page.getByRole("button", { name: "Update" }).click();
  await stepUp(page).waitFor();
  await page.keyboard.press("Escape");
  await stepUp(page).waitFor({ state: "detached" });
  expect(seen).toEqual(["without proof: 401", "without proof: 401"]);
  await page.reload();
  await page.getByText("Enabled", { exact: true }).waitFor();
});

it("D1, D3: repeats the request by itself, once, and shows the result in place", async () => {
  const page = await openSecurity();
  const seen = watchChanges(page);
  await chooseOff(page);
  await expect.poll(() => focusedName(page)).toBe("6-digit code");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(
    await page.evaluate(() => {
      const dialog = document.querySelector("dialog");
      // Beyond the last button the focus is the browser's own, never the page behind.
      return document.activeElement === document.body || dialog?.contains(document.activeElement);
    }),
  ).toBe(true);
  await page.getByText("You are about to: disable two-factor authentication.").waitFor();
  await page.getByText("This confirms only this action.").waitFor();
  await confirmStepUp(page, freshCode());
  await page.getByRole("status").getByText("Sign-in settings updated").waitFor();
  await expect.poll(() => focusedName(page)).toBe("Update");
  await page.getByText("Disabled", { exact: true }).waitFor();
  expect(seen).toEqual(["without proof: 401", "with proof: 200"]);

  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await page.getByRole("status").getByText("Two-factor authentication is enabled").waitFor();
});

it("R-056: names the action and its target by the server's data, as text", async () => {
  const page = await openSecurity();
  await page.getByRole("button", { name: `More for ${HOSTILE_NAME}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await stepUp(page)
    .getByText(`You are about to: remove the authenticator app “${HOSTILE_NAME}”.`)
    .waitFor();
  expect(await page.locator("main img").count()).toBe(0);
  // Nobody takes it for the sign-in page, nor that for it.
  expect(page.url()).toMatch(/\/account\/security$/);
  expect(await page.getByRole("heading", { name: "Enter your code" }).count()).toBe(0);
  expect(await findAccessibilityFaults(page)).toEqual([]);
});

it("C5, C6: a wrong code keeps the dialog; a used one says when the next comes", async () => {
  const page = await openSecurity();
  const used = iphone.code();
  await chooseOff(page);
  const field = stepUp(page).getByLabel("6-digit code");
  await field.fill(iphone.wrongCodes(1)[0] ?? "");
  await page
    .getByText("That code is not right. Check your authenticator app and try again")
    .waitFor();
  expect(await focusedName(page)).toBe("6-digit code");
  await field.fill(used);
  await stepUp(page).getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByText("That code was already used. Wait for the next one").waitFor();
  await page.getByText(/^Next code in about \d+ seconds?\./).waitFor();
  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: `Another authenticator: ${HOSTILE_NAME}` }).waitFor();
  expect(
    await stepUp(page)
      .getByRole("button", { name: /recovery/i })
      .count(),
  ).toBe(0);
});

it("after five wrong codes the dialog closes, and the page says why nothing happened", async () => {
  const page = await openSecurity();
  await chooseOff(page);
  const [first = "", ...others] = iphone.wrongCodes(5);
  const field = stepUp(page).getByLabel("6-digit code");
  await field.fill(first);
  await page.getByText("That code is not right").waitFor();
  for (const wrong of others) {
    await field.fill(wrong);
    const answered = page.waitForResponse(/\/verify$/);
    await stepUp(page).getByRole("button", { name: "Confirm", exact: true }).click();
    await answered;
    await page.locator('form:not([aria-busy="true"])').first().waitFor();
  }
  await stepUp(page).waitFor({ state: "detached" });
  await expectText(page, "This took too long or had too many wrong codes. Nothing was changed");
});

it("D3, R-056: several requests are named in one dialog, confirmed once, and each repeated once", async () => {
  const grace = await signUpPerson(stage.server);
  const { authenticator: pixel, recoveryCodes } = await grace.addAuthenticator("Pixel");
  const page = await stage.visit("/sign-in");
  await enterPassword(page, grace);
  await page.getByLabel("6-digit code").fill(pixel.code());
  await waitForSecurity(page);
  stage.server.clock.advance(30_000);
  const seen: string[] = [];
  page.on("response", async (response) => {
    const request = response.request();
    const [, call] = /\/account\/(recovery-codes|password)$/.exec(request.url()) ?? [];
    if (call === undefined) return;
    const proof = (await request.headerValue("twinlatch-proof")) === null ? "without" : "with";
    seen.push(`${call} ${proof} proof: ${response.status()}`);
  });

  await page.getByRole("navigation").getByRole("link", { name: "Activity", exact: true }).click();
  await page
    .getByRole("button", { name: /^This was not me/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Change password", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Change your password" });
  expect(await form.getByLabel("Make new recovery codes too").isChecked()).toBe(true);
  await form.getByLabel("New password").fill("short");
  await form.getByRole("button", { name: "Change password", exact: true }).click();
  await form.getByLabel("New password").fill("a rainy walk by the sea");
  await form.getByRole("button", { name: "Change password", exact: true }).click();

  const acts = stepUp(page).getByRole("listitem");
  await expect
    .poll(() => acts.allInnerTexts())
    .toEqual(["make new recovery codes", "change your password"]);
  await stepUp(page).getByText("This confirms only these actions.").waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBe(widths[1]);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await stepUp(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await stepUp(page).waitFor({ state: "detached" });
  expect(await form.getByLabel("New password").inputValue()).toBe("a rainy walk by the sea");
  const asked = ["recovery-codes without proof: 401", "password without proof: 401"];
  expect(seen).toEqual(asked);

  await form.getByRole("button", { name: "Change password", exact: true }).click();
  await confirmStepUp(page, pixel.code());
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  expect(seen).toEqual([
    ...asked,
    ...asked,
    "recovery-codes with proof: 201",
    "password with proof: 204",
  ]);
  await page.getByLabel("I have saved these codes").check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await expectText(page, "Password changed. Your other devices were signed out.");
  await page.getByRole("dialog", { name: "Was this not you?" }).waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  const approval = page.getByRole("listitem").filter({ hasText: "To make new recovery codes" });
  await approval.filter({ hasText: "To change your password" }).waitFor();

  const client = grace.client;
  expect((await client.call("signIn", grace.passwordSignIn())).ok).toBe(false);
  const changed = grace.passwordSignIn("a rainy walk by the sea");
  const first = expectAnswer(await client.call("signIn", changed));
  if (first.status !== "second_step") throw new Error("The password alone signed in");
  const step = { challengeId: first.challenge.id, ticket: first.ticket ?? "" };
  const old = { kind: "recovery_code", code: recoveryCodes[0] ?? "" } as const;
  expect(await grace.answer(step, old)).toMatchObject({ problem: { code: "invalid_code" } });
  grace.close();
});
