import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  buildConsole,
  findProjectNode,
  installDependencies,
  PreparationError,
  requireNode,
} from "./prepare.mjs";

let root = "";

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function read(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
}

/** A stand-in for npm: notes how it was called, then does `body`. */
function npmDoes(body: string): void {
  write(
    "npm-cli.js",
    `require("node:fs").appendFileSync("calls", process.argv[2] + "\\n");\n${body}`,
  );
}

function lockfile(version: string): string {
  return JSON.stringify({
    packages: {
      "": {},
      "node_modules/fastify": { version },
      "node_modules/for-another-system": { version: "1.0.0", optional: true },
    },
  });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "twinlatch-prepare-"));
  vi.stubEnv("npm_execpath", join(root, "npm-cli.js"));
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  npmDoes("");
  write("package-lock.json", lockfile("5.0.0"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

describe("installing", () => {
  it("runs npm ci once, and again when the lockfile changed", () => {
    installDependencies({ root });
    installDependencies({ root });
    expect(read("calls")).toBe("ci\n");
    write("package-lock.json", lockfile("5.0.1"));
    installDependencies({ root });
    expect(read("calls")).toBe("ci\nci\n");
  });

  it("runs nothing after someone ran npm by hand", () => {
    const installed = { packages: { "node_modules/fastify": { version: "5.0.0" } } };
    write("node_modules/.package-lock.json", JSON.stringify(installed));
    installDependencies({ root });
    expect(read("calls")).toBe("");
  });

  it.for([
    ["another version", { "node_modules/fastify": { version: "4.0.0" } }],
    ["a package missing", {}],
    ["one too many", { "node_modules/fastify": { version: "5.0.0" }, "node_modules/x": {} }],
  ])("runs npm ci over node_modules with %s", ([, packages]) => {
    write("node_modules/.package-lock.json", JSON.stringify({ packages }));
    installDependencies({ root });
    expect(read("calls")).toBe("ci\n");
  });

  it("explains a registry that cannot be reached, and tries again the next time", () => {
    npmDoes('console.error("npm error code ENOTFOUND"); process.exit(1);');
    expect(() => installDependencies({ root })).toThrow(/registry cannot be reached/);
    expect(() => installDependencies({ root })).toThrow(PreparationError);
    expect(read("calls")).toBe("ci\nci\n");
  });

  it("points at npm's own words for any other failure", () => {
    npmDoes('console.error("npm error code EUSAGE"); process.exit(1);');
    expect(() => installDependencies({ root })).toThrow("npm ci failed (its messages are above).");
  });

  it("says where npm comes from when there is none", () => {
    vi.stubEnv("npm_execpath", undefined);
    vi.stubEnv("PATH", root);
    expect(() => installDependencies({ root })).toThrow(/npm was not found/);
  });
});

describe("Node", () => {
  it("may be 18 or newer to install", () => {
    expect(() => requireNode("18.0.0")).not.toThrow();
    expect(() => requireNode("16.20.2")).toThrow(/This is Node 16\.20\.2; .* needs Node 18/);
  });

  it("is the installed one, or the running one where that strips types", () => {
    expect(findProjectNode({ root })).toBe(process.execPath);
    write("node_modules/node/bin/node", "");
    expect(findProjectNode({ root })).toBe(join(root, "node_modules/node/bin/node"));
  });

  it("is explained when neither will do", () => {
    vi.spyOn(process, "versions", "get").mockReturnValue({ ...process.versions, node: "20.20.2" });
    expect(() => findProjectNode({ root })).toThrow(/npm installed no Node 24/);
  });
});

describe("building the console", () => {
  const VITE = `import { mkdirSync, writeFileSync, appendFileSync } from "node:fs";
appendFileSync("../../builds", "built\\n");
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.html", "<!doctype html>");
`;

  beforeEach(() => {
    write("node_modules/vite/package.json", '{ "type": "module" }');
    write("node_modules/vite/bin/vite.js", VITE);
    write(
      "apps/console/package.json",
      '{ "dependencies": { "@twinlatch/ui": "1", "react": "1" } }',
    );
    write("apps/console/src/main.tsx", "1");
    write("packages/ui/package.json", '{ "dependencies": { "@twinlatch/otp": "1" } }');
    write("packages/otp/package.json", "{}");
    write("packages/otp/src/index.ts", "1");
    write("packages/storage/src/index.ts", "1");
  });

  it("happens once for the same files", () => {
    buildConsole({ root });
    buildConsole({ root });
    expect(read("builds")).toBe("built\n");
  });

  it.for(["apps/console/src/main.tsx", "packages/otp/src/index.ts", "apps/console/src/new.tsx"])(
    "happens again after a change of %s",
    (path) => {
      buildConsole({ root });
      write(path, "22");
      buildConsole({ root });
      expect(read("builds")).toBe("built\nbuilt\n");
    },
  );

  it("happens again when its output is gone, and not for a package it does not use", () => {
    buildConsole({ root });
    write("packages/storage/src/index.ts", "22");
    buildConsole({ root });
    expect(read("builds")).toBe("built\n");
    rmSync(join(root, "apps/console/dist"), { recursive: true });
    buildConsole({ root });
    expect(read("builds")).toBe("built\nbuilt\n");
  });

  it("stops the start when it fails, and is tried again", () => {
    write("node_modules/vite/bin/vite.js", "process.exit(1);");
    expect(() => buildConsole({ root })).toThrow(/The console did not build/);
    expect(() => buildConsole({ root })).toThrow(PreparationError);
  });
});
