import { expect, it } from "vitest";
import { findLicenceViolations, findUnlockedPackages } from "./lockfile.ts";
import { readRepository } from "./repository.ts";

it("everything that ships is under a permissive licence", () => {
  expect(findLicenceViolations(readRepository())).toEqual([]);
});

it("catches a planted licence that is not, and one that is missing", () => {
  const packages = {
    "": { license: "Apache-2.0" },
    "node_modules/fine": { license: "(MIT OR GPL-3.0-only)" },
    "node_modules/tool": { license: "MPL-2.0", dev: true },
    "node_modules/@twinlatch/otp": { link: true },
    "node_modules/copyleft": { license: "AGPL-3.0-only" },
    "node_modules/fine/node_modules/nameless": {},
  };
  const files = [{ path: "package-lock.json", text: JSON.stringify({ packages }) }];
  expect(findLicenceViolations(files)).toEqual([
    "node_modules/copyleft: licence AGPL-3.0-only",
    "node_modules/fine/node_modules/nameless: licence none",
  ]);
});

it("the lockfile names the packages of every platform", () => {
  expect(findUnlockedPackages(readRepository())).toEqual([]);
});

it("catches a planted gap, wherever the package may lie", () => {
  const packages = {
    "node_modules/a": { optionalDependencies: { "@a/linux": "1", "@a/darwin": "1" } },
    "node_modules/a/node_modules/@a/linux": {},
    "node_modules/b": { optionalDependencies: { "@b/linux": "1" } },
    "node_modules/@b/linux": {},
  };
  const files = [{ path: "package-lock.json", text: JSON.stringify({ packages }) }];
  expect(findUnlockedPackages(files)).toEqual([
    "node_modules/a needs @a/darwin, which the lockfile leaves out",
  ]);
});
