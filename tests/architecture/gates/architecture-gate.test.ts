import { expect, it } from "vitest";
import type { Files } from "./planted-tree.ts";
import { expectClean, runGateOn } from "./run-gate-on.ts";

const importing = (specifier: string): string => `import "${specifier}";\n`;
const EMPTY = "export const empty = 0;\n";

const PLANTED: ReadonlyArray<readonly [rule: string, files: Files]> = [
  [
    "pure-packages-import-only-otp: packages/api-contract/src/planted.ts",
    { "packages/api-contract/src/planted.ts": importing("@twinlatch/verifier") },
  ],
  [
    "pure-packages-import-only-primitives: packages/otp/src/planted.ts",
    { "packages/otp/src/planted.ts": importing("node:crypto") },
  ],
  [
    "typebox-only-in-schemas: packages/otp/src/schema.ts",
    { "packages/otp/src/schema.ts": importing("typebox") },
  ],
  [
    "verifier-imports-only-otp: packages/verifier/src/planted.ts",
    {
      "packages/verifier/src/planted.ts": importing("@twinlatch/accounts"),
      "packages/accounts/src/index.ts": EMPTY,
    },
  ],
  [
    "accounts-import-only-rules: packages/accounts/src/planted.ts",
    {
      "packages/accounts/src/planted.ts": importing("@twinlatch/storage"),
      "packages/storage/src/index.ts": EMPTY,
    },
  ],
  [
    "rules-import-nothing-from-outside: packages/verifier/src/built-in.ts",
    { "packages/verifier/src/built-in.ts": importing("node:crypto") },
  ],
  [
    "rules-import-nothing-from-outside: packages/accounts/src/library.ts",
    { "packages/accounts/src/library.ts": importing("kysely") },
  ],
  [
    "adapters-import-only-ports: packages/storage/src/planted.ts",
    {
      "packages/storage/src/planted.ts": importing("@twinlatch/api-contract"),
      "packages/api-contract/src/index.ts": EMPTY,
    },
  ],
  [
    "installation-composes: packages/installation/src/planted.ts",
    {
      "packages/installation/src/planted.ts": importing("@twinlatch/api-contract"),
      "packages/api-contract/src/index.ts": EMPTY,
    },
  ],
  [
    "only-apps-compose: packages/delivery/src/composing.ts",
    {
      "packages/delivery/src/composing.ts": importing("@twinlatch/installation"),
      "packages/installation/src/index.ts": EMPTY,
    },
  ],
  [
    "apps-are-strangers: apps/cli/src/planted.ts",
    {
      "apps/cli/src/planted.ts": importing("../../server/src/main.ts"),
      "apps/server/src/main.ts": EMPTY,
    },
  ],
  [
    "operator-commands-are-blind: apps/cli/src/operator/planted.ts",
    {
      "apps/cli/src/operator/planted.ts": importing("@twinlatch/client"),
      "packages/client/src/index.ts": EMPTY,
    },
  ],
  [
    "server-is-blind: apps/server/src/planted.ts",
    {
      "apps/server/src/planted.ts": importing("@twinlatch/client"),
      "packages/client/src/index.ts": EMPTY,
    },
  ],
  [
    "console-imports-only-client-ui-otp: apps/console/src/planted.ts",
    { "apps/console/src/planted.ts": importing("@twinlatch/verifier") },
  ],
  [
    "client-imports-only-the-contract: packages/client/src/planted.ts",
    { "packages/client/src/planted.ts": importing("@twinlatch/otp") },
  ],
  [
    "ui-imports-nothing-of-ours: packages/ui/src/planted.ts",
    { "packages/ui/src/planted.ts": importing("@twinlatch/otp") },
  ],
  [
    "packages-never-import-apps: packages/ui/src/upward.ts",
    {
      "packages/ui/src/upward.ts": importing("../../../apps/console/src/main.ts"),
      "apps/console/src/main.ts": EMPTY,
    },
  ],
  [
    "factors-are-strangers: packages/verifier/src/totp/planted.ts",
    {
      "packages/verifier/src/totp/planted.ts": importing("../recovery-code/planted.ts"),
      "packages/verifier/src/recovery-code/planted.ts": EMPTY,
    },
  ],
  [
    "no-cycles: packages/otp/src/chicken.ts",
    {
      "packages/otp/src/chicken.ts": importing("./egg.ts"),
      "packages/otp/src/egg.ts":
        'import type { empty } from "./chicken.ts";\n\nexport type Egg = typeof empty;\n',
    },
  ],
  [
    "no-reaching-into-another-package: packages/verifier/src/reaching.ts",
    { "packages/verifier/src/reaching.ts": importing("../../otp/src/index.ts") },
  ],
  [
    "no-unresolvable: packages/verifier/src/inside.ts",
    { "packages/verifier/src/inside.ts": importing("@twinlatch/otp/src/index.ts") },
  ],
  [
    "no-undeclared-dependency: packages/ui/src/undeclared.ts",
    { "packages/ui/src/undeclared.ts": importing("wouter") },
  ],
  [
    "no-dev-dependency-in-sources: packages/delivery/src/tool.ts",
    {
      "packages/delivery/package.json": '{ "devDependencies": { "kysely": "0.29.9" } }',
      "packages/delivery/src/tool.ts": importing("kysely"),
    },
  ],
  [
    "test-code-only-from-tests: packages/verifier/src/doubled.ts",
    {
      "packages/verifier/src/doubled.ts": importing("@twinlatch/testkit"),
      "packages/testkit/src/index.ts": EMPTY,
    },
  ],
  [
    "test-code-only-from-tests: packages/verifier/src/suite.ts",
    {
      "packages/verifier/src/suite.ts": importing("./totp.contract.ts"),
      "packages/verifier/src/totp.contract.ts": EMPTY,
    },
  ],
];

it("the architecture gate passes a clean tree, and tests that use test code", () =>
  expectClean("architecture", {
    "packages/testkit/src/index.ts": EMPTY,
    "packages/verifier/src/totp.contract.ts": importing("vitest"),
    "packages/verifier/src/totp.test.ts":
      importing("@twinlatch/testkit") + importing("./totp.contract.ts"),
  }));

it("the architecture gate catches a planted violation of every arrow", async () => {
  const files = Object.assign({}, ...PLANTED.map(([, planted]) => planted));
  const { passed, output } = await runGateOn(files, "architecture");
  expect(passed).toBe(false);
  expect(PLANTED.map(([rule]) => rule).filter((rule) => !output.includes(rule))).toEqual([]);
});
