import { expect, it } from "vitest";
import { findMapViolations } from "./feature-map.ts";
import { type RepositoryFile, readRepository } from "./repository.ts";

function tree(map: string): RepositoryFile[] {
  const paths = ["packages/verifier/package.json", "packages/verifier/src/totp/verify-totp.ts"];
  return [
    {
      path: "ARCHITECTURE.md",
      text: `# Architecture\n\n\`packages/verifier\`\n\n## Feature map\n\n${map}\n\n## Next\n`,
    },
    ...paths.map((path) => ({ path, text: "" })),
  ];
}

it("ARCHITECTURE.md's feature map and the tree agree", () => {
  expect(findMapViolations(readRepository())).toEqual([]);
});

it("accepts files, folders, stars and alternatives that exist", () => {
  const map =
    "`packages/verifier/src/totp/`, `packages/verifier/src/totp/{enrol,verify}-totp.ts`, `packages/verifier/src/totp/*.ts`";
  expect(findMapViolations(tree(map))).toEqual([]);
});

it("catches a planted path that does not exist", () => {
  const map = "`packages/verifier/src/totp/` and `packages/verifier/src/totp/enrol-totp.ts`";
  expect(findMapViolations(tree(map))).toEqual([
    "the feature map names packages/verifier/src/totp/enrol-totp.ts, which does not exist",
  ]);
});

it("catches a feature folder and a workspace the document does not name", () => {
  const unnamed = { path: "packages/verifier/src/passkey/passkey.ts", text: "" };
  const workspace = { path: "packages/importers/package.json", text: "" };
  const files = [...tree("`packages/verifier/src/totp/`"), unnamed, workspace];
  expect(findMapViolations(files)).toEqual([
    "packages/verifier/src/passkey/ is not on the feature map",
    "packages/importers is not in ARCHITECTURE.md",
  ]);
});

it("catches a document without the map", () => {
  expect(findMapViolations([{ path: "ARCHITECTURE.md", text: "# Architecture" }])).toEqual([
    'ARCHITECTURE.md has no "## Feature map"',
  ]);
});
