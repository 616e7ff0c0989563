import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import { addPhone, countTexts, newNumber, readTextedCode } from "../harness/phone.ts";
import {
  confirmStepUp,
  enterPassword,
  expectText,
  findAccessibilityFaults,
  focusedName,
  openStage,
  type Stage,
  signIn,
  waitForSecurity,
} from "./harness.ts";

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

const dialog = (page: Page) => page.getByRole("dialog", { name: "Verify phone number" });
const codeField = (page: Page) => dialog(page).getByLabel("6-digit code");

/** A number as people write it: `+41 79 200 00 01`. */
const written = (number: string) =>
  number.replace(/^(\+41)(79)(\d{3})(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");

async function openDialog(person: Person): Promise<Page> {
  const page = await stage.visit("/account/security", { locale: "de-CH" });
  await page.context().addInitScript(() => localStorage.setItem("twinlatch.language", "en"));
  await page.reload();
  await signIn(page, person);
  await page.getByRole("button", { name: "Add a phone number" }).click();
  await dialog(page).waitFor();
  return page;
}

/** Types a number and has a code sent to it, proving the password on the way. */
async function sendTo(page: Page, person: Person, number: string): Promise<void> {
  await dialog(page).getByLabel("Phone number").fill(number);
  await dialog(page).getByRole("button", { name: "Send code" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByLabel("Password").fill(person.password);
  await proof.getByRole("button", { name: "Confirm", exact: true }).click();
  await expectText(page, `We sent a code to ${written(number)}`);
}

it("C1, C10, C13: a phone is verified, and from the chosen setting on every sign-in asks for a text", async () => {
  const person = await newPerson();
  const number = newNumber();
  const page = await openDialog(person);
  const field = dialog(page).getByLabel("Phone number");
  expect(await field.getAttribute("type")).toBe("tel");
  expect(await field.getAttribute("autocomplete")).toBe("tel");
  expect(await focusedName(page)).toBe("Phone number");
  expect(await dialog(page).getByLabel("Country").inputValue()).toBe("CH");
  await dialog(page).getByLabel("Country").selectOption("DE");
  await field.fill(written(number));
  expect(await dialog(page).getByLabel("Country").inputValue()).toBe("CH");
  await dialog(page)
    .getByText(`The code goes to ${written(number)}`)
    .waitFor();
  expect(await countTexts(stage.server, number)).toBe(0);
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await sendTo(page, person, number);
  expect(await codeField(page).getAttribute("autocomplete")).toBe("one-time-code");
  expect(await focusedName(page)).toBe("6-digit code");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await codeField(page).fill(await readTextedCode(stage.server, number));
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  await page.getByLabel("I have saved these codes").check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  const choice = page.getByRole("dialog", { name: "Now choose when to be asked" });
  await choice.waitFor();
  expect(await page.getByText("Disabled", { exact: true }).isVisible()).toBe(true);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await choice.getByRole("button", { name: "Sign-in settings" }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("sign-in-settings");
  await page.getByLabel("Every time I sign in").check();
  await page.getByRole("button", { name: "Update" }).click();
  await page.getByText("You sign in with your password and a code from Phone.").waitFor();
  await page.getByText(`Number ending in ${number.slice(-2)}`).waitFor();
  expect(await page.content()).not.toContain(number.slice(-7));
  expect(await findAccessibilityFaults(page)).toEqual([]);

  stage.server.clock.advance(120_000);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await enterPassword(page, person);
  await page.getByRole("heading", { name: "Check your phone" }).waitFor();
  await expectText(page, `We sent a code to the number ending in ${number.slice(-2)}.`);
  await page.getByLabel("6-digit code").fill(await readTextedCode(stage.server, number));
  await waitForSecurity(page);
  expect(await countTexts(stage.server, number)).toBe(2);
});

it("C6, C10: what is no number is not sent, and the page says why at the field", async () => {
  const page = await openDialog(await newPerson());
  const field = dialog(page).getByLabel("Phone number");
  for (const [text, error] of [
    ["", "Enter your phone number"],
    ["079 123", "This is not a phone number in Switzerland. Check the digits and the country"],
  ] as const) {
    await field.fill(text);
    await dialog(page).getByRole("button", { name: "Send code" }).click();
    const shown = dialog(page).getByText(error);
    await shown.waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.getAttribute("aria-describedby")).toBe(await shown.getAttribute("id"));
    expect(await focusedName(page)).toBe("Phone number");
  }
  await field.fill("0900 900 900");
  expect(await field.getAttribute("aria-invalid")).toBeNull();
});

it("C6, C10: a browser that speaks of no country is asked for one", async () => {
  const person = await newPerson();
  const page = await stage.visit("/account/security", { locale: "en" });
  await signIn(page, person);
  await page.evaluate(() =>
    Object.defineProperty(navigator, "languages", { value: ["en-US@posix"] }),
  );
  await page.getByRole("button", { name: "Add a phone number" }).click();
  const country = dialog(page).getByLabel("Country");
  expect(await country.inputValue()).toBe("");
  await dialog(page).getByLabel("Phone number").fill("079 200 99 99");
  await dialog(page).getByRole("button", { name: "Send code" }).click();
  expect(await country.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => country.evaluate((list) => list.matches(":focus"))).toBe(true);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await country.selectOption("CH");
  await dialog(page).getByText("The code goes to +41 79 200 99 99").waitFor();
});

it("numbers that nobody texts are refused in place, and the form is as it was", async () => {
  const person = await newPerson();
  const page = await openDialog(person);
  await dialog(page).getByLabel("Phone number").fill("0900 123 456");
  await dialog(page).getByRole("button", { name: "Send code" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByText("You are about to: add a way to get a code.").waitFor();
  await proof.getByLabel("Password").fill(person.password);
  await proof.getByRole("button", { name: "Confirm", exact: true }).click();
  await dialog(page)
    .getByText(
      "We cannot send codes to numbers like this. Use a mobile number or an authenticator app",
    )
    .waitFor();
  expect(await dialog(page).getByLabel("Phone number").inputValue()).toBe("0900 123 456");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await expect.poll(() => focusedName(page)).toBe("Add a phone number");
});

/** Has the Security page say of text messages what another installation would. */
async function openWith(textMessages: object): Promise<Page> {
  const person = await newPerson();
  const page = await stage.visit("/sign-in", { locale: "fr-CH" });
  await page.route("**/account/security", async (route) => {
    if (route.request().resourceType() === "document") return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), textMessages } });
  });
  await signIn(page, person);
  return page;
}

it("C10: only countries that are texted can be chosen, and a number of another one is refused", async () => {
  const page = await openWith({ channels: ["sms"], countries: ["CH", "DE"] });
  await page.getByRole("button", { name: "Add a phone number" }).click();
  const country = dialog(page).getByLabel("Country");
  await country.waitFor();
  expect(await country.locator("option").allInnerTexts()).toEqual([
    "Germany (+49)",
    "Switzerland (+41)",
  ]);
  await dialog(page).getByLabel("Phone number").fill("+371 21 234 567");
  expect(await country.inputValue()).toBe("CH");
  await dialog(page).getByRole("button", { name: "Send code" }).click();
  await dialog(page)
    .getByText("We cannot text numbers in Latvia. Use an authenticator app")
    .waitFor();
  expect(await page.getByRole("dialog").count()).toBe(1);
});

it("where nobody is texted nothing is said of phones", async () => {
  const page = await openWith({ channels: [], countries: null });
  await page.getByText("No authenticator apps yet.").waitFor();
  expect(await page.getByText("Phones", { exact: true }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Add a phone number" }).count()).toBe(0);
});

it("C7, C14: a wrong code, a new one, a call, and the code of before", async () => {
  const person = await newPerson();
  const number = newNumber();
  const page = await openDialog(person);
  await sendTo(page, person, number);
  const first = await readTextedCode(stage.server, number);
  await codeField(page).fill(first === "000000" ? "000001" : "000000");
  await page.getByText("That code is not right. Check the text message and try again").waitFor();

  await dialog(page).getByRole("button", { name: "Not received it?" }).click();
  await page.getByText("Only the newest code works.").waitFor();
  const waiting = dialog(page).getByRole("button", { name: /^You can ask for a new code in \d+/ });
  expect(await waiting.getAttribute("aria-disabled")).toBe("true");
  await waiting.focus();
  await page.keyboard.press("Enter");
  expect(await focusedName(page)).toMatch(/^You can ask for a new code in/);
  expect(await countTexts(stage.server, number)).toBe(1);
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.clock.install();
  await page.clock.fastForward(31_000);
  stage.server.clock.advance(31_000);
  await dialog(page).getByRole("button", { name: "Call me instead" }).click();
  await page.getByText("We are calling the number ending in").waitFor();
  expect(await codeField(page).inputValue()).toBe("");
  const [call] = (await stage.server.readOutbox()).filter(({ to }) => to === number);
  expect(call?.channel).toBe("voice");
  await codeField(page).fill(first);
  await dialog(page).getByRole("button", { name: "Verify" }).click();
  await page.getByText("That code has expired. Ask for a new one").waitFor();
  await codeField(page).fill(await readTextedCode(stage.server, number));
  await dialog(page).getByRole("button", { name: "Verify" }).click();
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
});

it("C13: the number can be changed, and an addition survives a reload at its code", async () => {
  const person = await newPerson();
  const [wrong, number] = [newNumber(), newNumber()];
  const page = await openDialog(person);
  await sendTo(page, person, wrong);
  await dialog(page).getByRole("button", { name: "Change number" }).click();
  const field = dialog(page).getByLabel("Phone number");
  expect(await field.inputValue()).toBe(wrong);
  await sendTo(page, person, number);
  await page.reload();
  await expectText(page, `We sent a code to the number ending in ${number.slice(-2)}`);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await codeField(page).fill(await readTextedCode(stage.server, number));
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
});

it("Cancel gives the addition up, and asks for nothing again", async () => {
  const person = await newPerson();
  const page = await openDialog(person);
  await sendTo(page, person, newNumber());
  await page.reload();
  await codeField(page).waitFor();
  await dialog(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add a phone number" }).click();
  await dialog(page).getByRole("textbox", { name: "Phone number" }).waitFor();
  await page.reload();
  await expectText(page, "No phones yet.");
  expect(await dialog(page).count()).toBe(0);
});

it("beside an app: least safe, renamed, made the default, suspended and removed", async () => {
  const person = await newPerson();
  const { authenticator } = await person.addAuthenticator("iPhone");
  const phone = await addPhone(stage.server, person, newNumber(), authenticator);
  stage.server.clock.advance(30_000);
  const freshCode = () => {
    stage.server.clock.advance(30_000);
    return authenticator.code();
  };
  const page = await stage.visit("/sign-in");
  await enterPassword(page, person);
  await page.getByLabel("6-digit code").fill(freshCode());
  await waitForSecurity(page);
  await page.getByText("Least safe").waitFor();
  await expectText(page, "You sign in with your password and a code from iPhone or Phone.");
  const choose = async (label: string, item: string) => {
    await page.getByRole("button", { name: `More for ${label}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const press = (name: string) =>
    page.getByRole("dialog").getByRole("button", { name, exact: true }).click();

  await page.getByRole("button", { name: "More for Phone" }).click();
  expect(await page.getByRole("menuitem").allInnerTexts()).toEqual([
    "Rename",
    "Make default",
    "Suspend",
    "Remove",
  ]);
  await page.keyboard.press("Escape");
  await choose("Phone", "Rename");
  await page.getByRole("dialog").getByLabel("Name").fill("Mobile");
  await press("Save");
  await choose("Mobile", "Make default");
  await page.getByRole("status").getByText("Mobile is now the default").waitFor();
  await choose("Mobile", "Suspend");
  await press("Suspend");
  const proof = page.getByRole("dialog", { name: "Confirm it is you" });
  await proof.getByText("You are about to: suspend the phone number “Mobile”.").waitFor();
  await proof.getByText("From your authenticator app.").waitFor();
  await proof.getByRole("button", { name: "I cannot use any of these" }).click();
  const help = page.getByRole("dialog", { name: "If you have no code" });
  await help.getByText("choose “I no longer have it”").waitFor();
  expect(await help.getByText("Your number in another phone").count()).toBe(0);
  await help.getByRole("button", { name: "Back", exact: true }).click();
  await confirmStepUp(page, freshCode());
  await page.getByText("Suspended", { exact: true }).waitFor();
  await choose("Mobile", "Remove");
  await page.getByText("It gets no more codes, and we erase its number.").waitFor();
  await press("Remove");
  await confirmStepUp(page, freshCode());
  await page.getByText("No phones yet.").waitFor();
  await expect.poll(() => countTexts(stage.server, phone.number)).toBe(2);
  await page.goto("/account/activity");
  for (const text of ["Phone removed", "Phone suspended", "Phone changed", "Phone added"]) {
    await expectText(page, text);
  }
});
