import { decodeBase32, generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openConnections } from "../harness/connections.ts";
import { type Person, signUpPerson } from "../harness/person.ts";
import { enterPassword, openStage, type Stage, signIn, waitForSecurity } from "./harness.ts";

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

/** The server does what the page asks for there, `times` over, and the page never hears of it. */
async function loseAnswers(page: Page, path: string, times: number): Promise<() => number> {
  const { baseUrl } = stage.server;
  let caught = 0;
  let lost = 0;
  // Stays for the page's life: a page whose last route goes while it sends may wait for ever.
  await page.route(`**/api/v1${path}`, async (route) => {
    caught += 1;
    if (caught > times) return route.continue();
    const request = route.request();
    const { pathname, host } = new URL(request.url());
    const connections = openConnections(baseUrl, { headers: { host } });
    const body = request.postData();
    const response = await connections.fetch(`${baseUrl}${pathname}`, {
      method: request.method(),
      headers: await request.allHeaders(),
      ...(body === null ? {} : { body }),
    });
    connections.close();
    if (response.ok) lost += 1;
    await route.abort();
  });
  return () => lost;
}

it("R-115: a lost answer costs nothing: the first app is set up, with its recovery codes, and signs in", async () => {
  const page = await stage.visit("/account/security");
  await signIn(page, ada);
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password").fill(ada.password);
  const proofsLost = await loseAnswers(page, "/challenges/*/verify", 1);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("button", { name: "Cannot scan? Enter a set-up key" }).click();
  expect(proofsLost()).toBe(1);
  const key = (await dialog.locator("code").innerText()).replaceAll(" ", "");
  const secret = decodeBase32(key);
  if (secret === undefined) throw new Error("The set-up key is no Base32");
  const code = () => generateTotp(nodeHmac, { secret, nowMillis: stage.server.clock.nowMillis() });

  await page.getByRole("button", { name: "Continue" }).click();
  const confirmationsLost = await loseAnswers(page, "/account/factors/*/confirm", 1);
  await page.getByLabel("6-digit code").fill(code());
  await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
  expect(confirmationsLost()).toBe(1);
  await page.getByLabel("I have saved these codes").check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByRole("status").getByText("Two-factor authentication is enabled").waitFor();

  stage.server.clock.advance(30_000);
  const other = await stage.visit("/sign-in");
  await enterPassword(other, ada);
  await other.getByRole("heading", { name: "Enter your code" }).waitFor();
  // The page's own repetition is lost as well; the person presses the button again.
  const signInsLost = await loseAnswers(other, "/challenges/*/verify", 2);
  await other.getByLabel("6-digit code").fill(code());
  await expect.poll(signInsLost).toBe(2);
  await other.getByRole("button", { name: "Continue" }).click();
  await waitForSecurity(other);
});
