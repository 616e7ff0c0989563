import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "../repository.ts";

/** Texts by path from the root. */
export type Files = Readonly<Record<string, string>>;

const CONFIGURATION = [
  ".gitignore",
  "package.json",
  "biome.json",
  "tsconfig.base.json",
  "tsconfig.json",
  ".oxlintrc.jsonc",
  ".dependency-cruiser.mjs",
];

/** A small tree that all gates pass, shaped like the real one. */
const CLEAN_SOURCES: Files = {
  "packages/otp/src/index.ts": `export function countDigits(): number {\n  return 6;\n}\n`,
  "packages/otp/src/index.test.ts": `import { expect, it } from "vitest";
import { countDigits } from "./index.ts";

it("counts", () => {
  expect(countDigits()).toBe(6);
});
`,
  "packages/verifier/src/index.ts": `import { countDigits } from "@twinlatch/otp";

export function describeCode(): string {
  return \`\${countDigits()} digits\`;
}
`,
};

/**
 * Writes a temporary tree with this repository's configuration and manifests, small sources and the
 * given files, and its dependencies linked; it is deleted when the test ends. Nothing outside it
 * changes. Returns its folder.
 */
export function plantTree(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "twinlatch-planted-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of CONFIGURATION) cpSync(join(root, name), join(folder, name));
  copyWorkspaces(folder);
  linkDependencies(folder);
  for (const [path, text] of Object.entries({ ...CLEAN_SOURCES, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function copyWorkspaces(folder: string): void {
  for (const parent of ["packages", "apps"]) {
    for (const name of readdirSync(join(root, parent))) {
      mkdirSync(join(folder, parent, name, "src"), { recursive: true });
      for (const file of ["package.json", "tsconfig.json"]) {
        cpSync(join(root, parent, name, file), join(folder, parent, name, file));
      }
    }
  }
  mkdirSync(join(folder, "tests"));
  cpSync(join(root, "tests/tsconfig.json"), join(folder, "tests/tsconfig.json"));
}

/** Links every installed package, but our own to this tree's workspaces instead of the real ones. */
function linkDependencies(folder: string): void {
  mkdirSync(join(folder, "node_modules/@twinlatch"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name === "@twinlatch" || name === ".cache") continue;
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  for (const name of readdirSync(join(folder, "packages"))) {
    symlinkSync(join(folder, "packages", name), join(folder, "node_modules/@twinlatch", name));
  }
}
