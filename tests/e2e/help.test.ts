import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { findAccessibilityFaults, openStage, type Stage } from "./harness.ts";

const NARROW = { viewport: { width: 320, height: 800 } };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.settle());
afterAll(() => stage?.close());

it("opens beside the sign-in, answers in its language, and leaves what was typed", async () => {
  const page = await stage.visit("/sign-in", { locale: "de-DE" });
  await page.getByLabel("E-Mail").first().fill("ada@example.org");
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Hilfe" }).click();
  const help = await opened;
  await help.getByRole("heading", { name: "Telefon verloren oder ein neues" }).waitFor();
  expect(await help.title()).toBe("Hilfe – Twinlatch");
  expect(await page.getByLabel("E-Mail").first().inputValue()).toBe("ada@example.org");
});

it("goes to the question that was chosen, on a narrow screen too", async () => {
  const page = await stage.visit("/help", NARROW);
  await page.getByRole("link", { name: "My code is refused" }).click();
  const heading = page.getByRole("heading", { name: "My code is refused" });
  await expect
    .poll(() => heading.evaluate((each) => each.getBoundingClientRect().top))
    .toBeLessThan(200);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
  expect(await findAccessibilityFaults(page)).toEqual([]);
});
