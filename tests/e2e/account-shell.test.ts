import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import { enterPassword, focusedName, openStage, type Stage, waitForSecurity } from "./harness.ts";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
  await ada.addAuthenticator("Tablet", iphone);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

async function openSecurity(path = "/sign-in"): Promise<Page> {
  const page = await stage.visit(path);
  await enterPassword(page, ada);
  stage.server.clock.advance(30_000);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await waitForSecurity(page);
  return page;
}

it("whoever is signed in already is led on from the pages of those who are not", async () => {
  const page = await openSecurity();
  for (const path of ["/sign-in", "/sign-up", "/sign-in?return=%2Faccount%2Fsecurity"]) {
    await page.goto(path);
    await waitForSecurity(page);
    expect(new URL(page.url()).pathname).toBe("/account/security");
  }
});

it("an unknown page of the account says so, among the known ones", async () => {
  const page = await openSecurity("/account/nothing");
  await page.goto("/account/nothing");
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Security" }).click();
  await waitForSecurity(page);
  expect(await focusedName(page)).toBe("Security");
});

describe("a dialog over a dialog", () => {
  it("dims the lower one, and what was used another way keeps the focus", async () => {
    const page = await openSecurity();
    await page.getByRole("button", { name: "More for Tablet" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    const stepUp = page.getByRole("dialog", { name: "Confirm it is you" });
    await stepUp.waitFor();
    const dimmings = await page.evaluate(() =>
      [...document.querySelectorAll("dialog[open]")].map(
        (dialog) => getComputedStyle(dialog, "::backdrop").backgroundColor,
      ),
    );
    expect(dimmings).toHaveLength(2);
    expect(dimmings).not.toContain("rgba(0, 0, 0, 0)");
    await stepUp.getByRole("button", { name: "Use another way" }).press("Enter");
    await expect.poll(() => focusedName(page)).toBe("Another authenticator: Tablet");
  });

  it("D4: a toast stays above it, can be pressed there, and never comes in heaps", async () => {
    const page = await openSecurity();
    for (const name of ["Tablet 2", "Tablet 3", "Tablet"]) {
      await page.getByRole("button", { name: /^More for Tablet/ }).click();
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill(name);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    expect(await page.getByText("Name changed").count()).toBe(1);
    await page.getByRole("button", { name: "Disable", exact: true }).click();
    const dialog = page.getByRole("dialog");
    const toast = dialog.getByRole("status").filter({ hasText: "Name changed" });
    await toast.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("Name changed").waitFor({ state: "detached" });
    expect(await dialog.isVisible()).toBe(true);
  });
});
