import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import {
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
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

/** The newest link that was mailed, as a path on the console. */
async function readMailedLink(email: string): Promise<string> {
  const mails = await stage.server.readOutbox();
  const mail = mails.find(({ to, text }) => to === email && text.includes("/reset-password#"));
  const link = /https?:\/\/\S+/.exec(mail?.text ?? "")?.[0];
  if (link === undefined) throw new Error("No link was mailed");
  const { pathname, hash } = new URL(link);
  return `${pathname}${hash}`;
}

async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
}

it("R-092, R-046: a forgotten password is replaced by mail, and the second step still asked for", async () => {
  const page = await stage.visit("/sign-in");
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  expect(await page.title()).toBe("Forgot your password – Twinlatch");
  expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await askForLink(page, ada.email);
  await expectText(page, `If ${ada.email} has an account, we sent a link there.`);

  await page.goto(await readMailedLink(ada.email));
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  const password = page.getByLabel("New password");
  expect(await password.getAttribute("autocomplete")).toBe("new-password");
  await expect.poll(() => new URL(page.url()).hash).toBe("");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await password.fill(NEW);
  await page.getByRole("button", { name: "Save password" }).click();
  await expectText(page, "Your password was changed. Sign in with the new one.");

  await enterPassword(page, { email: ada.email, password: NEW });
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  stage.server.clock.advance(30_000);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await waitForSecurity(page);
  await page.getByText("Enabled", { exact: true }).waitFor();
});

it("R-050: an address without an account sees the same, and gets no mail", async () => {
  const nobody = "nobody@example.org";
  const page = await stage.visit("/forgot-password");
  await askForLink(page, nobody);
  await expectText(page, `If ${nobody} has an account, we sent a link there.`);
  expect((await stage.server.readOutbox()).filter(({ to }) => to === nobody)).toEqual([]);
  await page.getByRole("button", { name: "Start again" }).click();
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByRole("button", { name: "Send link" }).click();
  await expectText(page, "Enter an e-mail address, like ada@example.org");
  expect(await focusedName(page)).toBe("E-mail");
});

it("R-092: a link that was used, or is none, leads to a new one; a weak password keeps it alive", async () => {
  const person = await signUpPerson(stage.server);
  const page = await stage.visit("/forgot-password");
  await askForLink(page, person.email);
  const link = await readMailedLink(person.email);
  await page.goto(link);
  for (const [text, message] of [
    ["1234567", "Use at least 8 characters"],
    ["password1", "That password is too easy to guess. Choose another one"],
  ] as const) {
    await page.getByLabel("New password").fill(text);
    await page.getByRole("button", { name: "Save password" }).click();
    await page.getByText(message, { exact: true }).waitFor();
    expect(await focusedName(page)).toBe("New password");
  }
  await page.getByLabel("New password").fill(NEW);
  await page.getByRole("button", { name: "Save password" }).click();
  await expectText(page, "Your password was changed.");

  const again = await stage.visit(link);
  await again.getByLabel("New password").fill("yet another password");
  await again.getByRole("button", { name: "Save password" }).click();
  await expectText(again, "This link has expired, was used, or is not the newest one.");
  await again.getByRole("link", { name: "Ask for a new link" }).click();
  await again.getByRole("button", { name: "Send link" }).waitFor();

  const without = await stage.visit("/reset-password");
  await expectText(without, "Open the link from the e-mail once more");
  expect(await findAccessibilityFaults(without)).toEqual([]);
  person.close();
});
