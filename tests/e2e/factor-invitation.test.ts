import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Authenticator,
  authenticatorOf,
  expectAnswer,
  type Person,
  signUpPerson,
} from "../harness/person.ts";
import {
  confirmStepUp,
  enterPassword,
  findAccessibilityFaults,
  openStage,
  type Stage,
  waitForSecurity,
} from "./harness.ts";

const LONG = 120_000;

let stage: Stage;
let ada: Person;
let phone: Authenticator;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  ada = await signUpPerson(stage.server);
  ({ authenticator: phone } = await ada.addAuthenticator("Ada's phone"));
});
afterEach(async () => {
  ada.close();
  await stage.settle();
});
afterAll(() => stage.close());

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function openAdas(): Promise<Page> {
  const page = await stage.visit("/sign-in");
  await enterPassword(page, ada);
  await page.getByLabel("6-digit code").fill(phone.code());
  await waitForSecurity(page);
  stage.server.clock.advance(30_000);
  return page;
}

/** Makes a link in Ada's browser, as a path of the console. */
async function makeLink(page: Page): Promise<string> {
  await button(page, "Make a link").click();
  await confirmStepUp(page, phone.code());
  stage.server.clock.advance(30_000);
  const dialog = page.getByRole("dialog", { name: "Give this link to the second person" });
  const link = await dialog.locator("code").innerText();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByText("A link is waiting to be used").waitFor();
  const { pathname, hash } = new URL(link);
  return `${pathname}${hash}`;
}

/** Bob opens the link in his own browser and sets up his app. */
async function setUp(page: Page): Promise<Authenticator> {
  await page.getByRole("heading", { name: "You are invited" }).waitFor();
  expect(page.url()).not.toContain("#");
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password").fill(ada.password);
  await button(page, "Continue").click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const key = (await page.locator("code").innerText()).replaceAll(" ", "");
  const bobs = authenticatorOf(stage.server.clock, "", key);
  await page.getByLabel("6-digit code").fill(bobs.code());
  await page.getByRole("heading", { name: "Waiting for approval" }).waitFor();
  stage.server.clock.advance(30_000);
  return bobs;
}

async function factorCount(): Promise<number> {
  return expectAnswer(await ada.client.call("getSecurity", {})).factors.length;
}

it(
  "R-005: a second person sets up an app in a browser of their own, and the first approves it",
  async () => {
    const adas = await openAdas();
    const bobsBrowser = await stage.visit(await makeLink(adas));
    const bobs = await setUp(bobsBrowser);
    expect(await factorCount()).toBe(1);

    await adas.reload();
    await adas.getByText("It opens nothing until you approve it.").waitFor();
    await adas
      .getByRole("region", { name: "A second person" })
      .getByText("from 127.0.0.1")
      .waitFor();
    expect(await findAccessibilityFaults(adas)).toEqual([]);
    await button(adas, "Approve").click();
    await adas
      .getByText("approve the authenticator app of a second person “Authenticator app”.")
      .waitFor();
    await confirmStepUp(adas, phone.code());
    await adas.getByText("can be used to sign in").waitFor();
    expect(await factorCount()).toBe(2);

    stage.server.clock.advance(30_000);
    await bobsBrowser.goto("/sign-in");
    await enterPassword(bobsBrowser, ada);
    await button(bobsBrowser, "Use another way").click();
    await button(bobsBrowser, "Another authenticator: Authenticator app").click();
    await bobsBrowser.getByLabel("6-digit code").fill(bobs.code());
    await waitForSecurity(bobsBrowser);
  },
  LONG,
);

it(
  "a link that was taken back, or used, opens nothing and says so",
  async () => {
    const adas = await openAdas();
    const path = await makeLink(adas);
    await button(adas, "Take back").click();
    await adas.getByText("The invitation is taken back").waitFor();
    const bobsBrowser = await stage.visit(path);
    await bobsBrowser.getByLabel("E-mail").fill(ada.email);
    await bobsBrowser.getByLabel("Password").fill(ada.password);
    await button(bobsBrowser, "Continue").click();
    await bobsBrowser.getByText("This link was used, taken back, or has expired.").waitFor();
    expect(await factorCount()).toBe(1);
    const damaged = await stage.visit("/invitation#twl_invitation_short");
    await damaged.getByText("This link is not complete.").waitFor();
  },
  LONG,
);
