import { findFile, isSource, type RepositoryFile } from "./repository.ts";

const HEADING = "## Feature map";
/** Where every folder is a feature and has to be on the map. */
const FEATURE_ROOTS = ["packages/verifier/src/", "packages/accounts/src/"];

/**
 * What ARCHITECTURE.md says and the tree does not, and the other way round: paths on the feature map
 * that match no file, feature folders and workspaces that the document never names.
 */
export function findMapViolations(files: readonly RepositoryFile[]): string[] {
  const { text } = findFile(files, "ARCHITECTURE.md");
  const start = text.indexOf(HEADING);
  if (start === -1) return [`ARCHITECTURE.md has no "${HEADING}"`];
  const next = text.indexOf("\n## ", start + HEADING.length);
  const map = text.slice(start, next === -1 ? undefined : next);
  const paths = files.map(({ path }) => path);
  return [
    ...findMissingPaths(map, paths),
    ...listFeatureFolders(paths)
      .filter((folder) => !map.includes(`\`${folder}`))
      .map((folder) => `${folder} is not on the feature map`),
    ...listWorkspaces(paths)
      .filter((workspace) => !text.includes(`\`${workspace}\``))
      .map((workspace) => `${workspace} is not in ARCHITECTURE.md`),
  ];
}

function findMissingPaths(map: string, paths: readonly string[]): string[] {
  return [...map.matchAll(/`((?:packages|apps|tests|vectors)\/[^`\s]*)`/g)]
    .map((match) => match[1] ?? "")
    .filter((wanted) => !paths.some((path) => matches(path, wanted)))
    .map((wanted) => `the feature map names ${wanted}, which does not exist`);
}

/** A folder (`…/`) matches what is in it; `*` stands for a part of a name, `{a,b}` for one of several. */
function matches(path: string, wanted: string): boolean {
  const pattern = wanted
    .replace(/[.+?^$()[\]\\|]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(${names.replaceAll(",", "|")})`)
    .replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern}${wanted.endsWith("/") ? "" : "$"}`).test(path);
}

function listFeatureFolders(paths: readonly string[]): string[] {
  const folders = FEATURE_ROOTS.flatMap((start) =>
    paths
      .filter((path) => path.startsWith(start) && isSource(path))
      .map((path) => path.slice(start.length).split("/"))
      .filter((parts) => parts.length > 1)
      .map((parts) => `${start}${parts[0]}/`),
  );
  return [...new Set(folders)];
}

function listWorkspaces(paths: readonly string[]): string[] {
  return paths
    .map((path) => /^((?:packages|apps)\/[^/]+)\/package\.json$/.exec(path)?.[1])
    .filter((folder) => folder !== undefined);
}
