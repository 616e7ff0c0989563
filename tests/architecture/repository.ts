import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the repository: its path from the root with `/`, and its text. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that git ignores: outputs, dependencies, an installation's data. */
const IGNORED = new Set(["node_modules", "dist", ".git", ".vite", "data", "coverage", "results"]);
const TEXT =
  /\.(ts|tsx|mjs|js|css|html|json|jsonc|md|sql|svg|txt|yml)$|(^|\/)(LICENSE|run|\.[a-z]+)$/;

/** Every text file of the tree, read once. */
export function readRepository(folder: string = root): RepositoryFile[] {
  const files: RepositoryFile[] = [];
  const queue = [folder];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    for (const name of readdirSync(current)) {
      if (IGNORED.has(name)) continue;
      const full = join(current, name);
      const path = relative(folder, full).split(sep).join("/");
      if (statSync(full).isDirectory()) queue.push(full);
      else if (TEXT.test(path)) files.push({ path, text: readFileSync(full, "utf8") });
    }
  }
  return files.toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Code that ships or runs a gate, without its tests. */
export function isSource(path: string): boolean {
  return /^((packages|apps)\/[^/]+\/src|tools)\/.*\.(ts|tsx|mjs)$/.test(path) && !isTest(path);
}

/** A file with tests in it, contract suites included. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\.contract\.ts$|\/contract\.ts$/.test(path);
}

export function findFile(files: readonly RepositoryFile[], path: string): RepositoryFile {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${path} is missing`);
  return file;
}
