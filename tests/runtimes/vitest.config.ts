import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumLaunchOptions } from "../browser/launch-chromium.ts";

// Code that claims to run everywhere shows it: the same test files as in Node, run by Chromium.

const launchOptions = await chromiumLaunchOptions();

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  // Browsers have no `process`; tests/rounds.ts asks it for one variable.
  define: {
    "process.env": JSON.stringify({ TWINLATCH_SLOW: process.env["TWINLATCH_SLOW"] ?? "0" }),
  },
  test: {
    name: "chromium",
    include: ["packages/otp/src/**/*.test.ts"],
    allowOnly: false,
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions }),
      instances: [{ browser: "chromium", name: "chromium" }],
    },
  },
});
