import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentPart } from "./parts.mjs";

const { name, mutate } = currentPart();

export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: "mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  // A slow machine must not look like a test that never ends, which counts as killed.
  concurrency: 1,
  timeoutMS: 30_000,
  // The last is a list of names that types are made of.
  mutate: [mutate, "!**/*.test.ts", "!**/*.contract.ts", "!**/audit-event.ts"],
  ignorePatterns: ["/bench", "/docs", "dist", "*.tsbuildinfo", "/data", "/mutation/results"],
  tempDirName: join(tmpdir(), "twinlatch-mutation"),
  cleanTempDir: "always",
  reporters: ["progress-append-only", "clear-text", "json"],
  jsonReporter: { fileName: `mutation/results/${name}.json` },
  allowConsoleColors: false,
  clearTextReporter: { logTests: false, reportTests: false },
  warnings: { slow: false },
};
