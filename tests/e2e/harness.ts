import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { launchChromium } from "../browser/launch-chromium.ts";
import type { Person } from "../harness/person.ts";
import { serveHere } from "../harness/serve-here.ts";
import type { OpenServer } from "../harness/start-server.ts";
import { type Findings, watchContext } from "./watch-context.ts";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** A server and a browser for the tests of a file. */
export interface Stage {
  readonly server: OpenServer;
  readonly browser: Browser;
  /** Opens a page of the console in a browser profile of its own. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes all profiles, and fails if any page broke a rule that holds for every page. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Long, for machines that do much else: only what fails waits for so long. */
const PAGE_MILLIS = 45_000;

/** Launching a browser takes longer than most tests: the files of a worker share one, and it ends with the worker. */
let launched: Promise<Browser> | undefined;

async function shareBrowser(): Promise<Browser> {
  const browser = await (launched ??= launchChromium());
  if (browser.isConnected()) return browser;
  launched = launchChromium();
  return launched;
}

/** Opens one; `start` is for suites whose server is to be a process of its own. */
export async function openStage(start: () => Promise<OpenServer> = serveHere): Promise<Stage> {
  const [server, browser] = await Promise.all([start(), shareBrowser()]);
  let watched: Findings[] = [];
  return {
    server,
    browser,
    async visit(path, options) {
      const context = await browser.newContext({
        baseURL: server.consoleUrl,
        // Nobody is there to enjoy the motion.
        reducedMotion: "reduce",
        ...options,
      });
      context.setDefaultTimeout(PAGE_MILLIS);
      watched.push(await watchContext(context, server.consoleUrl));
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
    async settle() {
      const findings = await Promise.all(watched.map((each) => each.read()));
      watched = [];
      await Promise.all(browser.contexts().map((context) => context.close()));
      for (const finding of findings) expect(finding).toEqual(NOTHING_FOUND);
    },
    async close() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await server.stop();
    },
  };
}

const NOTHING_FOUND = {
  policyViolations: [],
  consoleErrors: [],
  strangers: [],
  answersOffContract: [],
  secretsAtRest: [],
};

/** Fills in the first step. */
export async function enterPassword(
  page: Page,
  person: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in somebody without a second step, and waits for the page behind. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await enterPassword(page, person);
  await waitForSecurity(page);
}

export async function waitForSecurity(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Two-factor authentication" }).waitFor();
}

/** Answers the open step-up dialog. */
export async function confirmStepUp(page: Page, code: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm it is you" });
  await dialog.getByLabel("6-digit code").fill(code);
  await dialog.waitFor({ state: "detached" });
}

/** A text that must come to be shown. */
export async function expectText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
  expect(await page.getByText(text).first().isVisible()).toBe(true);
}

/** What axe-core finds on a page, as "rule: selectors"; nothing where all is well. */
export async function findAccessibilityFaults(page: Page): Promise<string[]> {
  // An appearing dialog would be measured half transparent.
  await page.waitForFunction(() =>
    document.getAnimations().every((each) => each.playState !== "running"),
  );
  // More than half a megabyte, which a page keeps until another is loaded.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  });
}

/** The one thing that has the focus, by its role's words: name or label. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement) return element.labels?.[0]?.innerText ?? "";
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });
}
