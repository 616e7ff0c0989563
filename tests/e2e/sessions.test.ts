import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import {
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  signIn,
} from "./harness.ts";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";

let stage: Stage;
let ada: Person;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

it("R-049: the owner finds a forgotten device and signs it out; there it is over with the next click", async () => {
  const phone = await stage.visit("/sign-in", { userAgent: IPHONE });
  await signIn(phone, ada);
  const page = await stage.visit("/sign-in", { viewport: { width: 320, height: 640 } });
  await signIn(page, ada);
  await page.getByRole("navigation").getByRole("link", { name: "Sessions" }).click();
  await page.getByRole("heading", { name: "Where you are signed in" }).waitFor();
  expect(await focusedName(page)).toBe("Sessions");
  expect(await page.title()).toBe("Sessions – Twinlatch");

  const rows = page.getByRole("main").getByRole("listitem");
  const row = rows.filter({ hasText: "Safari on iPhone" });
  await row.getByText("From 127.0.0.1 · Last used today", { exact: false }).waitFor();
  const here = rows.filter({ hasText: "This device" });
  expect(await here.getByRole("button").count()).toBe(0);
  await expectText(page, "Unknown browser");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBe(widths[1]);

  await row.getByRole("button", { name: "Sign out Safari on iPhone" }).click();
  await expectText(page, "Safari on iPhone was signed out");
  expect(await row.count()).toBe(0);
  await phone.getByRole("navigation").getByRole("link", { name: "Sessions" }).click();
  await expectText(phone, "Your session has ended. Sign in again to go on.");

  await page.getByRole("button", { name: "Sign out all other devices", exact: true }).click();
  await expectText(page, "You are signed in nowhere else.");
  expect((await ada.client.call("getSession", {})).ok).toBe(false);
  await page.reload();
  await expectText(page, "This device");
  await ada.signIn();
});
