import { parseOtpauthUri } from "@twinlatch/otp";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import { runSystemTool } from "../system-tool.ts";
import {
  confirmStepUp,
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  signIn,
  waitForSecurity,
} from "./harness.ts";
import { readQr } from "./read-qr.ts";

let stage: Stage;
const people: Person[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.settle());
afterAll(async () => {
  for (const person of people) person.close();
  await stage?.close();
});

async function newPerson(): Promise<Person> {
  const person = await signUpPerson(stage.server);
  people.push(person);
  return person;
}

const dialog = (page: Page) => page.getByRole("dialog");

/** From the Security page to the QR code, proving the password on the way. */
async function beginEnrolment(page: Page, person: Person): Promise<void> {
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await dialog(page).getByLabel("Password").fill(person.password);
  await dialog(page).getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
}

/** Reads the QR code from the screen, as a phone's camera does. */
async function scan(page: Page): Promise<string> {
  const picture = await page
    .getByRole("img", { name: "QR code for your authenticator app" })
    .screenshot();
  const [text = "", ...others] = await readQr(stage.browser, picture);
  expect(others).toEqual([]);
  return text;
}

/** A stranger's code for the set-up key, at the server's time. */
async function oathtool(key: string, stepsAway = 0): Promise<string> {
  const at = new Date(stage.server.clock.nowMillis() + stepsAway * 30_000).toISOString();
  const now = at.replace("T", " ").replace(/\..*/, " UTC");
  return (await runSystemTool("oathtool", ["--totp", "-b", key, "--now", now])).trim();
}

async function wrongCode(key: string): Promise<string> {
  const right = await Promise.all([-2, -1, 0, 1, 2].map((step) => oathtool(key, step)));
  return ["000000", "000001", "000002"].find((code) => !right.includes(code)) ?? "000003";
}

async function readKey(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Cannot scan? Enter a set-up key" }).click();
  return (await dialog(page).locator("code").innerText()).replaceAll(" ", "");
}

it("D1, S4, S5: a stranger's scanner and code generator enable two-factor authentication", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  const answered = page.waitForResponse(
    (response) => response.url().endsWith("/factors/totp") && response.status() === 201,
  );
  await beginEnrolment(page, person);
  const headers = (await answered).headers();
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  await page.getByText("Step 1 of 3").waitFor();

  const uri = await scan(page);
  const key = await readKey(page);
  const parsed = parseOtpauthUri(uri);
  expect(uri).toContain(`secret=${key}`);
  expect(parsed).toMatchObject({
    ok: true,
    key: { type: "totp", issuer: "Twinlatch", account: person.email, digits: 6, periodSeconds: 30 },
  });
  await page
    .getByText(`Account: ${person.email} · Type: time based, 6 numbers, 30 seconds`)
    .waitFor();

  await page.getByLabel("Name for this app").fill("iPhone");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Enter the code from the app" }).waitFor();
  expect(await focusedName(page)).toBe("6-digit code");
  await page.getByRole("button", { name: "Back", exact: true }).click();
  expect(await scan(page)).toBe(uri);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("6-digit code").fill(await oathtool(key));
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  await page.getByLabel("I have saved these codes").check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("status").getByText("Two-factor authentication is enabled").waitFor();
  await page.getByText("You sign in with your password and a code from iPhone.").waitFor();
  // Not the button that began it, which disables now.
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe("main");
  expect(await page.content()).not.toContain(key);
  expect(await findAccessibilityFaults(page)).toEqual([]);
});

it("S3, S4: the set-up key is nowhere but in the dialog, and goes with it", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  await beginEnrolment(page, person);
  const key = await readKey(page);
  const elsewhere = await page.evaluate(() =>
    JSON.stringify([
      location.href,
      history.state,
      document.title,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
    ]),
  );
  expect(elsewhere).not.toContain(key);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  expect((await page.content()).replaceAll(" ", "")).not.toContain(key);
  await expect.poll(() => focusedName(page)).toBe("Enable two-factor authentication");
});

it("C5, D17: an enrolment survives a reload at its code; starting again makes a new key", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  await beginEnrolment(page, person);
  const firstKey = await readKey(page);
  await page.reload();
  await page.getByRole("heading", { name: "Enter the code from the app" }).waitFor();
  await page.getByText("Delete the old entry in your app first.").waitFor();
  expect(await page.content()).not.toContain(firstKey);
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Start again" }).click();
  await page
    .getByRole("dialog", { name: "Confirm it is you" })
    .getByLabel("Password")
    .fill(person.password);
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
  const key = await readKey(page);
  expect(key).not.toBe(firstKey);
  await page.reload();
  await page.getByLabel("6-digit code").fill(await oathtool(key));
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
});

it("C5, C6: after two wrong codes the phone's clock is suspected, and Cancel gives the enrolment up", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  await beginEnrolment(page, person);
  const wrong = await wrongCode(await readKey(page));
  await page.getByRole("button", { name: "Continue" }).click();
  const clock = page.getByText(
    "Codes from your app are out of step. Set your phone's clock to automatic, then try again",
  );
  const field = page.getByLabel("6-digit code");
  await field.fill(wrong);
  await page
    .getByText("That code is not right. Check your authenticator app and try again")
    .waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  expect(await clock.count()).toBe(0);
  await page.getByRole("button", { name: "Verify" }).click();
  await clock.waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await page.reload();
  await waitForSecurity(page);
  await page.getByText("Disabled", { exact: true }).waitFor();
  expect(await dialog(page).count()).toBe(0);
});

it("a second authenticator is proved with the first, and leaves the recovery codes as they are", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  const { authenticator } = await person.addAuthenticator("Authenticator app");
  await page.reload();
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  await confirmStepUp(page, authenticator.code());
  await page.getByText("Step 1 of 2").waitFor();
  const key = await readKey(page);
  const name = page.getByLabel("Name for this app");
  expect(await name.inputValue()).toBe("Authenticator app 2");
  await name.fill("Work phone");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("6-digit code").fill(await oathtool(key));
  await page
    .getByRole("status")
    .getByText("Work phone was added. Your recovery codes stay the same.")
    .waitFor();
  await expectText(page, "and a code from Authenticator app or Work phone.");
});

it("on a phone the link to an authenticator app comes first", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security", {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await signIn(page, person);
  await beginEnrolment(page, person);
  const link = page.getByRole("link", { name: "Open in an authenticator app" });
  expect(await link.getAttribute("href")).toBe(await scan(page));
  const [linkBox, qrBox] = await Promise.all([
    link.boundingBox(),
    page.getByRole("img", { name: /^QR code/ }).boundingBox(),
  ]);
  expect(linkBox?.y).toBeLessThan(qrBox?.y ?? 0);
});

it("R-006: an enrolment is not seen by the person's other sessions", async () => {
  const person = await newPerson();
  await person.enrol("iPhone");
  const page = await stage.visit("/account/security");
  await signIn(page, person);
  await expectText(page, "No authenticator apps yet.");
  expect(await dialog(page).count()).toBe(0);
});
