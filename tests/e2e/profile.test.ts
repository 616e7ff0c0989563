import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
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

const NEW = "a rainy walk by the sea";

let stage: Stage;
let admin: Person;
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
  admin = await signUpPerson(stage.server);
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  admin?.close();
  await stage?.close();
});

function freshCode(): string {
  stage.server.clock.advance(30_000);
  return iphone.code();
}

async function openProfile(person: Person, code?: () => string): Promise<Page> {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, person);
  if (code !== undefined) await page.getByLabel("6-digit code").fill(code());
  await waitForSecurity(page);
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await page.getByRole("heading", { name: "E-mail addresses" }).waitFor();
  return page;
}

async function readMailedCode(email: string): Promise<string> {
  const mail = (await stage.server.readOutbox()).find(({ to }) => to === email);
  return /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
}

const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });

it("R-086: an address is added with a mailed code, made primary, and the other removed", async () => {
  const work = `${randomUUID()}@example.org`;
  const page = await openProfile(ada, freshCode);
  expect(await page.title()).toBe("Account – Twinlatch");
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Add an e-mail address" }).click();
  await expect.poll(() => focusedName(page)).toBe("E-mail");
  await dialog(page, "Add an e-mail address").getByLabel("E-mail").fill(work);
  await page.getByRole("button", { name: "Send code" }).click();
  await expectText(page, "You are about to: change your e-mail addresses.");
  await confirmStepUp(page, freshCode());
  await expectText(page, `We sent an e-mail to ${work}.`);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const code = await readMailedCode(work);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  await page.getByLabel("6-digit code").fill(wrong);
  await expectText(page, "That code is not right. Check the e-mail and try again");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();

  // The code still works after a look elsewhere.
  await page.reload();
  await page.getByText("Waiting for the code that we sent there").waitFor();
  await page.getByRole("button", { name: `Enter the code sent to ${work}` }).click();
  await page.getByLabel("6-digit code").fill(code);
  await page.getByRole("status").getByText(`${work} was added`).waitFor();

  await page.getByRole("button", { name: `More for ${work}` }).click();
  await page.getByRole("menuitem", { name: "Make primary" }).click();
  await expectText(page, `“${work}”`);
  await confirmStepUp(page, freshCode());
  await page.getByRole("status").getByText(`${work} is now the primary address`).waitFor();

  await page.getByRole("button", { name: `More for ${ada.email}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog(page, `Remove ${ada.email}?`)
    .getByRole("button", { name: "Remove", exact: true })
    .click();
  await confirmStepUp(page, freshCode());
  await page.getByRole("status").getByText(`${ada.email} was removed`).waitFor();
  expect(await page.getByRole("button", { name: /^More for / }).count()).toBe(0);

  const elsewhere = await stage.visit("/sign-in");
  await enterPassword(elsewhere, { email: work, password: ada.password });
  await elsewhere.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(elsewhere);
});

it("R-050: an address of somebody else looks like any other, and its code never comes", async () => {
  const bob = await signUpPerson(stage.server);
  const page = await openProfile(bob);
  await page.getByRole("button", { name: "Add an e-mail address" }).click();
  await dialog(page, "Add an e-mail address").getByLabel("E-mail").fill(admin.email);
  await page.getByRole("button", { name: "Send code" }).click();
  await dialog(page, "Confirm it is you").getByLabel("Password").fill(bob.password);
  await dialog(page, "Confirm it is you")
    .getByRole("button", { name: "Confirm", exact: true })
    .click();
  await expectText(page, `We sent an e-mail to ${admin.email}.`);
  const mail = (await stage.server.readOutbox()).find(({ to }) => to === admin.email);
  expect(mail?.text).toContain("belongs to an account already");
  bob.close();
});

it("changes the password, keeps this device and signs out the others", async () => {
  const bob = await signUpPerson(stage.server);
  const other = await openProfile(bob);
  const page = await openProfile(bob);
  await page.getByRole("button", { name: "Change password", exact: true }).click();
  const change = dialog(page, "Change your password");
  await change.getByLabel("New password").fill("password1");
  await change.getByRole("button", { name: "Change password", exact: true }).click();
  await expectText(page, "That password is too easy to guess. Choose another one");
  expect(await focusedName(page)).toBe("New password");
  await change.getByLabel("New password").fill(NEW);
  await change.getByRole("button", { name: "Change password", exact: true }).click();
  await expectText(page, "You are about to: change your password.");
  await dialog(page, "Confirm it is you").getByLabel("Password").fill(bob.password);
  await dialog(page, "Confirm it is you")
    .getByRole("button", { name: "Confirm", exact: true })
    .click();
  await page.getByRole("status").getByText("Password changed.").waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "E-mail addresses" }).waitFor();

  await other.reload();
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  await enterPassword(other, { email: bob.email, password: bob.password });
  await expectText(other, "Your e-mail or password is not right");
  await enterPassword(other, { email: bob.email, password: NEW });
  await other.getByRole("heading", { name: "E-mail addresses" }).waitFor();
  bob.close();
});

it("R-094: deletes the account only when its address was typed; the only admin's stays", async () => {
  const bob = await signUpPerson(stage.server);
  const page = await openProfile(bob);
  await page.getByRole("button", { name: "Delete account" }).click();
  const remove = dialog(page, "Delete your account for good?");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await remove.getByRole("button", { name: "Delete for good" }).click();
  await expectText(page, `This is not ${bob.email}`);
  await remove.getByLabel(`Type ${bob.email} to confirm`).fill(bob.email);
  await remove.getByRole("button", { name: "Delete for good" }).click();
  await expectText(page, "You are about to: delete your account for good.");
  await dialog(page, "Confirm it is you").getByLabel("Password").fill(bob.password);
  await dialog(page, "Confirm it is you")
    .getByRole("button", { name: "Confirm", exact: true })
    .click();
  await expectText(page, "Your account was deleted.");
  await enterPassword(page, bob);
  await expectText(page, "Your e-mail or password is not right");
  bob.close();

  const kept = await openProfile(admin);
  await kept.getByRole("button", { name: "Delete account" }).click();
  const refused = dialog(kept, "Delete your account for good?");
  await refused.getByLabel(`Type ${admin.email} to confirm`).fill(admin.email);
  await refused.getByRole("button", { name: "Delete for good" }).click();
  await expectText(kept, "You administer this installation, and nobody else does.");
});
