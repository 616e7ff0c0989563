import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const postgres = "./tests/postgres/global-setup.ts";

// Projects start in the order a reader would want to fail: rules first, browsers last.
export default defineConfig({
  test: {
    reporters: ["default", "./tools/summary-reporter.ts"],
    // A test that hangs is a failure, but a machine that does much else is none; slow suites say so themselves.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // The long suites mostly wait for a browser, a server or a disk: one file a processor leaves it idle.
    maxWorkers: availableParallelism() + 1,
    // `it.only` left behind would hide everything beside it.
    allowOnly: false,
    // Loading the same modules for every file took a fifth of the time; no suite leaves anything in them.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.{ts,tsx}", "apps/*/src/**/*.test.{ts,tsx}"],
          exclude: ["packages/storage/**", "**/*.race.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: [
            "packages/storage/src/**/*.test.ts",
            "packages/*/src/**/*.race.test.ts",
            "apps/*/src/**/*.race.test.ts",
            "tests/postgres/**/*.test.ts",
          ],
          globalSetup: postgres,
        },
      },
      {
        extends: true,
        test: {
          name: "architecture",
          include: ["tests/architecture/**/*.test.ts", "tools/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "runtimes",
          include: ["tests/runtimes/**/*.test.ts", "tests/browser/**/*.test.ts"],
        },
      },
      // The pure packages' own suites once more, in a browser.
      "./tests/runtimes/vitest.config.ts",
      {
        extends: true,
        test: { name: "model", include: ["tests/model/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "security", include: ["tests/security/**/*.test.ts"], globalSetup: postgres },
      },
      {
        extends: true,
        test: { name: "faults", include: ["tests/faults/**/*.test.ts"], globalSetup: postgres },
      },
      {
        extends: true,
        test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"] },
      },
    ],
  },
});
