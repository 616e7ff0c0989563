import { findFile, isTest, type RepositoryFile } from "./repository.ts";

const REQUIREMENT_COUNT = 117;
const STATUSES = new Set(["holds", "partly", "not yet"]);

interface Row {
  readonly id: string;
  readonly status: string;
  readonly tests: readonly string[];
}

/**
 * Where SECURITY.md's table of requirements and the tests contradict each other: ids missing or
 * doubled, unknown statuses, claims without a test whose title names the id, tests without a claim.
 */
export function findRequirementViolations(files: readonly RepositoryFile[]): string[] {
  const rows = parseRows(findFile(files, "SECURITY.md").text);
  const shown = listShownRequirements(files);
  return [
    ...checkIds(rows.map(({ id }) => id)),
    ...rows.flatMap((row) => checkRow(row, shown)),
    ...[...shown.keys()]
      .filter((id) => !rows.some((row) => row.id === id))
      .map((id) => `${id} stands in a test title but not in the table`),
  ];
}

function parseRows(text: string): Row[] {
  return [...text.matchAll(/^\| (R-\d+) \|(.*)\|$/gm)].map(([, id = "", rest = ""]) => {
    const [, status = "", tests = ""] = rest.split("|").map((cell) => cell.trim());
    return { id, status, tests: [...tests.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "") };
  });
}

function checkIds(ids: readonly string[]): string[] {
  const wanted = Array.from(
    { length: REQUIREMENT_COUNT },
    (_, index) => `R-${String(index + 1).padStart(3, "0")}`,
  );
  return [
    ...wanted.filter((id) => !ids.includes(id)).map((id) => `${id} is missing from the table`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is in the table twice`),
    ...ids.filter((id) => !wanted.includes(id)).map((id) => `${id} is not a requirement`),
  ];
}

function checkRow({ id, status, tests }: Row, shown: ReadonlyMap<string, string[]>): string[] {
  const showing = shown.get(id) ?? [];
  if (!STATUSES.has(status)) return [`${id} has the status "${status}", which is none`];
  if (status === "not yet") {
    return showing.map((path) => `${id} is "not yet", but ${path} has a test of it`);
  }
  if (tests.length === 0) return [`${id} ${status}, but no test is named`];
  return tests
    .filter((path) => !showing.includes(path))
    .map((path) => `${id} ${status} by ${path}, where no test title opens with it`);
}

/** Test files by requirement: a title opens with its ids, `R-010: …` or `R-010, R-012: …`. */
function listShownRequirements(files: readonly RepositoryFile[]): Map<string, string[]> {
  const shown = new Map<string, string[]>();
  for (const { path, text } of files.filter((file) => isTest(file.path))) {
    const titles = [...text.matchAll(/["'`]((?:R-\d+(?:, )?)+):/g)].map((match) => match[1] ?? "");
    const ids = new Set(titles.flatMap((title) => title.split(", ")));
    for (const id of ids) shown.set(id, [...(shown.get(id) ?? []), path]);
  }
  return shown;
}
