import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import { addPhone, newNumber, type Phone, readTextedCode } from "../harness/phone.ts";
import {
  enterPassword,
  findAccessibilityFaults,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";
import { readQr } from "./read-qr.ts";

let stage: Stage;
let ada: Person;
let iphone: Authenticator;
let mobile: Phone;

beforeAll(async () => {
  stage = await openStage();
  ada = await signUpPerson(stage.server);
  iphone = (await ada.addAuthenticator("iPhone")).authenticator;
  await ada.addAuthenticator("A tablet with quite a long name that goes on and on", iphone);
  mobile = await addPhone(stage.server, ada, newNumber(), iphone);
});
afterEach(() => stage.settle());
afterAll(async () => {
  ada?.close();
  await stage?.close();
});

/** Shows each screen in turn, with its dialogs, and lets `look` see it. */
async function walk(
  options: BrowserContextOptions,
  look: (page: Page, screen: string) => Promise<void>,
): Promise<void> {
  // The texts of one walk are not another's.
  stage.server.clock.advance(24 * 3_600_000);
  const page = await stage.visit("/sign-up", options);
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  await look(page, "sign-up");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Enter your password").waitFor();
  await look(page, "sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Send link" }).waitFor();
  await look(page, "forgotten password");
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await page.getByRole("heading", { name: "Sign in to Twinlatch" }).waitFor();
  await enterPassword(page, ada);
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await look(page, "second step");
  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: /^Text message to the number ending in/ }).click();
  await page.getByText("We sent a code to the number ending in").waitFor();
  await page.getByRole("button", { name: "Not received it?" }).click();
  await look(page, "second step by text");
  await page.getByLabel("6-digit code").fill(await readTextedCode(stage.server, mobile.number));
  await waitForSecurity(page);
  await look(page, "security");
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await page.getByRole("heading", { name: "E-mail addresses" }).waitFor();
  await look(page, "account");
  await page.getByRole("button", { name: "Change password", exact: true }).click();
  await page.getByRole("dialog", { name: "Change your password" }).waitFor();
  await look(page, "new password");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("dialog", { name: "Delete your account for good?" }).waitFor();
  await look(page, "deletion");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Security", exact: true }).click();
  await waitForSecurity(page);
  await page.getByRole("button", { name: "More for iPhone" }).click();
  await page.getByRole("menu").waitFor();
  await look(page, "menu");
  await page.keyboard.press("Escape");
  await walkPhoneDialog(page, look);
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  await page.getByRole("heading", { name: "Confirm it is you" }).waitFor();
  await look(page, "step-up");
  stage.server.clock.advance(30_000);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
  await page.getByRole("button", { name: "Cannot scan? Enter a set-up key" }).click();
  await look(page, "scan");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Enter the code from the app" }).waitFor();
  await look(page, "enrolment code");
}

/** From the Security page through the dialog that adds a phone, and back. */
async function walkPhoneDialog(
  page: Page,
  look: (page: Page, screen: string) => Promise<void>,
): Promise<void> {
  await page.getByRole("button", { name: "Add a phone number" }).click();
  await page.getByRole("textbox", { name: "Phone number" }).fill("+41 79 123");
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByText("This is not a phone number in Switzerland.").waitFor();
  await look(page, "phone number");
  await page.getByRole("textbox", { name: "Phone number" }).fill(newNumber());
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByRole("dialog", { name: "Confirm it is you" }).waitFor();
  stage.server.clock.advance(30_000);
  await page.getByLabel("6-digit code").fill(iphone.code());
  await page.getByRole("button", { name: "Change number" }).waitFor();
  await page.getByRole("button", { name: "Not received it?" }).click();
  await look(page, "phone code");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** How far anything sticks out to the side. */
const overhang = (page: Page) =>
  page.evaluate(() => {
    const dialog = document.querySelector("dialog[open]");
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      dialog ? dialog.scrollWidth - dialog.clientWidth : 0,
    );
  });

const SPACED_TEXT = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`;

describe("every screen", () => {
  it("D11, D14: has enough contrast in the dark, and axe finds nothing", async () => {
    const faults: Record<string, string[]> = {};
    await walk({ colorScheme: "dark" }, async (page, screen) => {
      faults[screen] = await findAccessibilityFaults(page);
    });
    expect(Object.keys(faults)).toHaveLength(15);
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
  });

  it("D9, D12: fits 320 px without sideways scrolling, with targets large enough and text widened", async () => {
    const findings: string[] = [];
    await walk({ viewport: { width: 320, height: 640 } }, async (page, screen) => {
      const note = async (how: string) => {
        if ((await overhang(page)) > 0) findings.push(`${screen} ${how} is too wide`);
        const cut = await findCutText(page);
        findings.push(...cut.map((text) => `${screen} ${how} cuts ${text}`));
      };
      await note("as it is");
      findings.push(...(await findSmallTargets(page)).map((target) => `${screen}: ${target}`));
      // The policy lets no page add styles; the person's own browser may.
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, SPACED_TEXT);
      await note("with wider text");
      await page.evaluate(() => {
        document.adoptedStyleSheets = [];
      });
    });
    expect(findings).toEqual([]);
  });
});

/** What can be pressed and is smaller than 24 × 24, or, as a button, lower than 44. */
function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scope = document.querySelector("dialog[open]") ?? document;
    const found: string[] = [];
    for (const element of scope.querySelectorAll("button, input, a[href]")) {
      const target = element.closest("label") ?? element;
      const box = target.getBoundingClientRect();
      const [width, height] = [Math.round(box.width), Math.round(box.height)];
      const isShown = element.checkVisibility() && width > 0;
      const isInText = getComputedStyle(element).display === "inline";
      const style = getComputedStyle(element);
      const isLink = style.textDecorationLine === "underline";
      const least = isLink || element.matches("[aria-pressed]") ? 24 : 44;
      // The skip link is there only while it has the focus.
      if (!isShown || isInText || style.clipPath !== "none") continue;
      if (width < 24 || height < least) {
        found.push(`${element.textContent || element.getAttribute("name")} ${width}×${height}`);
      }
    }
    return found;
  });
}

/** Texts of which a part is hidden by their own box. */
function findCutText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("p, button, label, h1, h2, h3, code")]
      .filter((element) => element.checkVisibility())
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map((element) => element.textContent),
  );
}

it("D10: what has the focus shows a ring of 2 px that stands out on both sides", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await stage.visit("/sign-in", { colorScheme });
    await page.getByRole("heading", { name: /Sign in/ }).waitFor();
    for (const name of ["Skip to content", "E-mail", "Show", "Sign in", "Create an account"]) {
      await page
        .getByRole("link", { name })
        .or(page.getByRole("button", { name }))
        .or(page.getByLabel(name))
        .first()
        .focus();
      await page.keyboard.press("Shift");
      const ring = await page.evaluate(() => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(
          document.activeElement ?? document.body,
        );
        return { outlineStyle, outlineWidth, outlineColor };
      });
      const focus = { light: "rgb(20, 99, 214)", dark: "rgb(138, 198, 255)" }[colorScheme];
      expect({ name, ...ring }).toEqual({
        name,
        outlineStyle: "solid",
        outlineWidth: "2px",
        outlineColor: focus,
      });
      const { canvas, surface } = {
        light: { canvas: "rgb(244, 246, 248)", surface: "rgb(255, 255, 255)" },
        dark: { canvas: "rgb(13, 19, 23)", surface: "rgb(21, 29, 35)" },
      }[colorScheme];
      expect(contrast(focus, canvas)).toBeGreaterThanOrEqual(3);
      expect(contrast(focus, surface)).toBeGreaterThanOrEqual(3);
    }
  }
});

/** Contrast ratio of two `rgb(…)` colours (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([part]) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it("D13: nothing moves for those who asked for that", async () => {
  const page = await stage.visit("/sign-in", { reducedMotion: "reduce" });
  await enterPassword(page, { email: ada.email, password: "wrong" });
  await page.getByRole("alert").waitFor();
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { animationDuration, transitionDuration } = getComputedStyle(element);
        return Number.parseFloat(animationDuration) + Number.parseFloat(transitionDuration) > 0.001;
      }).length,
  );
  expect(moving).toBe(0);
});

it("D14: with forced colours the QR code is still read, and buttons keep an edge", async () => {
  const readings: string[] = [];
  const edges: string[] = [];
  await walk({ colorScheme: "dark", forcedColors: "active" }, async (page, screen) => {
    if (screen === "sign-in") {
      const button = page.getByRole("button", { name: "Sign in" });
      edges.push(await button.evaluate((each) => getComputedStyle(each).borderTopWidth));
    }
    if (screen === "scan") {
      const picture = await page.getByRole("img", { name: /^QR code/ }).screenshot();
      readings.push(...(await readQr(stage.browser, picture)));
    }
  });
  expect(edges).toEqual(["1px"]);
  expect(readings).toEqual([expect.stringMatching(/^otpauth:\/\/totp\/Twinlatch:/)]);
});
