import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Person, signUpPerson } from "../harness/person.ts";
import { protectByPhone, readTextedCode } from "../harness/phone.ts";
import { findAccessibilityFaults, openStage, type Stage, signIn } from "./harness.ts";

/** Nobody's language: every text of the catalogue is wrapped in these, turned and half as long again. */
const PSEUDO_LANGUAGE = "ar-XB";
const NARROW = { viewport: { width: 320, height: 800 } };

let stage: Stage;
let person: Person;

beforeAll(async () => {
  stage = await openStage();
  person = await signUpPerson(stage.server);
});
afterEach(() => stage.settle());
afterAll(async () => {
  person?.close();
  await stage?.close();
});

const htmlOf = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

describe("the language of the pages", () => {
  it("is the browser's, where there is such a catalogue", async () => {
    const page = await stage.visit("/sign-in", { locale: "de-AT" });
    await page.getByRole("button", { name: "Anmelden", exact: true }).waitFor();
    expect(await htmlOf(page)).toEqual(["de", "ltr"]);
    expect(await page.title()).toBe("Anmelden – Twinlatch");
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.getByText("Geben Sie Ihr Passwort ein").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  it("is English in a browser of another language", async () => {
    const page = await stage.visit("/sign-in", { locale: "fr-FR" });
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await htmlOf(page)).toEqual(["en", "ltr"]);
  });

  it("is what the person chose, from then on in this browser", async () => {
    const page = await stage.visit("/sign-in", { locale: "de-DE" });
    await page.getByLabel("Sprache").selectOption("English");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    const other = await page.context().newPage();
    await other.goto("/sign-up");
    await other.getByRole("heading", { name: "Create an account" }).waitFor();
    expect(await htmlOf(other)).toEqual(["en", "ltr"]);
  });

  it("R-086: chosen in the account, is that of its notices too", async () => {
    const page = await stage.visit("/sign-in");
    await signIn(page, person);
    await page.getByLabel("Language").selectOption("Deutsch");
    await page.getByRole("heading", { name: "Zwei-Faktor-Authentisierung" }).waitFor();
    await person.addAuthenticator("Telefon");
    await expect
      .poll(async () => (await stage.server.readOutbox()).map(({ text }) => text))
      .toContainEqual(
        expect.stringContaining("Die Authenticator-App „Telefon“ wurde zu Ihrem Konto"),
      );
  });
});

/** What a narrow page from right to left gets wrong, in words. */
function findLayoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} ${(element.textContent || element.id).slice(0, 30)}`;
    const isShown = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      getComputedStyle(element).clipPath === "none" &&
      element.getBoundingClientRect().width > 1;
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth)
      faults.push(`The page is ${scrollWidth - clientWidth} px too wide`);
    const top = document.querySelector("dialog[open]") ?? document.body;
    const controls = [
      ...top.querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']"),
    ].filter(isShown);
    for (const control of controls) {
      const { left, right } = control.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) faults.push(`outside: ${name(control)}`);
      const isText = !(control instanceof HTMLInputElement || control instanceof HTMLSelectElement);
      if (isText && control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0) {
        faults.push(`clipped: ${name(control)}`);
      }
    }
    for (const [index, one] of controls.entries()) {
      for (const other of controls.slice(index + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        // What shows a password lies within its field, which leaves room for it.
        if (one.parentElement === other.parentElement && one.matches("input")) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 1) faults.push(`overlap: ${name(one)} and ${name(other)}`);
      }
    }
    return faults;
  });
}

/** Visible words that came from no catalogue. */
function findForeignTexts(page: Page, known: RegExp): Promise<string[]> {
  return page.evaluate((source) => {
    const isKnown = new RegExp(source, "u");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    while (walker.nextNode()) {
      const { currentNode } = walker;
      const text = currentNode.textContent?.trim() ?? "";
      if (!/\p{L}{2}/u.test(text) || text.includes("\u2067") || isKnown.test(text)) continue;
      if (currentNode.parentElement?.closest("script, style, noscript, option, svg, code"))
        continue;
      texts.push(text);
    }
    return texts;
  }, known.source);
}

describe("a page from right to left, in long words, on a narrow screen", () => {
  async function visit(path: string): Promise<Page> {
    const page = await stage.visit("about:blank", { ...NARROW, locale: "en-GB" });
    await page.context().addInitScript((language) => {
      localStorage.setItem("twinlatch.language", language);
    }, PSEUDO_LANGUAGE);
    await page.goto(path);
    await page.locator("#content h1").waitFor();
    return page;
  }

  /** Texts of people, of the installation, and what languages call themselves. */
  const KNOWN = /^(?:Twinlatch|localhost.*|[^ ]+@example\.org)$/u;

  /** Signs in by what the fields are, since every word is another. */
  async function enterPseudo(page: Page, { email, password }: Person): Promise<void> {
    await page.locator("input[type=email]").fill(email);
    await page.locator("input[type=password]").fill(password);
    await page.locator("button[type=submit]").click();
    await page.waitForURL("**/account/**");
    await page.locator("main h2").first().waitFor();
  }

  /** `own` are texts of the person. */
  async function expectSound(page: Page, own?: RegExp): Promise<void> {
    expect(await htmlOf(page)).toEqual([PSEUDO_LANGUAGE, "rtl"]);
    expect(await findLayoutFaults(page)).toEqual([]);
    const foreign = await findForeignTexts(page, KNOWN);
    expect(foreign.filter((text) => own?.test(text) !== true)).toEqual([]);
  }

  it("sees what is planted: too wide, clipped, on top of another, and in no catalogue", async () => {
    const page = await visit("/sign-in");
    await page.evaluate(() => {
      const plant = (text: string, style: Readonly<Record<string, string>>) => {
        const button = document.createElement("button");
        button.textContent = text;
        Object.assign(button.style, { position: "absolute", ...style });
        document.querySelector("main")?.append(button);
      };
      plant("wide", { inlineSize: "900px" });
      plant("clipped clipped clipped", {
        inlineSize: "40px",
        overflow: "hidden",
        whiteSpace: "nowrap",
      });
      document
        .querySelector<HTMLElement>("button[type=submit]")
        ?.style.setProperty("margin", "-60px 0 0");
    });
    const faults = (await findLayoutFaults(page)).join("\n");
    expect(faults).toMatch(/px too wide/);
    expect(faults).toMatch(/outside: button wide/);
    expect(faults).toMatch(/clipped: button clipped/);
    expect(faults).toMatch(/overlap: /);
    expect(await findForeignTexts(page, KNOWN)).toEqual(["wide", "clipped clipped clipped"]);
  });

  it.each(["/sign-in", "/sign-up", "/nothing"])(
    "%s clips, overlaps and forgets nothing",
    async (path) => {
      const page = await visit(path);
      await expectSound(page);
      const submit = page.locator("button[type=submit]");
      if ((await submit.count()) === 0) return;
      await submit.click();
      await page.locator("[aria-invalid=true]").first().waitFor();
      await expectSound(page);
    },
  );

  it("the pages of the account clip, overlap and forget nothing", async () => {
    const newcomer = await signUpPerson(stage.server);
    const page = await visit("/sign-in");
    await enterPseudo(page, newcomer);
    const links = await page
      .locator("nav a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("href") ?? ""));
    expect(links.length).toBeGreaterThanOrEqual(2);
    for (const link of links) {
      await page.goto(link);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      await expectSound(page);
    }
    newcomer.close();
  });

  it("the dialogs of an enrolment clip, overlap and forget nothing, and show codes from left to right", async () => {
    const newcomer = await signUpPerson(stage.server);
    const page = await visit("/sign-in");
    expect(await page.getByText(/^localhost/).getAttribute("dir")).toBe("ltr");
    await enterPseudo(page, newcomer);
    await page.locator("main button").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[type=password]").fill(newcomer.password);
    await expectSound(page);
    await dialog.locator("button[type=submit]").click();
    await dialog.getByText("Scan this code").waitFor();
    await dialog.locator("button[aria-expanded=false]").click();
    await expectSound(page);
    const key = dialog.locator("code");
    expect(await key.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    newcomer.close();
  });

  it("what belongs to text messages clips, overlaps and forgets nothing, and shows numbers from left to right", async () => {
    const newcomer = await signUpPerson(stage.server);
    const phone = await protectByPhone(stage.server, newcomer);
    stage.server.clock.advance(120_000);
    const page = await visit("/sign-in");
    await page.locator("input[type=email]").fill(newcomer.email);
    await page.locator("input[type=password]").fill(newcomer.password);
    await page.locator("button[type=submit]").click();
    await page.getByText(/We sent a code to the number ending in/).waitFor();
    await page.locator("button[aria-expanded=false]").click();
    await expectSound(page);
    await page.locator("input").fill(await readTextedCode(stage.server, phone.number));
    await page.locator("#sign-in-settings").waitFor();
    await page.goto("/account/security");
    await page.getByText("Number ending in").waitFor();
    await expectSound(page, /^(?:Phone|\+41 79 200 99 98)$/u);

    await page.getByRole("button", { name: "Add a phone number" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("select").selectOption("CH");
    const field = dialog.locator("input[type=tel]");
    expect(await field.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    await field.fill("079 1");
    await dialog.locator("button[type=submit]").click();
    await page.locator("[aria-invalid=true]").waitFor();
    await expectSound(page, /^Phone$/u);
    await field.fill("079 200 99 98");
    expect(await dialog.getByText("+41 79 200 99 98").getAttribute("dir")).toBe("ltr");
    await expectSound(page, /^(?:Phone|\+41 79 200 99 98)$/u);
    newcomer.close();
  });
});
