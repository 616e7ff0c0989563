import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import {
  confirmStepUp,
  enterPassword,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

const CODE = /[1-8](?:-[0-9A-HJKMNP-TV-Z]{4}){4}/g;

let stage: Stage;
let ada: Person;
let iphone: Authenticator;
let firstCodes: readonly string[];

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  const first = await ada.addAuthenticator("iPhone");
  iphone = first.authenticator;
  firstCodes = first.recoveryCodes;
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
  const page = await stage.visit("/sign-in", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(page);
  return page;
}

async function makeNewCodes(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Make new codes" }).click();
  const question = page.getByRole("dialog", { name: "Make new recovery codes?" });
  await question.getByText("Your old codes stop working at once.").waitFor();
  await question.getByRole("button", { name: "Make new codes" }).click();
  await confirmStepUp(page, freshCode());
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
}

const dialog = (page: Page) => page.getByRole("dialog", { name: "Save your recovery codes" });
const shownCodes = async (page: Page) => (await dialog(page).innerText()).match(CODE) ?? [];

it("R-026: a set that nobody said was saved is flagged until that is said", async () => {
  const page = await openSecurity();
  await page.getByText("You have not said that you saved your recovery codes.").waitFor();
  await page.getByText(/^8 of 8 left · made \d+ \w+ \d{4}$/).waitFor();
  expect((await page.content()).match(CODE)).toBeNull();
  await page.getByRole("button", { name: "I have saved these codes" }).click();
  await page.getByText("Needs attention").waitFor({ state: "detached" });
  await page.getByText("Recovery codes saved").waitFor();
  expect(await focusedName(page)).toBe("Make new codes");
});

it("D2: neither Escape nor a click outside closes the codes before they are said to be saved", async () => {
  const page = await openSecurity();
  await makeNewCodes(page);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const done = dialog(page).getByRole("button", { name: "Done", exact: true });
  expect(await done.isDisabled()).toBe(true);
  await dialog(page).getByText("Tick the box once the codes are saved.").waitFor();
  // Twice: browsers force a dialog shut on the second.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  expect(await dialog(page).isVisible()).toBe(true);
  await dialog(page).evaluate((element) => {
    if (element instanceof HTMLDialogElement) element.close();
  });
  await expect.poll(() => dialog(page).isVisible()).toBe(true);
  expect(await shownCodes(page)).toHaveLength(8);
  await dialog(page).getByLabel("I have saved these codes").check();
  await done.click();
  await dialog(page).waitFor({ state: "detached" });
});

it("S3, S4, S5: codes are copied, downloaded and printed, and then are nowhere", async () => {
  const page = await openSecurity();
  await makeNewCodes(page);
  const codes = await shownCodes(page);
  expect(new Set(codes).size).toBe(8);
  expect(codes.filter((code) => firstCodes.includes(code))).toEqual([]);

  await dialog(page).getByRole("button", { name: "Copy" }).click();
  await dialog(page).getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join("\n"));

  const downloading = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Download" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(
    /^twinlatch-recovery-codes-[0-9a-f-]+-\d{4}-\d{2}-\d{2}\.txt$/,
  );
  const file = await readFile(await download.path(), "utf8");
  for (const part of [...codes, ada.email, "localhost", "These replace all earlier codes."]) {
    expect(file).toContain(part);
  }

  await page.emulateMedia({ media: "print" });
  const printed = await page.evaluate(() => document.body.innerText);
  for (const part of [...codes, ada.email, "These replace all earlier codes."]) {
    expect(printed).toContain(part);
  }
  expect(printed).not.toContain("Two-factor authentication");
  await page.emulateMedia({ media: "screen" });

  await dialog(page).getByLabel("I have saved these codes").check();
  await dialog(page).getByRole("button", { name: "Done", exact: true }).click();
  await dialog(page).waitFor({ state: "detached" });
  const left = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      location.href,
      history.state,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
    ]),
  );
  expect(left.match(CODE)).toBeNull();
  await page.reload();
  await waitForSecurity(page);
  expect((await page.content()).match(CODE)).toBeNull();
});

it("R-031: after a sign-in with a recovery code the page says what is left and what to do, and lets one enrol", async () => {
  const page = await openSecurity();
  await makeNewCodes(page);
  const [code = ""] = await shownCodes(page);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await enterPassword(page, ada);
  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: "Recovery code" }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("You have 7 recovery codes left.").waitFor();
  await page.getByText("If your phone was stolen, suspend its entry below now.").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make new codes" }).click();
  await page
    .getByText("You signed in with a recovery code, which is not enough for this.")
    .waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();

  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
});
