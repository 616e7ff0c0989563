import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, Person, signUpPerson } from "../harness/person.ts";
import {
  confirmStepUp,
  enterPassword,
  expectText,
  findAccessibilityFaults,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

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

it("the security page tells what happened last, and leads to all of it", async () => {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await waitForSecurity(page);
  stage.server.clock.advance(30_000);
  const card = page.getByRole("region", { name: "Recent activity" });
  const [last] = await card.getByRole("listitem").all();
  await last?.getByText("Signed in with a second step").waitFor();
  await last?.getByText("This device", { exact: false }).waitFor();
  expect(await card.getByRole("listitem").count()).toBe(5);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await card.getByRole("link", { name: "See all activity" }).click();
  await page.getByRole("heading", { name: "What happened to your account" }).waitFor();
});

it("an owner who reads of something strange is led to what helps, and each of it works", async () => {
  const page = await stage.visit("/sign-in", { viewport: { width: 320, height: 700 } });
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await waitForSecurity(page);
  stage.server.clock.advance(30_000);

  const thief = new Person(stage.server, ada.email, {
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0" },
  });
  await thief.signIn(iphone);
  stage.server.clock.advance(30_000);

  await page.getByRole("navigation").getByRole("link", { name: "Activity", exact: true }).click();
  const entry = page
    .getByRole("listitem")
    .filter({ hasText: "Signed in with a second step" })
    .filter({ hasText: "Firefox on Linux" });
  await entry.getByText("With iPhone").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBe(widths[1]);
  await entry.getByRole("button", { name: /^This was not me: Signed in/ }).click();

  const dialog = page.getByRole("dialog", { name: "Was this not you?" });
  await dialog.getByText("Signed in with a second step").waitFor();
  await dialog.getByText("Firefox on Linux · From 127.0.0.1", { exact: false }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Sign out all other devices", exact: true }).click();
  await expectText(page, "All other devices were signed out");
  expect((await thief.client.call("getSession", {})).ok).toBe(false);
  await dialog
    .getByRole("button", { name: "Sign out all other devices", exact: true })
    .waitFor({ state: "detached" });

  await dialog.getByRole("button", { name: "Make new codes" }).click();
  const codes = page.getByRole("dialog", { name: "Make new recovery codes?" });
  await codes.getByRole("button", { name: "Make new codes" }).click();
  await confirmStepUp(page, iphone.code());
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  await page.getByLabel("I have saved these codes").check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  stage.server.clock.advance(30_000);

  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "New recovery codes made" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "All other devices signed out" }).waitFor();
  thief.close();
});

it("new codes are shown where nothing more can be loaded, since the old ones are void by then", async () => {
  const grace = await signUpPerson(stage.server);
  const { authenticator: pixel } = await grace.addAuthenticator("Pixel");
  const page = await stage.visit("/sign-in");
  await enterPassword(page, grace);
  await page.getByLabel("6-digit code").fill(pixel.code());
  await waitForSecurity(page);
  stage.server.clock.advance(30_000);
  await page.getByRole("navigation").getByRole("link", { name: "Activity", exact: true }).click();
  await page
    .getByRole("button", { name: /^This was not me/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Change password", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Change your password" });
  await form.getByLabel("New password").fill("a rainy walk by the sea");
  await page.waitForLoadState("networkidle");
  await page.route("**/*.js", (route) => route.abort());
  await form.getByRole("button", { name: "Change password", exact: true }).click();
  await confirmStepUp(page, pixel.code());
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  expect(await page.getByLabel("I have saved these codes").isVisible()).toBe(true);
  grace.close();
});

it("shows more and more of a long story, to its beginning", async () => {
  const grace = await signUpPerson(stage.server);
  for (let made = 0; made < 60; made += 1) {
    await grace.client.call("revokeSession", { params: { id: "ses_nothing" } });
  }
  const page = await stage.visit("/sign-in");
  await enterPassword(page, grace);
  await waitForSecurity(page);
  await page.getByRole("navigation").getByRole("link", { name: "Activity", exact: true }).click();
  const entries = page.getByRole("main").getByRole("listitem");
  await expect.poll(() => entries.count()).toBe(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expectText(page, "That is all.");
  expect(await entries.count()).toBe(62);
  expect(await entries.last().innerText()).toContain("Account created");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe("That is all.");
  grace.close();
});
