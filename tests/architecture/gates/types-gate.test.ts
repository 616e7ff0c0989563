import { expect, it } from "vitest";
import { expectClean, runGateOn } from "./run-gate-on.ts";

it("the types gate passes a clean tree", () => expectClean("types"));

it("the types gate catches planted failures, in sources and in tests", async () => {
  const { passed, output } = await runGateOn(
    {
      "packages/otp/src/wrong.ts": 'export const periodSeconds: number = "30";\n',
      "packages/accounts/src/inferred.ts":
        "export const now = countTo(3);\nfunction countTo(n: number) {\n  return n;\n}\n",
      "packages/otp/src/on-node.ts": "export const home: unknown = process.env;\n",
      "packages/otp/src/wrong.test.ts": "export const code: string = 123456;\n",
      "packages/verifier/src/erased.ts": "export enum Kind {\n  Totp,\n}\n",
    },
    "types",
  );
  expect(passed).toBe(false);
  expect(output).toMatch(/otp\/src\/wrong\.ts.*TS2322/);
  expect(output).toMatch(/accounts\/src\/inferred\.ts.*TS9010/);
  expect(output).toMatch(/otp\/src\/on-node\.ts.*Cannot find name 'process'/);
  expect(output).toMatch(/otp\/src\/wrong\.test\.ts.*TS2322/);
  expect(output).toMatch(/verifier\/src\/erased\.ts.*TS1294/);
});
