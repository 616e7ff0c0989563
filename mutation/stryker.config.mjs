import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentPart } from "./parts.mjs";

const { name, mutate } = currentPart();

export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: "mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  // Each mutant has its tests alone on a processor: a slow machine must not look like a test that never ends.
  concurrency: 1,
  mutate: [mutate, "!**/*.test.ts", "!**/*.contract.ts"],
  ignorePatterns: ["/bench", "/docs", "dist", "*.tsbuildinfo", "/data", "/mutation/results"],
  tempDirName: join(tmpdir(), "twinlatch-mutation"),
  cleanTempDir: "always",
  reporters: ["progress-append-only", "clear-text", "json"],
  jsonReporter: { fileName: `mutation/results/${name}.json` },
  allowConsoleColors: false,
  clearTextReporter: { logTests: false },
  warnings: { slow: false },
};
