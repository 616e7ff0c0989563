// Why: the pictures in the documents show the running product. After a change to the console's looks:
// `npm start` once (it builds the console), then `node_modules/.bin/node tools/take-screenshots.ts`.
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchChromium } from "../tests/browser/launch-chromium.ts";
import { Person } from "../tests/harness/person.ts";
import { startServer } from "../tests/harness/start-server.ts";

const VIEWPORT = { width: 1_040, height: 660 };

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../docs/screenshots/${name}.png`, import.meta.url));
}

async function take(page: Page, name: string, fullPage = false): Promise<void> {
  // A blinking cursor would make every picture a new one.
  await page.screenshot({ path: pathOf(name), fullPage, animations: "disabled", caret: "hide" });
}

const server = await startServer({ storage: "sqlite" });
const browser = await launchChromium();
const ada = new Person(server, "ada@example.org");
try {
  await ada.signUp();
  const { authenticator, recoveryCodes } = await ada.addAuthenticator("iPhone");
  await ada.addAuthenticator("Work phone", authenticator);
  await ada.client.call("acknowledgeRecoveryCodes", {});
  for (const code of recoveryCodes.slice(0, 2)) {
    await ada.answer(await ada.beginSignIn(), { kind: "recovery_code", code });
  }

  const page = await browser.newPage({ baseURL: server.consoleUrl, viewport: VIEWPORT });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password").fill(ada.password);
  await take(page, "sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("6-digit code").waitFor();
  await page.getByLabel("6-digit code").fill(authenticator.code());
  await page.getByRole("heading", { name: "Ways to get a code" }).waitFor();
  await take(page, "security", true);
} finally {
  ada.close();
  await browser.close();
  await server.stop();
}
