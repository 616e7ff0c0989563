import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Authenticator, expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
import { countTexts, newNumber } from "../harness/phone.ts";
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

function freshCode(): string {
  stage.server.clock.advance(30_000);
  return iphone.code();
}

async function openSecurity(): Promise<Page> {
  const page = await stage.visit("/sign-in", { locale: "en-CH" });
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(page);
  await page.waitForLoadState("networkidle");
  return page;
}

/** Has `answer` decide about each request for a file that is not there yet; gives their count. */
async function holdFiles(page: Page, answer: (route: Route) => unknown): Promise<() => number> {
  let asked = 0;
  await page.route(/\/assets\/.+\.(?:js|css)/, async (route) => {
    asked += 1;
    await answer(route);
  });
  return () => asked;
}

const addPhone = (page: Page) => page.getByRole("button", { name: "Add a phone number" });
const phoneDialog = (page: Page) => page.getByRole("dialog", { name: "Verify phone number" });
const missing = (page: Page) =>
  page.getByRole("alert").getByText("This could not be loaded. Check your connection");

/** How often the sign-in setting was changed, as the account's trail tells. */
async function countChanges(outcome: "allowed" | "refused"): Promise<number> {
  const { events } = expectAnswer(await ada.client.call("listActivity", {}));
  return events.filter(
    (each) => each.type === "sign_in_setting.changed" && each.outcome === outcome,
  ).length;
}

async function changeSetting(page: Page, label: string): Promise<void> {
  await page.getByLabel(label).check();
  await page.getByRole("button", { name: "Update" }).click();
}

it("D3: where no file can be fetched any more, a change asks for its proof and is made, once", async () => {
  const page = await openSecurity();
  const asked = await holdFiles(page, (route) => route.abort());
  const before = await countChanges("allowed");
  await changeSetting(page, "Off — password only");
  await confirmStepUp(page, freshCode());
  await page.getByText("Disabled", { exact: true }).waitFor();
  expect(await countChanges("allowed")).toBe(before + 1);

  for (const item of ["Rename", "Suspend", "Remove"]) {
    await page.getByRole("button", { name: "More for iPhone" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await changeSetting(page, "Every time I sign in");
  await page.getByText("Enabled", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  await confirmStepUp(page, freshCode());
  await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  expect(asked()).toBe(0);
});

it("a button whose dialog is long on its way is busy, stays where it is and asks once", async () => {
  const page = await openSecurity();
  await page.setViewportSize({ width: 320, height: 700 });
  const held: Route[] = [];
  const asked = await holdFiles(page, (route) => held.push(route));
  await addPhone(page).scrollIntoViewIfNeeded();
  const place = await addPhone(page).boundingBox();
  await addPhone(page).click();
  await expect.poll(() => addPhone(page).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("status").getByText("Loading…").waitFor({ state: "attached" });
  expect(await addPhone(page).boundingBox()).toEqual(place);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await addPhone(page).click({ force: true });
  expect(await focusedName(page)).toBe("Add a phone number");
  expect(await page.getByRole("dialog").count()).toBe(0);

  await Promise.all(held.map((route) => route.continue()));
  await phoneDialog(page).waitFor();
  expect(asked()).toBe(1);
  expect(await page.getByRole("dialog").count()).toBe(1);
  await expect.poll(() => focusedName(page)).toBe("Phone number");
  await page.keyboard.press("Escape");
  await expect.poll(() => focusedName(page)).toBe("Add a phone number");
  expect(await addPhone(page).getAttribute("aria-disabled")).toBeNull();
});

it("D3: a dialog whose code failed to come is fetched again, and the page's form is as it was", async () => {
  const page = await openSecurity();
  const number = newNumber();
  await page.getByLabel("Off — password only").check();
  let isOnline = false;
  const asked = await holdFiles(page, (route) => (isOnline ? route.continue() : route.abort()));
  await addPhone(page).click();
  await missing(page).waitFor();
  expect(await focusedName(page)).toBe("Add a phone number");
  expect(await findAccessibilityFaults(page)).toEqual([]);

  isOnline = true;
  await addPhone(page).click();
  await phoneDialog(page).waitFor();
  expect(asked()).toBe(2);
  expect(await missing(page).count()).toBe(0);
  await phoneDialog(page).getByLabel("Phone number").fill(number);
  await phoneDialog(page).getByRole("button", { name: "Send code" }).click();
  await confirmStepUp(page, freshCode());
  await expectText(page, "We sent a code to");
  expect(await countTexts(stage.server, number)).toBe(1);
  await phoneDialog(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await phoneDialog(page).waitFor({ state: "detached" });
  expect(await page.getByLabel("Off — password only").isChecked()).toBe(true);
  await addPhone(page).click();
  await phoneDialog(page).waitFor();
  expect(asked()).toBe(2);
});

it("where a dialog's code never comes, each press tries again, and the rest of the page works", async () => {
  const page = await openSecurity();
  const asked = await holdFiles(page, (route) => route.abort());
  for (const tries of [1, 2, 3]) {
    await addPhone(page).click();
    await expect.poll(asked).toBe(tries);
    await missing(page).waitFor();
    expect(await addPhone(page).getAttribute("aria-disabled")).toBeNull();
  }
  await page.setViewportSize({ width: 320, height: 700 });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBe(widths[1]);
  await changeSetting(page, "Off — password only");
  await confirmStepUp(page, freshCode());
  await page.getByText("Disabled", { exact: true }).waitFor();
  await changeSetting(page, "Every time I sign in");
  await page.getByText("Enabled", { exact: true }).waitFor();
});

it("a phone that a reload interrupted is gone on with once the dialog's code comes", async () => {
  const page = await openSecurity();
  await addPhone(page).click();
  await phoneDialog(page).getByLabel("Phone number").fill(newNumber());
  await phoneDialog(page).getByRole("button", { name: "Send code" }).click();
  await confirmStepUp(page, freshCode());
  await expectText(page, "We sent a code to");
  let isOnline = false;
  await holdFiles(page, (route) =>
    isOnline || !route.request().url().includes("add-phone") ? route.continue() : route.abort(),
  );
  await page.reload();
  await missing(page).waitFor();
  isOnline = true;
  await addPhone(page).click();
  await phoneDialog(page).getByLabel("6-digit code").waitFor();
  await phoneDialog(page).getByRole("button", { name: "Cancel" }).click();
  await expectText(page, "No phones yet.");
});

it.each(["index", "de"])(
  "where the page's %s does not come, the document says what to do",
  async (file) => {
    const page = await stage.visit("about:blank", { locale: "de-CH" });
    await holdFiles(page, (route) =>
      route.request().url().includes(`/${file}-`) && route.request().url().endsWith(".js")
        ? route.abort()
        : route.continue(),
    );
    await page.goto("/sign-in");
    const text = page.getByText(
      "Die Seite wird geladen. Bleibt das stehen, laden Sie die Seite neu.",
    );
    await expect
      .poll(
        () =>
          text.evaluate((element) => getComputedStyle(element.parentElement ?? element).opacity),
        { timeout: 15_000 },
      )
      .toBe("1");
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.unrouteAll();
    await page.reload();
    await page.getByRole("button", { name: "Anmelden", exact: true }).waitFor();
    expect(await text.count()).toBe(0);
  },
);

it("before signing in, a page whose code does not come leaves the way back", async () => {
  const page = await stage.visit("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await holdFiles(page, (route) => route.abort());
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("heading", { name: "Something went wrong" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.goBack();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

it("a page whose code does not come says so in its place; the others open, and it does when reloaded", async () => {
  const page = await openSecurity();
  let isOnline = false;
  await holdFiles(page, (route) =>
    isOnline || !route.request().url().includes("activity") ? route.continue() : route.abort(),
  );
  const navigation = page.getByRole("navigation");
  await navigation.getByRole("link", { name: "Activity", exact: true }).click();
  await page.getByRole("heading", { name: "Something went wrong" }).waitFor();
  await expect.poll(() => focusedName(page)).toBe("Something went wrong");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await navigation.getByRole("link", { name: "Sessions" }).click();
  await page.getByRole("heading", { name: "Sessions", level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Something went wrong" }).waitFor();
  isOnline = true;
  await page.getByRole("button", { name: "Reload the page" }).click();
  await page.getByRole("heading", { name: "What happened to your account" }).waitFor();
});
