import { expect, it } from "vitest";
import { expectClean, runGateOn } from "./run-gate-on.ts";

// Apart from the rest of their lines, so that these texts are no findings of this file.
const IGNORE = "ignore";
const ONLY = "only";
const SKIP = "skip";
const RULE = "no-console";

function numbered(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => line(at)).join("\n");
}

const PLANTED: ReadonlyArray<readonly [rule: string, path: string, text: string]> = [
  ["typescript(no-explicit-any)", "any.ts", "export type Anything = any;"],
  [
    "typescript(no-floating-promises)",
    "floating.ts",
    "async function save(): Promise<void> {}\nexport function run(): void {\n  save();\n}",
  ],
  [
    "typescript(no-misused-promises)",
    "misused.ts",
    "export async function isSpent(): Promise<boolean> {\n  return true;\n}\nexport function check(): number {\n  if (isSpent()) return 1;\n  return 0;\n}",
  ],
  [
    "typescript(no-non-null-assertion)",
    "non-null.ts",
    "export const first = (codes: string[]): string => codes[0]!;",
  ],
  [
    "typescript(no-unsafe-type-assertion)",
    "assertion.ts",
    "export const read = (body: unknown): { code: string } => body as { code: string };",
  ],
  [
    "typescript(switch-exhaustiveness-check)",
    "open.ts",
    'export function name(kind: "totp" | "sms"): void {\n  switch (kind) {\n    case "totp":\n      break;\n  }\n}',
  ],
  [
    "typescript(ban-ts-comment)",
    "silenced.ts",
    `// @ts-${IGNORE}\nexport const digits: number = "6";`,
  ],
  [
    "eslint(no-restricted-globals)",
    "clock.ts",
    "export const nowMillis = (): number => Date.now();",
  ],
  [
    "eslint(no-restricted-properties)",
    "random.ts",
    "export const draw = (): number => Math.random();",
  ],
  [
    "eslint(no-restricted-globals)",
    "printed.ts",
    'export const print = (): void => console.log("code");',
  ],
  ["eslint(no-restricted-globals)", "keyed.ts", "export const random: unknown = crypto;"],
  ["eslint(no-restricted-globals)", "fetched.ts", "export const get: unknown = fetch;"],
  ["eslint(no-restricted-globals)", "on-node.ts", "export const home: unknown = process.env;"],
  ["import(no-default-export)", "default.ts", "export default 6;"],
  ["unicorn(filename-case)", "camelCase.ts", "export const digits = 6;"],
  ["unicorn(prefer-node-protocol)", "bare.ts", 'export { join } from "path";'],
  [
    "eslint(max-lines-per-function)",
    "long.ts",
    `export function count(): number {\n  let n = 0;\n${numbered(60, () => "  n += 1;")}\n  return n;\n}`,
  ],
  ["eslint(max-lines)", "longer.ts", numbered(401, (at) => `export const n${at} = ${at};`)],
  [
    "eslint(max-params)",
    "wide.ts",
    "export const sum = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;",
  ],
  [
    "vitest(no-focused-tests)",
    "focused.test.ts",
    `import { expect, it } from "vitest";\nit.${ONLY}("counts", () => {\n  expect(1).toBe(1);\n});`,
  ],
  [
    "vitest(no-disabled-tests)",
    "disabled.test.ts",
    `import { expect, it } from "vitest";\nit.${SKIP}("counts", () => {\n  expect(1).toBe(1);\n});`,
  ],
  [
    "vitest(expect-expect)",
    "empty.test.ts",
    'import { it } from "vitest";\nit("asserts nothing", () => {});',
  ],
];

it("the lint gate passes a clean tree", () => expectClean("lint"));

it("the lint gate lets a test assume what it is about to assert", () =>
  expectClean("lint", {
    "packages/verifier/src/clock.test.ts": `import { expect, it } from "vitest";

it("reads a clock and an answer", () => {
  const answer = JSON.parse("[1]") as number[];
  expect(answer[0]!.toFixed()).not.toBe(String(Date.now()));
});
`,
  }));

it("the lint gate catches every planted failure", async () => {
  const files = PLANTED.map(([, path, text]): [string, string] => [
    `packages/verifier/src/${path}`,
    text,
  ]);
  const { passed, output } = await runGateOn(Object.fromEntries(files), "lint", "--format=unix");
  expect(passed).toBe(false);
  const reported = output.split("\n");
  const unseen = PLANTED.filter(
    ([rule, path]) =>
      !reported.some((line) => line.includes(`/${path}:`) && line.endsWith(`/${rule}]`)),
  );
  expect(unseen.map(([rule, path]) => `${rule} in ${path}`)).toEqual([]);
});

it("the lint gate catches a comment that switches off a rule which no longer fires", async () => {
  const text = `// oxlint-disable-next-line ${RULE}\nexport const digits = 6;\n`;
  const { passed, output } = await runGateOn({ "packages/otp/src/stale.ts": text }, "lint");
  expect(passed).toBe(false);
  expect(output).toContain("Unused");
});
