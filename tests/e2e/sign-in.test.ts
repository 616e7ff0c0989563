import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
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

let stage: Stage;
/** Somebody with two authenticators. */
let ada: Person;
let iphone: Authenticator;
let work: Authenticator;
let recoveryCodes: readonly string[];
/** Somebody without a second step. */
let bob: Person;

beforeAll(async () => {
  stage = await openStage();
  [ada, bob] = await Promise.all([signUpPerson(stage.server), signUpPerson(stage.server)]);
  const first = await ada.addAuthenticator("iPhone");
  iphone = first.authenticator;
  recoveryCodes = first.recoveryCodes;
  work = (await ada.addAuthenticator("Work phone", iphone)).authenticator;
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  bob?.close();
  await stage?.close();
});

/** A code that was not used yet. */
function freshCode(authenticator: Authenticator): string {
  stage.server.clock.advance(30_000);
  return authenticator.code();
}

async function reachSecondStep(): Promise<Page> {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  return page;
}

const codeField = (page: Page) => page.getByLabel("6-digit code");
const verifications = (page: Page) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/verify")) sent.push(request.postDataJSON().code);
  });
  return sent;
};

describe("the first step", () => {
  it("C11: fields take what password managers fill in, and the password can be shown", async () => {
    const page = await stage.visit("/sign-in");
    await expect.poll(() => page.title()).toBe("Sign in – Twinlatch");
    expect(await page.getByLabel("E-mail").getAttribute("autocomplete")).toBe("username webauthn");
    const password = page.getByLabel("Password");
    expect(await password.getAttribute("autocomplete")).toBe("current-password");
    const show = page.getByRole("button", { name: "Show" });
    expect(await show.getAttribute("aria-pressed")).toBe("false");
    await show.click();
    expect(await show.getAttribute("aria-pressed")).toBe("true");
    expect(await password.getAttribute("type")).toBe("text");
    await password.focus();
    await page.evaluate(() => navigator.clipboard.writeText("pasted password")).catch(() => {});
    await password.evaluate((field) => {
      const pasted = new ClipboardEvent("paste", { cancelable: true, bubbles: true });
      if (!field.dispatchEvent(pasted)) throw new Error("Pasting is blocked");
    });
  });

  it("C6, C7, C13: a wrong password and an unknown address look alike; the address is kept", async () => {
    const page = await stage.visit("/sign-in");
    for (const email of [bob.email, "nobody@example.org"]) {
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill("not the password");
      const answered = page.waitForResponse(/sign-in$/);
      await page.getByRole("button", { name: "Sign in" }).click();
      await answered;
      const alert = page.getByRole("alert");
      await expect.poll(() => alert.textContent()).toBe("Your e-mail or password is not right");
      await expect.poll(() => page.getByLabel("Password").inputValue()).toBe("");
      expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
      expect(await focusedName(page)).toBe("Password");
      const password = page.getByLabel("Password");
      expect(await password.getAttribute("aria-invalid")).toBe("true");
      const describedBy = await password.getAttribute("aria-describedby");
      expect(await page.locator(`[id="${describedBy}"]`).textContent()).toBe(
        "Your e-mail or password is not right",
      );
      expect(await page.title()).toBe("Error: Sign in – Twinlatch");
    }
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  it("C6: what is missing is said beside each field, and the focus goes to the first", async () => {
    const page = await stage.visit("/sign-in");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Enter your e-mail address").waitFor();
    await page.getByText("Enter your password").waitFor();
    expect(await focusedName(page)).toBe("E-mail");
  });

  it("R-090: signs in without a second step, and goes nowhere that a link asks for", async () => {
    const page = await stage.visit("/sign-in?return=https%3A%2F%2Fevil.example%2F");
    await enterPassword(page, bob);
    await waitForSecurity(page);
    expect(new URL(page.url()).pathname).toBe("/account/security");
    expect(page.url().startsWith(stage.server.consoleUrl)).toBe(true);
  });
});

describe("the second step", () => {
  it("C1, C13, D15: one plain input with a label; says for whom and for what", async () => {
    const page = await reachSecondStep();
    expect(await page.title()).toBe("Two-factor verification – Twinlatch");
    expect(await page.locator("main input").count()).toBe(1);
    const field = codeField(page);
    expect(
      await field.evaluate((input) =>
        ["type", "inputmode", "autocomplete", "maxlength"].map((name) => input.getAttribute(name)),
      ),
    ).toEqual(["text", "numeric", "one-time-code", null]);
    expect(await field.evaluate((input) => input.matches(":focus"))).toBe(true);
    await page.getByText(`Signing in as ${ada.email}`).waitFor();
    await page
      .getByText("Open your authenticator app “iPhone” and enter the code for Twinlatch.")
      .waitFor();
    expect(await page.locator("h1").count()).toBe(1);
  });

  it("C3, C5, C12: filling in the code by script is enough to sign in", async () => {
    const page = await reachSecondStep();
    const sent = verifications(page);
    const code = freshCode(iphone);
    await codeField(page).evaluate((input, value) => {
      // As password managers do: the value, then an input event, and no paste.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, code);
    await waitForSecurity(page);
    expect(sent).toEqual([code]);
  });

  it("C2: a pasted code with a blank, a dash or other digits signs in", async () => {
    const page = await reachSecondStep();
    const sent = verifications(page);
    const code = freshCode(iphone);
    const arabicIndic = [...code].map((digit) => String.fromCodePoint(0x660 + Number(digit)));
    const pasted = ` ${arabicIndic.slice(0, 3).join("")}–${arabicIndic.slice(3).join("")}\n`;
    await codeField(page).focus();
    await page.keyboard.insertText(pasted);
    await waitForSecurity(page);
    expect(sent).toEqual([code]);
  });

  it("C5, C6: after a wrong code nothing is sent by itself again, and the error stands at the field", async () => {
    const page = await reachSecondStep();
    const sent = verifications(page);
    const [wrong = "", second = ""] = iphone.wrongCodes(2);
    await codeField(page).pressSequentially(wrong);
    const error = page.getByText(
      "That code is not right. Check your authenticator app and try again",
    );
    await error.waitFor();
    expect(sent).toEqual([wrong]);
    const field = codeField(page);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const describedBy = await field.getAttribute("aria-describedby");
    expect(await error.getAttribute("id")).toBe(describedBy);
    expect(await field.evaluate((input) => input.matches(":focus:not(:disabled)"))).toBe(true);
    expect(await field.inputValue()).toBe(wrong);
    expect(await page.title()).toBe("Error: Two-factor verification – Twinlatch");

    await field.fill("");
    await field.pressSequentially(second);
    expect(sent).toEqual([wrong]);
    await field.fill(freshCode(iphone));
    await page.getByRole("button", { name: "Continue" }).click();
    await waitForSecurity(page);
    expect(sent).toHaveLength(2);
  });

  it("C7: what cannot be a code is not sent, and the page says why", async () => {
    const page = await reachSecondStep();
    const sent = verifications(page);
    for (const [text, message] of [
      ["", "Enter the 6-digit code"],
      ["12345", "The code must be 6 numbers"],
      ["1234567", "The code must be 6 numbers"],
      ["12345x", "The code must be 6 numbers, like 123456"],
    ] as const) {
      await codeField(page).fill(text);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText(message, { exact: true }).waitFor();
    }
    expect(sent).toEqual([]);
  });

  it("C7: a used code is refused as used", async () => {
    const code = freshCode(iphone);
    await codeField(await reachSecondStep()).fill(code);
    const page = await reachSecondStep();
    await codeField(page).fill(code);
    await expectText(page, "That code was already used. Wait for the next one");
  });

  it("R-032: after five wrong codes the page goes back to the start, with the address filled in", async () => {
    const page = await reachSecondStep();
    const [first = "", ...others] = iphone.wrongCodes(5);
    await codeField(page).fill(first);
    await page.getByText("That code is not right").waitFor();
    for (const wrong of others) {
      await codeField(page).fill(wrong);
      const answered = page.waitForResponse(/\/verify$/);
      await page.getByRole("button", { name: "Continue" }).click();
      await answered;
      await page.locator('form:not([aria-busy="true"])').waitFor();
    }
    await page
      .getByText("Your sign-in took too long or had too many wrong codes. Sign in again.")
      .waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email);
    expect(await focusedName(page)).toBe("Password");
  });

  it("C13: survives a reload without asking for anything again", async () => {
    const page = await reachSecondStep();
    await page.reload();
    await expectText(page, `Signing in as ${ada.email}`);
    await codeField(page).fill(freshCode(iphone));
    await waitForSecurity(page);
  });

  it("another authenticator, and what to do when none is at hand", async () => {
    const page = await reachSecondStep();
    await page.getByRole("button", { name: "Use another way" }).click();
    await page.getByRole("heading", { name: "Use another way" }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "I cannot use any of these" }).click();
    await page.getByRole("heading", { name: "Getting back in" }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "See all ways" }).click();
    await page.getByRole("button", { name: "Another authenticator: Work phone" }).click();
    await page.getByText("Open your authenticator app “Work phone”").waitFor();
    await codeField(page).fill(freshCode(work));
    await waitForSecurity(page);
  });

  it("C4: a recovery code is typed on a text keyboard, in any case, with or without dashes", async () => {
    const page = await reachSecondStep();
    await page.getByRole("button", { name: "Use another way" }).click();
    await page.getByRole("button", { name: "Recovery code" }).click();
    await page.getByRole("heading", { name: "Use a recovery code" }).waitFor();
    const field = page.getByLabel("Recovery code");
    expect(
      await field.evaluate((input) =>
        ["type", "inputmode", "autocapitalize", "autocomplete", "spellcheck"].map((name) =>
          input.getAttribute(name),
        ),
      ),
    ).toEqual(["text", "text", "characters", "off", "false"]);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    for (const wrong of ["nothing like it", "1-AAAA-AAAA-AAAA-AAAA"]) {
      await field.fill(wrong);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("That recovery code is not right or was already used").waitFor();
    }
    const [code = ""] = recoveryCodes;
    await field.fill(` ${code.toLowerCase().replaceAll("-", " ")} `);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("You have 7 recovery codes left.").waitFor();
  });

  it("“Not you?” forgets who it was", async () => {
    const page = await reachSecondStep();
    await page.getByRole("button", { name: "Not you?" }).click();
    await page.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe("");
    await page.goto("/sign-in/second-step");
    await page.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
  });
});

it("a part that did not come while the code was looked up is no fault once the code was right", async () => {
  // Not one that `settle` reads: the browser tells its console what did not come.
  const context = await stage.browser.newContext({ baseURL: stage.server.consoleUrl });
  const page = await context.newPage();
  let asked = 0;
  await page.route("**/signed-in-pages-*.js", (route) => {
    asked += 1;
    return asked === 1 ? route.abort() : route.continue();
  });
  await page.goto("/sign-in");
  await enterPassword(page, ada);
  await codeField(page).waitFor();
  await expect.poll(() => asked).toBe(1);
  await codeField(page).fill(freshCode(iphone));
  await waitForSecurity(page);
  expect(asked).toBe(2);
  await context.close();
});
