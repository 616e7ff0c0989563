import { expect, it } from "vitest";
import { findLicenceViolations } from "./licences.ts";
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
