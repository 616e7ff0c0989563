// Why: one list says what is mutated, which tests have to kill the mutants, and how many of them at least.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} mutate Pattern of the files; tests among them are left alone.
 * @property {string[]} tests Patterns of the tests that have to kill.
 * @property {boolean} isOfVerifier Counted again in the sum over the whole package.
 */

const RULES = fileURLToPath(new URL("../packages/verifier/src", import.meta.url));

/** Percent of a part's mutants that have to be killed, and of those of all of `verifier`. */
export const FLOOR = 90;

/**
 * Tests of rules beside those of their own package: where adapters come in, or another folder's words.
 * @type {Readonly<Record<string, string[]>>}
 */
const TESTS_ELSEWHERE = {
  key: ["packages/installation/src/rotate-keys.test.ts"],
  "recovery-code": ["packages/accounts/src/break-glass/*.test.ts"],
};

/** @type {Part[]} */
const VERIFIER = readdirSync(RULES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    mutate: `packages/verifier/src/${name}/*.ts`,
    tests: [
      "packages/verifier/src/**/*.test.ts",
      // The same word in `accounts`: what people do with these rules.
      `packages/accounts/src/${name}/*.test.ts`,
      ...(TESTS_ELSEWHERE[name] ?? []),
    ],
    isOfVerifier: true,
  }));

/** @type {Part[]} */
export const PARTS = [
  ...VERIFIER,
  {
    name: "secret-box",
    mutate: "packages/platform-node/src/{aes-gcm,aes-gcm-secret-box,encode-fields,sealed-*-box}.ts",
    tests: ["packages/platform-node/src/**/*.test.ts"],
    isOfVerifier: false,
  },
  {
    name: "accounts-trusted-device",
    mutate: "packages/accounts/src/trusted-device/*.ts",
    tests: ["packages/accounts/src/**/*.test.ts"],
    isOfVerifier: false,
  },
];

/** The part that `npm run mutate` runs at the moment. */
export function currentPart() {
  const name = process.env["TWINLATCH_MUTATED"];
  const part = PARTS.find((candidate) => candidate.name === name);
  if (part === undefined) throw new Error("Start this by npm run mutate");
  return part;
}
