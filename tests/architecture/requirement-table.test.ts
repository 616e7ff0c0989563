import { describe, expect, it } from "vitest";
import { type RepositoryFile, readRepository } from "./repository.ts";
import { findRequirementViolations } from "./requirement-table.ts";

/** The title is assembled, so that it does not count as a test of the requirement in this tree. */
function titled(ids: string): RepositoryFile {
  return { path: "packages/otp/src/totp.test.ts", text: `it("${ids}: shows it", run)` };
}

function table(rows: Record<string, string>, length = 117): RepositoryFile {
  const ids = Array.from({ length }, (_, at) => `R-${String(at + 1).padStart(3, "0")}`);
  const lines = ids.map((id) => `| ${id} | What it asks | ${rows[id] ?? "not yet | "} |`);
  return {
    path: "SECURITY.md",
    text: `| id | requirement | status | test |\n${lines.join("\n")}\n`,
  };
}

describe("SECURITY.md's table of requirements", () => {
  it("agrees with the tests of this tree", () => {
    expect(findRequirementViolations(readRepository())).toEqual([]);
  });

  it("accepts a claim whose test names the id, alone or among others", () => {
    const claims = { "R-010": "holds | `packages/otp/src/totp.test.ts`" };
    expect(findRequirementViolations([table(claims), titled("R-010")])).toEqual([]);
    const both = { ...claims, "R-012": "partly | `packages/otp/src/totp.test.ts`" };
    expect(findRequirementViolations([table(both), titled("R-010, R-012")])).toEqual([]);
  });

  it.for<[string, string, RepositoryFile[]]>([
    ["a missing row", "R-117 is missing from the table", [table({}, 116)]],
    ["a row too many", "R-118 is not a requirement", [table({}, 118)]],
    [
      "an unknown status",
      'R-002 has the status "mostly", which is none',
      [table({ "R-002": "mostly | " })],
    ],
    [
      "a claim without a test",
      "R-003 holds, but no test is named",
      [table({ "R-003": "holds | " })],
    ],
    [
      "a test that is not there",
      "R-004 partly by tests/gone.test.ts, where no test title opens with it",
      [table({ "R-004": "partly | `tests/gone.test.ts`" })],
    ],
    [
      "a test whose title lost the id",
      "R-010 holds by packages/otp/src/totp.test.ts, where no test title opens with it",
      [table({ "R-010": "holds | `packages/otp/src/totp.test.ts`" }), titled("the code")],
    ],
    [
      "a test nobody claimed",
      'R-010 is "not yet", but packages/otp/src/totp.test.ts has a test of it',
      [table({}), titled("R-010")],
    ],
    [
      "an invented id",
      "R-999 stands in a test title but not in the table",
      [table({}), titled("R-999")],
    ],
  ])("catches %s", ([, message, files]) => {
    expect(findRequirementViolations(files)).toEqual([message]);
  });

  it("catches a doubled row", () => {
    const doubled = table({});
    const text = `${doubled.text}| R-001 | Again | not yet |  |\n`;
    expect(findRequirementViolations([{ ...doubled, text }])).toEqual([
      "R-001 is in the table twice",
    ]);
  });
});
