import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import { countTexts, type Phone, protectByPhone, readTextedCode } from "../harness/phone.ts";
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

const DAY = 24 * 3_600_000;

let stage: Stage;
/** Somebody with one phone and nothing else. */
let ada: Person;
let phone: Phone;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  phone = await protectByPhone(stage.server, ada);
});
beforeEach(async () => {
  // The texts of one test are not another's.
  stage.server.clock.advance(DAY);
  page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await expectText(page, "We sent a code to the number ending in");
  await page.getByLabel("6-digit code").fill(await readTextedCode(stage.server, phone.number));
  await waitForSecurity(page);
  stage.server.clock.advance(120_000);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

const stepUp = () => page.getByRole("dialog", { name: "Confirm it is you" });

async function chooseOff(): Promise<void> {
  await page.getByLabel("Off — password only").check();
  await page.getByRole("button", { name: "Update" }).click();
  await stepUp().waitFor();
}

it("R-055: where there is nothing stronger, one text on opening confirms exactly this action", async () => {
  const before = await countTexts(stage.server, phone.number);
  await chooseOff();
  await stepUp()
    .getByText(
      `We sent a code to the number ending in ${phone.number.slice(-2)}. It works for 10 minutes.`,
    )
    .waitFor();
  expect(await countTexts(stage.server, phone.number)).toBe(before + 1);
  expect(await focusedName(page)).toBe("6-digit code");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  expect(await stepUp().getByText("From your authenticator app").count()).toBe(0);
  await stepUp().getByRole("button", { name: "I cannot use this" }).click();
  const help = page.getByRole("dialog", { name: "If you have no code" });
  await help.getByText("Your number in another phone").waitFor();
  await help.getByRole("button", { name: "Back", exact: true }).click();
  await confirmStepUp(page, await readTextedCode(stage.server, phone.number));
  await page.getByText("Disabled", { exact: true }).waitFor();
  await page.getByText("Your ways to get a code are kept").waitFor();
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await page.getByText("Enabled", { exact: true }).waitFor();
  await expectText(page, "You sign in with your password and a code from Phone.");
});

it("C7, C14: another code has to wait, and the one before says that it has expired", async () => {
  await page.clock.install();
  await chooseOff();
  await expectText(page, "It works for 10 minutes.");
  const first = await readTextedCode(stage.server, phone.number);
  const wait = stepUp().getByRole("button", { name: /^You can ask for a new code in/ });
  expect(await wait.getAttribute("aria-disabled")).toBe("true");
  await page.clock.fastForward(121_000);
  stage.server.clock.advance(121_000);
  await stepUp().getByRole("button", { name: "Send a new code" }).click();
  await expectText(page, "We sent a new code to the number ending in");
  await stepUp().getByLabel("6-digit code").fill(first);
  await stepUp().getByText("That code has expired. Ask for a new one").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await stepUp().waitFor({ state: "detached" });
  await expect.poll(() => focusedName(page)).toBe("Update");
});

it("the only phone is removed with a text to it, and two-factor authentication ends", async () => {
  await page.getByRole("button", { name: "More for Phone" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const removal = page.getByRole("dialog", { name: "Remove Phone?" });
  await removal
    .getByText(
      "This is your only way to get a code. Removing it disables two-factor authentication.",
    )
    .waitFor();
  await removal.getByRole("button", { name: "Remove", exact: true }).click();
  await stepUp().getByText("You are about to: remove the phone number “Phone”.").waitFor();
  await expectText(page, "It works for 10 minutes.");
  await confirmStepUp(page, await readTextedCode(stage.server, phone.number));
  await page.getByText("No phones yet.").waitFor();
  await page.getByText("Disabled", { exact: true }).waitFor();
  expect(await page.getByLabel("Every time I sign in").isDisabled()).toBe(true);
  await page.getByText("Add a way to get a code first.").first().waitFor();
});
