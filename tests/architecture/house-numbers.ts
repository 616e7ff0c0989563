import { isSource, isTest, type RepositoryFile } from "./repository.ts";

const MAX_LINES = 400;
const MEDIAN_LINES = 120;
const P90_LINES = 250;

/** Packages of rules only, where nothing but tests can show that they hold. */
const RULE_PACKAGES = ["otp", "verifier", "accounts"];

/** Names that say nothing about what is inside. */
const BUCKETS = new Set(
  ["util", "helper", "service", "type"]
    .flatMap((name) => [name, `${name}s`])
    .concat("common", "misc"),
);

function countLines(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

/** Files above the ceiling, and the two quantiles over all sources where they are above theirs. */
export function findSizeViolations(files: readonly RepositoryFile[]): string[] {
  const code = files.filter(({ path }) => /\.(ts|tsx|mjs|css)$/.test(path));
  const oversized = code
    .map(({ path, text }) => ({ path, lines: countLines(text) }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${MAX_LINES}`);
  const sources = files.filter(({ path }) => isSource(path)).map(({ text }) => countLines(text));
  return [
    ...oversized,
    ...checkQuantile(sources, 0.5, MEDIAN_LINES, "median"),
    ...checkQuantile(sources, 0.9, P90_LINES, "p90"),
  ];
}

function checkQuantile(values: number[], quantile: number, limit: number, name: string): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * quantile) - 1)] ?? 0;
  return value > limit ? [`${name} of source files: ${value} lines, at most ${limit}`] : [];
}

/** Folders and files called after a bucket instead of a thing. */
export function findBucketNames(files: readonly RepositoryFile[]): string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => path.split("/").some((part) => BUCKETS.has(part.replace(/\..*$/, ""))));
}

interface ForbiddenText {
  readonly name: string;
  readonly pattern: RegExp;
  readonly in: (path: string) => boolean;
}

const isCode = (path: string): boolean => /\.(ts|tsx|mjs|css)$/.test(path);
const isAnything = (): boolean => true;

const FORBIDDEN_TEXT: readonly ForbiddenText[] = [
  {
    name: "a path of one machine",
    pattern: /(^|[\s"'`(=])\/(work|home|Users)\/\w/m,
    in: isAnything,
  },
  { name: "a switched-off type check", pattern: /@ts-(ignore|nocheck)/, in: isSource },
  { name: "a section banner", pattern: /^\s*(\/\/|\/?\*+)\s*[-=*#~]{4,}/m, in: isCode },
  { name: "a TODO without an issue", pattern: /\b(TODO(?!\(#?\d+\))|FIXME|XXX)\b/, in: isSource },
  {
    name: "a test that does not run",
    pattern: /\b(it|test|describe)\.(skip|only|todo)\b/,
    in: isTest,
  },
];

/** What no file may contain, each with the file it stands in. */
export function findForbiddenText(files: readonly RepositoryFile[]): string[] {
  return FORBIDDEN_TEXT.flatMap((rule) =>
    files
      .filter(({ path, text }) => rule.in(path) && rule.pattern.test(text))
      .map(({ path }) => `${path}: ${rule.name}`),
  );
}

/** Store ports of the rules without the suite that every adapter has to pass. */
export function findPortsWithoutContract(files: readonly RepositoryFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return [...paths]
    .filter((path) => /^packages\/(verifier|accounts)\/src\/.*-store\.ts$/.test(path))
    .filter((path) => !paths.has(path.replace(/\.ts$/, ".contract.ts")));
}

/** Packages of rules with fewer lines of tests than of sources. */
export function findThinlyTestedPackages(files: readonly RepositoryFile[]): string[] {
  return RULE_PACKAGES.flatMap((name) => {
    const own = files.filter(({ path }) => path.startsWith(`packages/${name}/src/`));
    const sources = sumLines(own.filter(({ path }) => isSource(path)));
    const tests = sumLines(own.filter(({ path }) => isTest(path)));
    return tests < sources ? [`packages/${name}: ${tests} lines test ${sources}`] : [];
  });
}

function sumLines(files: readonly RepositoryFile[]): number {
  return files.reduce((sum, { text }) => sum + countLines(text), 0);
}
