// The arrows of ARCHITECTURE.md, one rule each. tests/architecture plants a violation of each.

const TEST = "\\.test\\.tsx?$|\\.contract\\.ts$|/contract\\.ts$";
const PURE = "otp|vault-crypto|vault-sync|importers|api-contract";
const OURS = "^(packages|apps)/";
const FACTORS = "totp|sms-code|recovery-code|passkey";

/** From a workspace's sources to anything of ours but itself and `allowed`. */
function onlyTo(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: `^(${from})/src/`, pathNot: TEST },
    to: { path: OURS, pathNot: ["^$1/", ...allowed.map((path) => `^${path}/`)] },
  };
}

export default {
  forbidden: [
    {
      name: "pure-packages-import-only-otp",
      comment: "1. Pure packages import nothing of ours but otp.",
      severity: "error",
      from: { path: `^packages/(${PURE})/src/`, pathNot: TEST },
      to: { path: OURS, pathNot: ["^packages/otp/", "^packages/$1/"] },
    },
    {
      name: "pure-packages-import-only-primitives",
      comment:
        "1. From outside only audited primitives; TypeBox in api-contract; WASM Argon2 and zip in importers.",
      severity: "error",
      from: { path: `^packages/(${PURE})/src/`, pathNot: TEST },
      to: {
        pathNot: [OURS, "node_modules/@(noble|scure)/", "node_modules/(typebox|hash-wasm|fflate)/"],
      },
    },
    {
      name: "typebox-only-in-schemas",
      comment: "1. TypeBox belongs to api-contract.",
      severity: "error",
      from: { path: "^packages/(otp|vault-crypto|vault-sync|importers)/src/", pathNot: TEST },
      to: { path: "node_modules/typebox/" },
    },
    onlyTo(
      "verifier-imports-only-otp",
      "packages/verifier",
      ["packages/otp"],
      "2. verifier -> otp.",
    ),
    onlyTo(
      "accounts-import-only-rules",
      "packages/accounts",
      ["packages/otp", "packages/verifier"],
      "2. accounts -> otp, verifier.",
    ),
    {
      name: "rules-import-nothing-from-outside",
      comment:
        "2. Clock, randomness, keys, hashing and delivery are ports: no Node built-in, no npm package.",
      severity: "error",
      from: { path: "^packages/(verifier|accounts)/src/", pathNot: TEST },
      to: { pathNot: OURS },
    },
    onlyTo(
      "adapters-import-only-ports",
      "packages/storage|packages/delivery|packages/platform-node",
      ["packages/otp", "packages/verifier", "packages/accounts"],
      "3. storage, delivery, platform-node -> the rules whose ports they fill.",
    ),
    onlyTo(
      "installation-composes",
      "packages/installation",
      [
        "packages/otp",
        "packages/verifier",
        "packages/accounts",
        "packages/storage",
        "packages/delivery",
        "packages/platform-node",
      ],
      "4. installation -> the rules and the adapters it puts behind their ports.",
    ),
    {
      name: "only-apps-compose",
      comment: "4. Who puts the rules together is a program, not a package.",
      severity: "error",
      from: { path: "^packages/(?!installation/)" },
      to: { path: "^packages/installation/" },
    },
    {
      name: "apps-are-strangers",
      comment: "4. What two apps share is a package.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "operator-commands-are-blind",
      comment: "4. Commands on an installation never see what opens a user's vault.",
      severity: "error",
      from: { path: "^apps/cli/src/operator/", pathNot: TEST },
      to: { path: "^packages/(vault-crypto|vault-sync|importers|testkit|ui|client)/" },
    },
    {
      name: "server-is-blind",
      comment: "4. The server never sees the vault packages, importers, testkit or a web app.",
      severity: "error",
      from: { path: "^apps/server/src/", pathNot: TEST },
      to: {
        path: "^(packages/(vault-crypto|vault-sync|importers|testkit|ui|client)|apps/(console|authenticator|cli))/",
      },
    },
    onlyTo(
      "console-imports-only-client-ui-otp",
      "apps/console",
      ["packages/client", "packages/ui", "packages/otp"],
      "5. console -> client, ui, otp.",
    ),
    onlyTo(
      "client-imports-only-the-contract",
      "packages/client",
      ["packages/api-contract"],
      "5. client -> api-contract.",
    ),
    onlyTo("ui-imports-nothing-of-ours", "packages/ui", [], "5. ui -> nothing of ours."),
    {
      name: "packages-never-import-apps",
      comment: "An app is a composition root: nothing is built on it.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "factors-are-strangers",
      comment: "6. A factor folder never imports another factor folder.",
      severity: "error",
      from: { path: `^packages/verifier/src/(${FACTORS})/` },
      to: { path: `^packages/verifier/src/(${FACTORS})/`, pathNot: "^packages/verifier/src/$1/" },
    },
    {
      name: "no-cycles",
      comment: "7. No cycles, not even of types.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-reaching-into-another-package",
      comment: "7. Another workspace is imported by its name, through its exports.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: {
        path: OURS,
        pathNot: "^$1/$2/",
        dependencyTypes: ["local"],
      },
    },
    {
      name: "no-unresolvable",
      comment: "7. What an import names exists (a path the package does not export does not).",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-undeclared-dependency",
      comment:
        "7. npm links every workspace at the root, so an undeclared import would work by luck.",
      severity: "error",
      // Tests use the root's tools; knip and tests/architecture/documents.ts watch them.
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: TEST },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-dev-dependency-in-sources",
      comment: "Sources import only what an installation for production brings.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "test-code-only-from-tests",
      comment: "7. testkit and contract suites are never shipped.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: [TEST, "^packages/testkit/"] },
      to: { path: `^packages/testkit/|${TEST}` },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|apps)/[^/]+/dist/" },
    // A type import is an arrow too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
