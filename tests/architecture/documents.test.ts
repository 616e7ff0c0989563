import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findBrokenLinks,
  findChangelogViolations,
  findDependencyViolations,
  findUndeclaredWorkspaces,
  findUnknownScripts,
} from "./documents.ts";
import { type RepositoryFile, readRepository, root } from "./repository.ts";

const repository = readRepository();
const PARAGRAPH = `Licence MIT, 10 kB. ${"It does one thing. ".repeat(10)}`;

function manifest(path: string, content: object): RepositoryFile {
  return { path, text: JSON.stringify({ version: "0.1.0", ...content }) };
}

function document(path: string, text: string): RepositoryFile {
  return { path, text };
}

describe("docs/dependencies.md", () => {
  const manifests = [
    manifest("package.json", { devDependencies: { vitest: "5.1.1" } }),
    manifest("apps/server/package.json", {
      dependencies: { fastify: "5.0.0", "@twinlatch/otp": "0.1.0" },
      devDependencies: { "@types/node": "24.0.0" },
    }),
  ];

  function check(text: string): string[] {
    return findDependencyViolations([...manifests, document("docs/dependencies.md", text)]);
  }

  it("has a paragraph for every dependency of this tree and no other", () => {
    expect(findDependencyViolations(repository)).toEqual([]);
  });

  it("may treat several in one paragraph, and document a workspace's own tools", () => {
    expect(check(`### \`vitest\`, \`fastify\`, \`@types/node\`\n\n${PARAGRAPH}`)).toEqual([]);
  });

  it("catches a planted dependency without one", () => {
    expect(check(`### \`vitest\`\n\n${PARAGRAPH}`)).toEqual(["fastify has no paragraph"]);
  });

  it("catches a paragraph that says too little, and one about nothing we use", () => {
    const text = `### \`vitest\`\n\nTests.\n\n### \`fastify\`\n\n${PARAGRAPH}\n\n### \`left-pad\`\n\n${PARAGRAPH}`;
    expect(check(text)).toEqual([
      "vitest: say what for, instead of what, by whom, licence, size",
      "left-pad is documented but nowhere a dependency",
    ]);
  });
});

describe("links", () => {
  function check(text: string): string[] {
    const files = [
      document("docs/adr/0001.md", text),
      document("README.md", "# Twinlatch\n\n## Two words\n"),
    ];
    return findBrokenLinks(files, (path) => files.some((file) => file.path === path));
  }

  it("lead somewhere in this tree", () => {
    expect(findBrokenLinks(repository, (path) => existsSync(join(root, path)))).toEqual([]);
  });

  it("may lead to files, headings and the outside, and are none inside code", () => {
    const text =
      "[a](../../README.md) [b](../../README.md#two-words) [c](https://x.example) `[d](gone.md)`";
    expect(check(text)).toEqual([]);
  });

  it("catch a planted link to a file or a heading that is not there", () => {
    expect(check("[a](gone.md) [b](../../README.md#three-words)")).toEqual([
      "docs/adr/0001.md links to gone.md, which is not there",
      "docs/adr/0001.md links to ../../README.md#three-words, which is not there",
    ]);
  });
});

describe("npm scripts named in documents", () => {
  it("exist in this tree", () => {
    expect(findUnknownScripts(repository)).toEqual([]);
  });

  it("catch a planted one that does not", () => {
    const files = [
      manifest("package.json", { scripts: { start: "node x", verify: "node y" } }),
      document("README.md", "Run `npm start`, `npm run verify`, then `npm run deploy`."),
    ];
    expect(findUnknownScripts(files)).toEqual([
      'README.md tells to run the npm script "deploy", which does not exist',
    ]);
  });
});

describe("CHANGELOG.md", () => {
  it("opens with this tree's version", () => {
    expect(findChangelogViolations(repository)).toEqual([]);
  });

  it("catches a planted version that is not the package's", () => {
    const files = [
      manifest("package.json", {}),
      document("CHANGELOG.md", "# Changes\n\n## 0.0.9\n"),
    ];
    expect(findChangelogViolations(files)).toEqual([
      'CHANGELOG.md opens with 0.0.9, expected "Unreleased" or 0.1.0',
    ]);
  });
});

describe("workspace imports", () => {
  it("are declared in this tree, tests included", () => {
    expect(findUndeclaredWorkspaces(repository)).toEqual([]);
  });

  it("catch a planted one that npm's links would let pass", () => {
    const files = [
      manifest("packages/otp/package.json", { devDependencies: { "@twinlatch/testkit": "0.1.0" } }),
      document(
        "packages/otp/src/totp.test.ts",
        'import { a } from "@twinlatch/testkit";\nimport { b } from "@twinlatch/storage/contract";\n',
      ),
    ];
    expect(findUndeclaredWorkspaces(files)).toEqual([
      "packages/otp/src/totp.test.ts imports @twinlatch/storage, which packages/otp/package.json does not declare",
    ]);
  });
});
