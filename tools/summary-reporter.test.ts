import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { runGate, TESTS } from "./gates.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs the tests gate over a folder of test files only. */
async function runTests(files: Record<string, string>) {
  const folder = mkdtempSync(join(root, "node_modules/.vitest-planted-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const reporter = join(root, "tools/summary-reporter.ts");
  writeFileSync(
    join(folder, "vitest.config.ts"),
    `export default { test: { name: "planted", exclude: [], include: ["*.test.ts"], reporters: ["default", ${JSON.stringify(reporter)}] } };`,
  );
  return runGate({ ...TESTS, args: [...TESTS.args, "--root", folder] }, root);
}

const HEAD = 'import { expect, it } from "vitest";\n';
const PASSING = `${HEAD}it("passes", () => expect(1).toBe(1));\n`;

it("ends with the counts, and passes when nothing failed", async () => {
  const { passed, output, evidence } = await runTests({ "a.test.ts": PASSING });
  expect(output.split("\n").at(-1)).toBe("1 passed, 0 failed, 0 skipped");
  expect(output).toMatch(/^planted +1 passed, 0 failed, 0 skipped \(/m);
  expect(evidence).toBe("1 passed, 0 failed, 0 skipped");
  expect(passed).toBe(true);
});

it("counts what failed, what was skipped, and a file that does not load as failed", async () => {
  const { passed, output } = await runTests({
    "a.test.ts": PASSING,
    "b.test.ts": `${HEAD}it("fails", () => expect(1).toBe(2));\nit.${["sk", "ip"].join("")}("waits", () => {});\n`,
    "c.test.ts": 'import "./gone.ts";\n',
    "d.test.ts": `${HEAD}Promise.reject(new Error("nobody waits"));\nit("passes", () => expect(1).toBe(1));\n`,
  });
  expect(output.split("\n").at(-1)).toBe("2 passed, 3 failed, 1 skipped");
  expect(passed).toBe(false);
});

it("shows that a run without a test has proved nothing", async () => {
  const { passed, output } = await runTests({});
  expect(output.split("\n").at(-1)).toBe("(this gate shows no sign of having read anything)");
  expect(passed).toBe(false);
});
