import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
import {
  addPhone,
  confirmPhone,
  countTexts,
  newNumber,
  type Phone,
  proveByPhone,
  readTextedCode,
} from "../harness/phone.ts";
import {
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
/** Somebody with two phones and nothing else. */
let ada: Person;
let mobile: Phone;
let office: Phone;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  const first = await addPhone(stage.server, ada);
  mobile = first;
  recoveryCodes = first.recoveryCodes;
  stage.server.clock.advance(120_000);
  office = await addOffice();
  const body = { value: "every_time" } as const;
  expectAnswer(await ada.client.call("setSignInSetting", { body }));
});
// The texts of one test are not another's.
beforeEach(() => stage.server.clock.advance(DAY));
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

/** A second phone, proved with the first. */
async function addOffice(): Promise<Phone> {
  const { server } = stage;
  const number = newNumber();
  const options = { body: { phone: number, label: "Office" } };
  const proof = await proveByPhone(server, ada, mobile, { name: "enrolSms", options });
  const enrolled = expectAnswer(await ada.client.call("enrolSms", { ...options, proof }));
  const phone = { factorId: enrolled.factor.id, number };
  await confirmPhone(server, ada, phone);
  return phone;
}

const codeField = (page: Page) => page.getByLabel("6-digit code");
const endOf = ({ number }: Phone) => number.slice(-2);
const textCount = (phone: Phone) => countTexts(stage.server, phone.number);
const readCode = (phone: Phone) => readTextedCode(stage.server, phone.number);
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function reachSecondStep(page?: Page): Promise<Page> {
  const opened = page ?? (await stage.visit("/sign-in"));
  await enterPassword(opened, ada);
  await opened.getByRole("heading", { name: "Check your phone" }).waitFor();
  return opened;
}

async function reachSentCode(page?: Page): Promise<Page> {
  const opened = await reachSecondStep(page);
  await expectText(
    opened,
    `We sent a code to the number ending in ${endOf(mobile)}. It works for 10 minutes.`,
  );
  return opened;
}

/** Lets time pass, for the page and for the server. */
async function pass(page: Page, millis: number): Promise<void> {
  stage.server.clock.advance(millis);
  await page.clock.fastForward(millis);
}

describe("the second step by text message", () => {
  it("C1, C12, C13: one text on arrival, and none on reload", async () => {
    const before = await textCount(mobile);
    const page = await reachSentCode();
    expect(await page.title()).toBe("Two-factor verification – Twinlatch");
    await page.getByText(`Signing in as ${ada.email}`).waitFor();
    expect(await page.locator("main input").count()).toBe(1);
    expect(await codeField(page).getAttribute("autocomplete")).toBe("one-time-code");
    expect(await focusedName(page)).toBe("6-digit code");
    expect(await page.content()).not.toContain(mobile.number.slice(-6));
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(await textCount(mobile)).toBe(before + 1);

    await page.reload();
    await expectText(page, `We sent a code to the number ending in ${endOf(mobile)}.`);
    await button(page, /^You can ask for a new code in \d+ seconds$/).waitFor();
    expect(await textCount(mobile)).toBe(before + 1);
    await codeField(page).fill(await readCode(mobile));
    await waitForSecurity(page);
  });

  it("C2, C3, C5: filling in the code by script is enough to sign in", async () => {
    const page = await reachSentCode();
    const code = await readCode(mobile);
    await codeField(page).evaluate(
      (input, value) => {
        // As autofill does: the value, then an input event, and no paste.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(
          input,
          value,
        );
        input.dispatchEvent(new Event("input", { bubbles: true }));
      },
      `${code.slice(0, 3)} ${code.slice(3)}`,
    );
    await waitForSecurity(page);
    expect(new URL(page.url()).pathname).toBe("/account/security");
  });

  it.each(["en", "de"])(
    "C14, D12: the wait in narrow %s never moves what is below it",
    async (locale) => {
      const page = await stage.visit("/sign-in");
      await page.clock.install();
      await reachSentCode(page);
      // The sign-in outlives a reload, and takes the page's language with it.
      await page.evaluate((chosen) => localStorage.setItem("twinlatch.language", chosen), locale);
      await page.setViewportSize({ width: 320, height: 700 });
      await page.reload();
      const again = page.locator("main button", { hasText: /new code|neuen Code/i }).first();
      await again.waitFor();
      const place = await again.boundingBox();
      for (const millis of [12_000, 10_000, 7_000, 2_000]) {
        expect(await again.getAttribute("aria-disabled")).toBe("true");
        await pass(page, millis);
        expect(await again.boundingBox()).toEqual(place);
      }
      expect(await again.getAttribute("aria-disabled")).toBeNull();
    },
  );

  it("C14: the wait keeps its button in reach, and is announced once; a new code ends the one before", async () => {
    const page = await stage.visit("/sign-in");
    await page.clock.install();
    await reachSentCode(page);
    const first = await readCode(mobile);
    const status = page.getByRole("status");
    await expect
      .poll(() => status.innerText())
      .toContain("You can ask for a new code in 30 second");
    const announced = await status.innerText();
    const wait = button(page, /^You can ask for a new code in/);
    await wait.focus();
    expect(await wait.getAttribute("aria-disabled")).toBe("true");
    const seen = await wait.locator("[aria-hidden]").innerText();
    await pass(page, 10_000);
    await expect.poll(() => wait.locator("[aria-hidden]").innerText()).not.toBe(seen);
    expect(await status.innerText()).toBe(announced);
    await page.keyboard.press("Enter");
    expect(await focusedName(page)).toMatch(/^You can ask/);
    await pass(page, 21_000);
    await expect.poll(() => focusedName(page)).toBe("Send a new code");
    await page.keyboard.press("Enter");
    await page.getByText(`We sent a new code to the number ending in ${endOf(mobile)}.`).waitFor();
    await expect.poll(() => focusedName(page)).toMatch(/^You can ask for a new code in 1 minute/);

    await codeField(page).fill(first);
    await page.getByText("That code has expired. Ask for a new one").waitFor();
    expect(await codeField(page).getAttribute("aria-invalid")).toBe("true");
    await codeField(page).fill(await readCode(mobile));
    await button(page, "Continue").click();
    await waitForSecurity(page);
  });

  it("C5, C6, C7: a wrong code is answered in the settled words, and none goes off by itself again", async () => {
    const page = await reachSentCode();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/verify")) sent.push(request.postDataJSON().code);
    });
    const right = await readCode(mobile);
    await codeField(page).pressSequentially(right === "000000" ? "000001" : "000000");
    await page.getByText("That code is not right. Check the text message and try again").waitFor();
    expect(await page.title()).toBe("Error: Two-factor verification – Twinlatch");
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await codeField(page).fill(right);
    expect(sent).toHaveLength(1);
    await button(page, "Continue").click();
    await waitForSecurity(page);
  });

  it("the other phone is texted when it is chosen, and shown again after a reload", async () => {
    const before = await textCount(office);
    const page = await reachSentCode();
    await button(page, "Use another way").first().click();
    await button(page, `Text message to the number ending in ${endOf(office)}`).click();
    await expectText(page, `We sent a code to the number ending in ${endOf(office)}.`);
    await button(page, "Use another way").first().click();
    await button(page, "Back").click();
    await expectText(page, `We sent a code to the number ending in ${endOf(office)}.`);
    expect(await textCount(office)).toBe(before + 1);
    await page.reload();
    await expectText(page, `We sent a code to the number ending in ${endOf(office)}.`);
    expect(await textCount(office)).toBe(before + 1);
    await codeField(page).fill(await readCode(office));
    await waitForSecurity(page);
  });

  it("no signal: a recovery code from “Not received it?”, or a call", async () => {
    const page = await stage.visit("/sign-in");
    await page.clock.install();
    await reachSentCode(page);
    const more = button(page, "Not received it?");
    expect(await more.getAttribute("aria-expanded")).toBe("false");
    await more.click();
    await page.getByText("Look among messages from unknown or blocked senders.").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await pass(page, 31_000);
    await button(page, "Call me instead").click();
    await page
      .getByText(`We are calling the number ending in ${endOf(mobile)} to read out a code.`)
      .waitFor();
    const [call] = (await stage.server.readOutbox()).filter(({ to }) => to === mobile.number);
    expect(call?.channel).toBe("voice");
    await page.getByText("No signal here?").getByRole("button").click();
    await button(page, "Recovery code").click();
    await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
    await button(page, "Continue").click();
    await page.getByText("You have 7 recovery codes left.").waitFor();
  });

  it("somebody who has only phones is told what helps with those", async () => {
    const page = await reachSentCode();
    await button(page, "Use another way").first().click();
    await button(page, "I cannot use any of these").click();
    await page.getByText("Your number in another phone").waitFor();
    expect(await page.getByText("Most authenticator apps").count()).toBe(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  it("R-017: when the code's time is over the sign-in is too, with the address filled in", async () => {
    const page = await reachSentCode();
    const code = await readCode(mobile);
    stage.server.clock.advance(10 * 60_000 + 1_000);
    await codeField(page).fill(code);
    await page
      .getByText("Your sign-in took too long or had too many wrong codes. Sign in again.")
      .waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email);
  });
});

describe("a text that is not sent", () => {
  it("because there were others just before: says how long to wait, in place", async () => {
    await reachSentCode();
    const page = await reachSecondStep();
    await page
      .getByText(/^We cannot send a new code yet\. Ask for one in \d+ seconds, or use another way$/)
      .waitFor();
    await page.getByText(`No code was sent to the number ending in ${endOf(mobile)}.`).waitFor();
    await button(page, /^You can ask for a new code in \d+ seconds$/).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  it.each([
    [
      503,
      "text_unavailable",
      "We cannot send text messages for this project at the moment. Use another way",
    ],
    [
      503,
      "text_not_sent",
      "The text message may not have been sent. If none comes, ask for a new code or use another way",
    ],
    [409, "country_not_supported", "We cannot text numbers in this country. Use another way"],
  ] as const)(
    "C7: %s %s is told in the settled words, and the recovery code still opens",
    async (status, code, text) => {
      const page = await stage.visit("/sign-in");
      await page.route("**/send", (route) =>
        route.fulfill({
          status,
          contentType: "application/problem+json",
          headers: { "cache-control": "no-store" },
          json: { type: "about:blank", title: code, status, code, requestId: "r" },
        }),
      );
      await reachSecondStep(page);
      await page.getByRole("alert").getByText(text, { exact: true }).waitFor();
      expect(await page.title()).toBe("Error: Two-factor verification – Twinlatch");
      await button(page, "Use another way").first().click();
      await button(page, "Recovery code").click();
      await page.getByRole("heading", { name: "Use a recovery code" }).waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    },
  );
});

/** A browser that takes codes out of messages: what the page asked, and the way to hand one over. */
async function stubWebOtp(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const asked: { signal: AbortSignal; give: (code: string) => void }[] = [];
    Reflect.set(window, "OTPCredential", class OTPCredential {});
    Reflect.set(window, "asked", asked);
    navigator.credentials.get = (options) =>
      new Promise((resolve, reject) => {
        const { signal } = options ?? {};
        if (signal === undefined) throw new Error("Nothing can stop it");
        signal.addEventListener("abort", () => reject(new DOMException("Stopped", "AbortError")));
        asked.push({
          signal,
          give: (code) => resolve({ id: "", type: "otp", code } as unknown as Credential),
        });
      });
  });
}

const stopped = (page: Page): Promise<boolean[]> =>
  page.evaluate(() =>
    (Reflect.get(window, "asked") as { signal: AbortSignal }[]).map(({ signal }) => signal.aborted),
  );

const give = (page: Page, code: string) =>
  page.evaluate((given) => {
    const asked = Reflect.get(window, "asked") as { give: (code: string) => void }[];
    asked.at(-1)?.give(given);
  }, code);

describe("C9: a browser that takes the code out of the message", () => {
  it("fills it in, and that is enough to sign in", async () => {
    const page = await stage.visit("about:blank");
    await stubWebOtp(page);
    await page.goto("/sign-in");
    await reachSentCode(page);
    await expect.poll(() => stopped(page)).toEqual([false]);
    await give(page, await readCode(mobile));
    await waitForSecurity(page);
  });

  it("is not asked any more when a code is submitted or the page is left, and is asked anew after", async () => {
    const page = await stage.visit("about:blank");
    await stubWebOtp(page);
    await page.goto("/sign-in");
    await reachSentCode(page);
    const right = await readCode(mobile);
    await codeField(page).fill(right === "000000" ? "000001" : "000000");
    await page.getByText("That code is not right").waitFor();
    await expect.poll(() => stopped(page)).toEqual([true, false]);
    await button(page, "Use another way").first().click();
    await expect.poll(() => stopped(page)).toEqual([true, true]);
  });
});
