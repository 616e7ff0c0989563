import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";
import { runSystemTool } from "../system-tool.ts";
import { openStage, type Stage, waitForSecurity } from "./harness.ts";
import { readQr } from "./read-qr.ts";

const PASSWORD = "a sunny walk by the lake";
const RECOVERY_CODE = /[1-8](?:-[0-9A-HJKMNP-TV-Z]{4}){4}/g;

/** Screens a phone's camera may meet the code on, the hardest to read first. */
const SCREENS = [
  { name: "phone, dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "desktop, dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { name: "desktop, light", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
] as const;

// Nothing of ours makes a code or reads a picture here: what the console shows is photographed, read by
// ZBar, and turned into codes by oathtool. Whatever the project believes about itself cannot help.
describe.each(SCREENS.slice(0, rounds(1, 3)))(
  "a person with a stranger's authenticator ($name)",
  (screen) => {
    let stage: Stage;
    const email = `${randomUUID()}@example.org`;
    let secret: string;
    let recoveryCodes: readonly string[];

    beforeAll(async () => {
      stage = await openStage(() => startServer({ storage: "sqlite" }));
    });
    afterEach(() => stage.settle());
    afterAll(() => stage?.close());

    const visit = (path: string) =>
      stage.visit(path, { viewport: screen.viewport, colorScheme: screen.colorScheme });

    /** What oathtool says the code is, at the server's time. */
    async function oathtool(): Promise<string> {
      const now = new Date(stage.server.clock.nowMillis()).toISOString();
      const at = now.replace("T", " ").replace(/\..*$/, " UTC");
      return (await runSystemTool("oathtool", ["--totp", "--base32", secret, "--now", at])).trim();
    }

    async function signInWithPassword(): Promise<Page> {
      const page = await visit("/sign-in");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "Enter your code" }).waitFor();
      return page;
    }

    it("signs up with the mailed code and enables two-factor authentication by the QR code", async () => {
      const page = await visit("/");
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
      const mail = (await stage.server.readOutbox()).find(({ to }) => to === email);
      await page.getByLabel("6-digit code").fill(/\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "");
      await waitForSecurity(page);

      await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
      await page.getByRole("dialog").getByLabel("Password").fill(PASSWORD);
      await page.getByRole("dialog").getByRole("button", { name: "Confirm", exact: true }).click();
      const uri = await photograph(page);
      secret = new URL(uri).searchParams.get("secret") ?? "";
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(uri).toContain("issuer=Twinlatch");
      expect(decodeURIComponent(new URL(uri).pathname)).toContain(email);

      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("6-digit code").fill(await oathtool());
      await page.getByRole("heading", { name: "Save your recovery codes" }).waitFor();
      recoveryCodes = (await page.getByRole("dialog").innerText()).match(RECOVERY_CODE) ?? [];
      expect(new Set(recoveryCodes).size).toBe(8);
      await page.getByLabel("I have saved these codes").check();
      await page.getByRole("button", { name: "Done", exact: true }).click();
      await page.getByText("Enabled", { exact: true }).waitFor();
      await signOut(page);
    });

    it("signs in with the password and the next code of oathtool", async () => {
      stage.server.clock.advance(30_000);
      const page = await signInWithPassword();
      await page.getByLabel("6-digit code").fill(await oathtool());
      await waitForSecurity(page);
      expect(await page.getByText("Enabled", { exact: true }).isVisible()).toBe(true);
      await signOut(page);
    });

    it("signs in with a recovery code once, and not twice", async () => {
      const [code = ""] = recoveryCodes;
      const page = await signInWithPassword();
      await enterRecoveryCode(page, code);
      await waitForSecurity(page);
      await page.getByText("You have 7 recovery codes left.").waitFor();
      await signOut(page);

      const again = await signInWithPassword();
      await enterRecoveryCode(again, code);
      await again.getByText("That recovery code is not right or was already used").waitFor();
      expect(new URL(again.url()).pathname).toBe("/sign-in/second-step");
    });

    /** The address in the QR code, as two readers see it on a picture of the whole screen. */
    async function photograph(page: Page): Promise<string> {
      const code = page.getByRole("img", { name: "QR code for your authenticator app" });
      await code.waitFor();
      await code.scrollIntoViewIfNeeded();
      // While the dialog appears, the code is half transparent.
      await page.waitForFunction(() =>
        document.getAnimations().every((each) => each.playState !== "running"),
      );
      const picture = await page.screenshot();
      const read = await readQr(stage.browser, picture);
      const file = join(stage.server.dataFolder, "screen.png");
      await writeFile(file, picture);
      const readByProgram = await runSystemTool("zbarimg", ["--quiet", "--raw", file]);
      expect(read).toEqual([readByProgram.trim()]);
      return readByProgram.trim();
    }
  },
);

async function enterRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: "Recovery code" }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
}
