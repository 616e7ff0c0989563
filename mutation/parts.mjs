// Why: one list says what is mutated, which tests have to kill the mutants, and how many of them at least.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} mutate Pattern of the files; tests among them are left alone.
 * @property {string[]} tests Patterns of the tests that have to kill.
 * @property {number} floor Percent of the mutants that have to be killed.
 * @property {boolean} isOfVerifier Counted again in the sum over the whole package.
 */

const RULES = fileURLToPath(new URL("../packages/verifier/src", import.meta.url));

/** Percent over all of `verifier`, and in each part that decides whether a guess, an act or a secret gets through. */
export const VERIFIER_FLOOR = 90;
const CORE_FLOOR = 90;
const FLOOR = 75;
const CORE = ["throttle", "step-up"];

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
    floor: CORE.includes(name) ? CORE_FLOOR : FLOOR,
    isOfVerifier: true,
  }));

/** @type {Part[]} */
export const PARTS = [
  ...VERIFIER,
  {
    name: "secret-box",
    mutate: "packages/platform-node/src/{aes-gcm,aes-gcm-secret-box,encode-fields,sealed-*-box}.ts",
    tests: ["packages/platform-node/src/**/*.test.ts"],
    floor: CORE_FLOOR,
    isOfVerifier: false,
  },
  {
    name: "accounts-trusted-device",
    mutate: "packages/accounts/src/trusted-device/*.ts",
    tests: ["packages/accounts/src/**/*.test.ts"],
    floor: FLOOR,
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
