import { findFile, type RepositoryFile } from "./repository.ts";

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** Licences under which others may build on what they install from us. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

/** Packages that ship, directly or through another, under anything but a permissive licence. */
export function findLicenceViolations(files: readonly RepositoryFile[]): string[] {
  const lockfile: { packages: Record<string, LockedPackage> } = JSON.parse(
    findFile(files, "package-lock.json").text,
  );
  return Object.entries(lockfile.packages)
    .filter(([path, entry]) => path.includes("node_modules/") && entry.link !== true)
    .filter(([, entry]) => entry.dev !== true && entry.devOptional !== true)
    .filter(([, { license = "none" }]) => !isPermissive(license))
    .map(([path, { license = "none" }]) => `${path}: licence ${license}`);
}

/** Whether one of the licences offered, `(MIT OR GPL-3.0)`, is permissive. */
function isPermissive(expression: string): boolean {
  const offered = expression.replace(/[()]/g, "").split(" OR ");
  return offered.some((licence) => PERMISSIVE.has(licence));
}
