import { findFile, type RepositoryFile } from "./repository.ts";

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
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

function readLockedPackages(files: readonly RepositoryFile[]): Record<string, LockedPackage> {
  const lockfile: { packages: Record<string, LockedPackage> } = JSON.parse(
    findFile(files, "package-lock.json").text,
  );
  return lockfile.packages;
}

/** Packages that ship, directly or through another, under anything but a permissive licence. */
export function findLicenceViolations(files: readonly RepositoryFile[]): string[] {
  return Object.entries(readLockedPackages(files))
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

/**
 * Optional packages, usually binaries of other platforms, that the lockfile leaves out. npm writes
 * such a lockfile when a registry lacks them for a moment, and `npm ci` then refuses it everywhere.
 */
export function findUnlockedPackages(files: readonly RepositoryFile[]): string[] {
  const locked = readLockedPackages(files);
  return Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !listPlacesToLook(path).some((place) => `${place}${name}` in locked))
      .map((name) => `${path} needs ${name}, which the lockfile leaves out`),
  );
}

/** Where Node looks for a package that the one at `path` imports, nearest first. */
function listPlacesToLook(path: string): string[] {
  const parents = path.split("/node_modules/").map((_, at, parts) => parts.slice(0, at + 1));
  return [
    ...parents.map((parts) => `${parts.join("/node_modules/")}/node_modules/`),
    "node_modules/",
  ];
}
