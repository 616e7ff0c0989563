import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.settle());
afterAll(() => stage?.close());

async function enterNewAccount(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function readMailedCode(email: string): Promise<string> {
  const mail = (await stage.server.readOutbox()).find(({ to }) => to === email);
  return /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
}

it("C1, C3, C11, D15: a stranger gets an account with a mailed code, over a reload", async () => {
  const email = `${randomUUID()}@example.org`;
  const page = await stage.visit("/");
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  expect(await page.title()).toBe("Create an account – Twinlatch");
  const password = page.getByLabel("Password");
  expect(await password.getAttribute("autocomplete")).toBe("new-password");
  await page.getByText("At least 8 characters; 15 or more are better").waitFor();

  await enterNewAccount(page, email, "a sunny walk by the lake");
  await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
  await page.reload();
  await page.getByText(`We sent an e-mail to ${email}.`).waitFor();
  const field = page.getByLabel("6-digit code");
  expect(await field.getAttribute("autocomplete")).toBe("one-time-code");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await field.fill(await readMailedCode(email));
  await waitForSecurity(page);
  expect(await page.title()).toBe("Security – Twinlatch");
  await page.getByText("Disabled", { exact: true }).waitFor();
});

it("C6, R-080: a password that is too short or too common is refused at its field, and kept", async () => {
  const page = await stage.visit("/sign-up");
  for (const [text, message] of [
    ["1234567", "Use at least 8 characters"],
    ["password1", "That password is too easy to guess. Choose another one"],
  ] as const) {
    await enterNewAccount(page, "grace@example.org", text);
    const error = page.getByText(message, { exact: true });
    await error.waitFor();
    expect(await focusedName(page)).toBe("Password");
    const password = page.getByLabel("Password");
    expect(await password.getAttribute("aria-describedby")).toContain(
      await error.getAttribute("id"),
    );
    expect(await password.inputValue()).toBe(text);
    expect(await page.title()).toBe("Error: Create an account – Twinlatch");
  }
});

it("C5, C13: a wrong mailed code is said at the field; starting again keeps the address", async () => {
  const email = `${randomUUID()}@example.org`;
  const page = await stage.visit("/sign-up");
  await enterNewAccount(page, email, "a sunny walk by the lake");
  const code = await page
    .getByRole("heading", { name: "Check your e-mail" })
    .waitFor()
    .then(() => readMailedCode(email));
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  await page.getByLabel("6-digit code").fill(wrong);
  await page.getByText("That code is not right. Check the e-mail and try again").waitFor();
  expect(await page.title()).toBe("Error: Check your e-mail – Twinlatch");
  await page.getByRole("link", { name: "Start again" }).click();
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
});

it("the code page shows nothing to who has not signed up", async () => {
  const page = await stage.visit("/sign-up/verify");
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/sign-up");
});
