import { dirname, join, normalize } from "node:path/posix";
import { findFile, type RepositoryFile } from "./repository.ts";

interface Manifest {
  readonly version: string;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const PARAGRAPH_CHARACTERS = 150;

function readManifest({ text }: RepositoryFile): Manifest {
  return JSON.parse(text);
}

function listManifests(files: readonly RepositoryFile[]): RepositoryFile[] {
  return files.filter(({ path }) => /^(packages\/[^/]+\/|apps\/[^/]+\/)?package\.json$/.test(path));
}

/** Dependencies that docs/dependencies.md owes a paragraph: what ships, and the root's tools. */
function listDependencies(files: readonly RepositoryFile[]): string[] {
  const names = listManifests(files).flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = readManifest(file);
    const tools = file.path === "package.json" ? Object.keys(devDependencies) : [];
    return [...Object.keys(dependencies), ...tools];
  });
  return [...new Set(names)].filter((name) => !name.startsWith("@twinlatch/"));
}

/** Dependencies without a paragraph that states a licence, and paragraphs without a dependency. */
export function findDependencyViolations(files: readonly RepositoryFile[]): string[] {
  const { text } = findFile(files, "docs/dependencies.md");
  const sections = text.split(/^### /m).slice(1);
  const documented = new Map(
    sections.flatMap((section) => {
      const [heading = "", ...body] = section.split("\n");
      const names = [...heading.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
      return names.map((name): [string, string] => [name, body.join("\n")]);
    }),
  );
  const wanted = listDependencies(files);
  const installed = new Set(
    listManifests(files).flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = readManifest(file);
      return [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    }),
  );
  return [
    ...wanted.filter((name) => !documented.has(name)).map((name) => `${name} has no paragraph`),
    ...[...documented]
      .filter(([, body]) => body.trim().length < PARAGRAPH_CHARACTERS || !/licence/i.test(body))
      .map(([name]) => `${name}: say what for, instead of what, by whom, licence, size`),
    ...[...documented.keys()]
      .filter((name) => !installed.has(name))
      .map((name) => `${name} is documented but nowhere a dependency`),
  ];
}

function listDocuments(files: readonly RepositoryFile[]): RepositoryFile[] {
  return files.filter(({ path }) => path.endsWith(".md"));
}

function withoutCode(text: string): string {
  return text.replace(/```.*?```/gs, "").replace(/`[^`\n]*`/g, "");
}

function listAnchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/**
 * Relative links in documents whose file, folder or heading is not there.
 * @param exists whether a path from the root exists (pictures are no text files)
 */
export function findBrokenLinks(
  files: readonly RepositoryFile[],
  exists: (path: string) => boolean,
): string[] {
  return listDocuments(files).flatMap((document) =>
    [...withoutCode(document.text).matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
      .map((match) => match[1] ?? "")
      .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
      .filter((link) => !resolves(document, link, files, exists))
      .map((link) => `${document.path} links to ${link}, which is not there`),
  );
}

function resolves(
  document: RepositoryFile,
  link: string,
  files: readonly RepositoryFile[],
  exists: (path: string) => boolean,
): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document.path : normalize(join(dirname(document.path), path));
  if (!exists(target)) return false;
  const file = files.find((candidate) => candidate.path === target);
  return anchor === undefined || file === undefined || listAnchors(file.text).includes(anchor);
}

/** npm scripts that a document tells people to run and package.json does not have. */
export function findUnknownScripts(files: readonly RepositoryFile[]): string[] {
  const { scripts = {} } = readManifest(findFile(files, "package.json"));
  return listDocuments(files).flatMap(({ path, text }) =>
    [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)]
      .map((match) => match[1] ?? match[2] ?? "")
      .filter((name) => !(name in scripts))
      .map((name) => `${path} tells to run the npm script "${name}", which does not exist`),
  );
}

/** The changelog opens with what is unreleased or with the version of package.json. */
export function findChangelogViolations(files: readonly RepositoryFile[]): string[] {
  const { text } = findFile(files, "CHANGELOG.md");
  const { version } = readManifest(findFile(files, "package.json"));
  const first = /^## (.*)$/m.exec(text)?.[1] ?? "nothing";
  return first === "Unreleased" || first.startsWith(version)
    ? []
    : [`CHANGELOG.md opens with ${first}, expected "Unreleased" or ${version}`];
}

/** Imports of workspaces that the importing workspace's manifest does not declare. */
export function findUndeclaredWorkspaces(files: readonly RepositoryFile[]): string[] {
  return listManifests(files)
    .filter(({ path }) => path !== "package.json")
    .flatMap((file) => {
      const folder = dirname(file.path);
      const { dependencies = {}, devDependencies = {} } = readManifest(file);
      const declared = {
        ...dependencies,
        ...devDependencies,
        [`@twinlatch/${folder.split("/")[1]}`]: "",
      };
      return files
        .filter(({ path }) => path.startsWith(`${folder}/src/`))
        .flatMap(({ path, text }) =>
          [...text.matchAll(/(?:from|import) "(@twinlatch\/[\w-]+)/g)]
            .map((match) => match[1] ?? "")
            .filter((name) => !(name in declared))
            .map((name) => `${path} imports ${name}, which ${file.path} does not declare`),
        );
    });
}
