import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  collectCleanUp,
  openMigrated,
  TEST_DATABASES,
} from "../../../tests/storage/test-databases.ts";
import { SUBJECT_TABLES } from "./erase-account.ts";

/** Tables that keep what was done, and messages on their way: they outlive the account. */
const LASTING = /^(audit_.*|notice)$/;

describe("erasing an account", () => {
  const opened = collectCleanUp();
  let database: DatabaseSync;

  beforeAll(async () => {
    const sqlite = TEST_DATABASES.find(({ name }) => name === "SQLite")!;
    const { config } = await openMigrated(sqlite, opened.cleanUp);
    if (config.kind !== "sqlite") throw new Error("This is no SQLite");
    database = new DatabaseSync(config.file, { readOnly: true });
    opened.cleanUp(async () => database.close());
  });
  afterAll(opened.run);

  function read(sql: string): readonly Record<string, unknown>[] {
    return database.prepare(sql).all();
  }

  function tablesWith(column: string): string[] {
    return read("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map(({ name }) => String(name))
      .filter((table) => read(`PRAGMA table_info("${table}")`).some(({ name }) => name === column))
      .filter((table) => !LASTING.test(table));
  }

  function cascadesFrom(table: string): string[] {
    return read(`PRAGMA foreign_key_list("${table}")`)
      .filter((key) => key["on_delete"] === "CASCADE")
      .map((key) => String(key["table"]));
  }

  it("R-094: reaches every table that is keyed on a subject", () => {
    const reached = new Set<string>(SUBJECT_TABLES);
    const missed = tablesWith("subject_id").filter(
      (table) => !reached.has(table) && !cascadesFrom(table).some((from) => reached.has(from)),
    );
    expect(missed).toEqual([]);
  });

  it("R-094: takes along every row that is keyed on an account", () => {
    const kept = tablesWith("account_id").filter(
      (table) => !cascadesFrom(table).includes("account"),
    );
    expect(kept).toEqual([]);
    expect(tablesWith("account_id").length).toBeGreaterThan(3);
  });
});
