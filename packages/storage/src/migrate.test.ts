import { StorageUnavailableError } from "@twinlatch/verifier";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { TEST_DATABASES } from "../../../tests/storage/test-databases.ts";
import type { Database } from "./database.ts";
import { isMigrated, migrate } from "./migrate.ts";
import type { Migration } from "./migrations/migration.ts";
import { MIGRATIONS } from "./migrations/migrations.ts";
import { openDatabase } from "./open-database.ts";

/** A step that adds a table; `servesFrom` defaults to serving every binary. */
function step(number: number, servesFrom = 1): Migration {
  return {
    number,
    name: `00${number}-step`,
    servesFrom,
    statements: (db) => [db.schema.createTable(`step_${number}`).addColumn("id", "text")],
  };
}

const BROKEN: Migration = {
  ...step(2),
  statements: (db) => [
    ...step(2).statements(db, {} as never),
    db.schema.createTable("step_1").addColumn("id", "text"),
  ],
};

describe("the migrations of this version", () => {
  it("are numbered without a gap, in the order of their names", () => {
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    for (const { number, name, servesFrom } of MIGRATIONS) {
      expect(name).toMatch(new RegExp(`^${String(number).padStart(3, "0")}-[a-z-]+$`));
      expect(servesFrom).toBeLessThanOrEqual(number);
    }
  });
});

describe.each(TEST_DATABASES)("migrating $name", (testDatabase) => {
  let database: Database;
  beforeEach(async () => {
    database = openDatabase(await testDatabase.create());
    onTestFinished(() => database.close());
  });

  it("applies what is missing, in order, and no step twice", async () => {
    expect(await migrate(database, [step(1)])).toEqual(["001-step"]);
    expect(await isMigrated(database, [step(1), step(2), step(3)])).toBe(false);
    expect(await migrate(database, [step(1), step(2), step(3)])).toEqual(["002-step", "003-step"]);
    expect(await migrate(database, [step(1), step(2), step(3)])).toEqual([]);
    expect(await isMigrated(database, [step(1), step(2), step(3)])).toBe(true);
  });

  it("takes back the whole of a step that fails, and keeps the steps before", async () => {
    await expect(migrate(database, [step(1), BROKEN, step(3)])).rejects.toBeInstanceOf(
      StorageUnavailableError,
    );
    expect(await isMigrated(database, [step(1)])).toBe(true);
    expect(await isMigrated(database, [step(1), step(2)])).toBe(false);
    expect(await migrate(database, [step(1), step(2)])).toEqual(["002-step"]);
  });

  it("refuses a schema that a newer version took past this one", async () => {
    await migrate(database, [step(1), step(2, 2)]);
    expect(await isMigrated(database, [step(1)])).toBe(false);
    await expect(migrate(database, [step(1)])).rejects.toThrow(/newer version \(002-step\)/);
  });

  it("goes on serving with a schema that a newer version only added to", async () => {
    await migrate(database, [step(1), step(2, 1)]);
    expect(await isMigrated(database, [step(1)])).toBe(true);
    expect(await migrate(database, [step(1)])).toEqual([]);
  });
});
