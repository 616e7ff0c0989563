import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRepository, root } from "../repository.ts";
import type { Files } from "./planted-tree.ts";
import { expectClean, runGateOn } from "./run-gate-on.ts";

const GATE = "dead-code";

/** Real settings and real names, but no dependencies: the small tree would use none of them. */
function withoutDependencies(): Files {
  const manifests = readRepository()
    .filter(({ path }) => /^(packages|apps)\/[^/]+\/package\.json$/.test(path))
    .map(({ path, text }) => {
      const { name, type, exports } = JSON.parse(text) as Record<string, unknown>;
      return [path, JSON.stringify({ name, type, exports })];
    });
  // Hints about patterns that match nothing are for the whole tree, not for this one.
  const settings = readFileSync(join(root, "knip.jsonc"), "utf8").replace(
    '"treatConfigHintsAsErrors": true',
    '"treatConfigHintsAsErrors": false',
  );
  const verifier = JSON.stringify({
    name: "@twinlatch/verifier",
    type: "module",
    exports: { ".": "./src/index.ts" },
    dependencies: { "@twinlatch/otp": "0.1.0" },
  });
  return {
    ...Object.fromEntries(manifests),
    "packages/verifier/package.json": verifier,
    "package.json": JSON.stringify({
      name: "twinlatch",
      type: "module",
      workspaces: ["packages/*", "apps/*"],
      devDependencies: { typescript: "6.0.3", vitest: "5.1.1" },
    }),
    "vitest.config.ts": 'export { defaultInclude as default } from "vitest/config";\n',
    "knip.jsonc": settings,
  };
}

it("the dead-code gate passes a clean tree", () => expectClean(GATE, withoutDependencies()));

it("the dead-code gate catches planted failures", async () => {
  const { passed, output } = await runGateOn(
    {
      ...withoutDependencies(),
      "packages/otp/src/forgotten.ts": "export const forgotten = 6;\n",
      "packages/verifier/src/half-used.ts":
        "export const used = 6;\nexport const unusedExport = 7;\nexport type UnusedType = 8;\n",
      "packages/verifier/src/index.ts":
        'import { countDigits } from "@twinlatch/otp";\nimport { Hono } from "hono";\nimport { used } from "./half-used.ts";\n\nexport const sum: unknown = [countDigits(), used, Hono];\n',
      "packages/ui/package.json": JSON.stringify({
        name: "@twinlatch/ui",
        exports: { ".": "./src/index.ts" },
        dependencies: { react: "19.3.1" },
      }),
    },
    GATE,
  );
  expect(passed).toBe(false);
  expect(output).toMatch(/Unused files[^]*packages\/otp\/src\/forgotten\.ts/);
  expect(output).toMatch(/Unused exports[^]*unusedExport/);
  expect(output).toMatch(/Unused exported types[^]*UnusedType/);
  expect(output).toMatch(/Unused dependencies[^]*react +packages\/ui\/package\.json/);
  expect(output).toMatch(/Unlisted dependencies[^]*hono +packages\/verifier\/src\/index\.ts/);
});
