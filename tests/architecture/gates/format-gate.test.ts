import { expect, it } from "vitest";
import { expectClean, runGateOn } from "./run-gate-on.ts";

it("the format gate passes a clean tree", () => expectClean("format"));

it("the format gate catches planted failures", async () => {
  const { passed, output } = await runGateOn(
    {
      "packages/otp/src/crooked.ts": "export   const periodSeconds = 30\n",
      "packages/otp/src/undeclared.ts": 'export { Type } from "typebox";\n',
      "packages/otp/src/neighbour.ts": 'export { describeCode } from "@twinlatch/verifier";\n',
    },
    "format",
  );
  expect(passed).toBe(false);
  expect(output).toMatch(/crooked\.ts format[^]*Formatter would have printed/);
  expect(output).toContain("Dependency typebox isn't specified in packages/otp/package.json");
  expect(output).toContain(
    "Dependency @twinlatch/verifier isn't specified in packages/otp/package.json",
  );
});
