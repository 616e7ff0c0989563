import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMigrated, TEST_DATABASES } from "../../../../tests/storage/test-databases.ts";
import type { Database } from "../database.ts";
import { MIGRATIONS } from "../migrations/migrations.ts";
import { openDatabase } from "../open-database.ts";
import { sortByReference } from "../table-shape.ts";
import type { BackupItem } from "./backup-item.ts";
import { BACKUP_RULES } from "./backup-rules.ts";
import { readRows } from "./read-rows.ts";
import { type RestoreInput, restoreRows } from "./restore-rows.ts";

const NOW_MILLIS = 1_800_000_000_000;
const NAMES = MIGRATIONS.map(({ name }) => name);

const FILLING = [
  "insert into account values ('acc_1', 'ada@example.org', 'ada@example.org', 'hash \u{1F511}', 1, 5)",
  "insert into sealing_key values ('k1', @00ff7f@, 5, 5, null)",
  `insert into totp_factor (project_id, subject_id, id, label, status, is_default, algorithm, digits,
     period_seconds, sealed_secret, last_step, session_id, created_at_millis, expires_at_millis)
   values ('p', 's', 'fac_1', 'Phone', 'active', 1, 'SHA1', 6, 30, @0102@, 7, 'ses', 5, 6),
     ('p', 's', 'fac_2', 'New', 'pending', 0, 'SHA1', 6, 30, @0103@, -1, 'ses', 5, 6)`,
  "insert into recovery_code_set values ('p', 's', 'rcs_1', 5, 6)",
  "insert into recovery_code values ('p', 's', 'rcs_1', 1, 'h1', null), ('p', 's', 'rcs_1', 2, 'h2', 9)",
  "insert into kept_answer values ('call', 'body', @0104@, 'ses_1', 0, 6)",
  `insert into session values ('ses_1', 'acc_1', 'digest', '[]', 5, null, 0, 5, 5, '::1', 'agent')`,
];

async function openFilled(name: string, fill = true): Promise<Database> {
  const testDatabase = TEST_DATABASES.find((candidate) => candidate.name === name)!;
  const { config } = await openMigrated(testDatabase);
  const database = openDatabase(config);
  onTestFinished(() => database.close());
  const bytes = name === "SQLite" ? "x'$1'" : "'\\x$1'";
  for (const statement of fill ? FILLING : []) {
    await run(database, statement.replaceAll(/@([0-9a-f]+)@/g, bytes));
  }
  return database;
}

function run(database: Database, statement: string) {
  return database.write(({ builder, execute }) =>
    execute(sql.raw<Record<string, unknown>>(statement).compile(builder)),
  );
}

async function readAll(database: Database): Promise<readonly BackupItem[]> {
  const items: BackupItem[] = [];
  await readRows(database, async (item) => void items.push(item));
  return items;
}

function restoreInput(items: readonly BackupItem[], more: Partial<RestoreInput> = {}) {
  async function* each() {
    yield* items;
  }
  return {
    migrations: NAMES,
    items: each(),
    nowMillis: NOW_MILLIS,
    replaces: false,
    recoveryCodes: "voided",
    record: async () => {},
    ...more,
  } as const;
}

describe("the tables of a backup", () => {
  it.each(TEST_DATABASES)(
    "R-079: on $name are exactly those that somebody decided about",
    async ({ name }) => {
      const database = await openFilled(name, false);
      const tables = await database.read((executor) => database.listTables(executor));
      expect(tables.map((table) => table.name).toSorted()).toEqual(
        Object.keys(BACKUP_RULES).toSorted(),
      );
      // Both databases describe the same tables in the same way.
      const factor = tables.find((table) => table.name === "recovery_code");
      expect(factor).toMatchObject({
        key: ["project_id", "subject_id", "set_id", "slot"],
        references: ["recovery_code_set"],
        sequence: undefined,
      });
      expect(tables.find((table) => table.name === "audit_event")?.sequence).toBe("sequence");
      const order = sortByReference(tables).map((table) => table.name);
      expect(order.indexOf("account")).toBeLessThan(order.indexOf("session"));
    },
  );
});

describe.each([
  ["SQLite", "SQLite"],
  ["SQLite", "PostgreSQL"],
  ["PostgreSQL", "SQLite"],
  ["PostgreSQL", "PostgreSQL"],
])("rows copied from %s to %s", (from, to) => {
  it("R-079: are the same, but for what was live and codes that could have been spent", async () => {
    const items = await readAll(await openFilled(from));
    const target = await openFilled(to, false);
    const restored = await restoreRows(target, MIGRATIONS, restoreInput(items));
    expect(restored).toMatchObject({
      outcome: "restored",
      knewSpentCodes: false,
      voidedRecoveryCodes: [{ projectId: "p", subjectId: "s" }],
    });
    const table = async (name: string) => (await run(target, `select * from ${name}`)).rows;
    expect(await table("account")).toMatchObject([
      { email: "ada@example.org", password_hash: "hash \u{1F511}", is_installation_admin: 1 },
    ]);
    expect(await table("session")).toEqual([]);
    expect(await table("kept_answer")).toEqual([]);
    const [factor, ...others] = await table("totp_factor");
    expect(others).toEqual([]);
    expect(factor).toMatchObject({ id: "fac_1", last_step: NOW_MILLIS / 30_000 + 1 });
    expect(Buffer.from(factor?.["sealed_secret"] as Uint8Array).toString("hex")).toBe("0102");
    const codes = await run(
      target,
      "select slot, used_at_millis as used from recovery_code order by 1",
    );
    expect(codes.rows).toMatchObject([
      { slot: 1, used: NOW_MILLIS },
      { slot: 2, used: 9 },
    ]);
    expect(await table("recovery_code_set")).toMatchObject([{ acknowledged_at_millis: null }]);
  });
});

describe.each(TEST_DATABASES)("restoring on $name", ({ name }) => {
  it("R-079: carries over what the replaced database knows of codes that were spent", async () => {
    const database = await openFilled(name);
    const items = await readAll(database);
    await run(database, "update recovery_code set used_at_millis = 33 where slot = 1");
    await run(database, "update totp_factor set last_step = 70000000 where id = 'fac_1'");
    const input = restoreInput(items, { replaces: true });
    expect(await restoreRows(database, MIGRATIONS, input)).toMatchObject({
      knewSpentCodes: true,
      voidedRecoveryCodes: [],
    });
    const { rows } = await run(
      database,
      "select used_at_millis as used from recovery_code order by slot",
    );
    expect(rows).toMatchObject([{ used: 33 }, { used: 9 }]);
    const factors = await run(database, "select last_step from totp_factor");
    expect(factors.rows).toMatchObject([{ last_step: 70_000_000 }]);
  });

  it("R-079: learns nothing of spent codes from a database that is older than the backup", async () => {
    const database = await openFilled(name);
    await run(
      database,
      `insert into audit_event (id, at_millis, project_id, type, outcome, ip, user_agent, request_id)
       values ('evt', 1, 'p', 'session.ended', 'allowed', '', '', '')`,
    );
    const items = await readAll(database);
    await run(database, "delete from audit_event");
    const input = restoreInput(items, { replaces: true });
    expect(await restoreRows(database, MIGRATIONS, input)).toMatchObject({ knewSpentCodes: false });
  });

  it("R-079: does not bring back a set of codes that was replaced since", async () => {
    const database = await openFilled(name);
    const items = await readAll(database);
    await run(database, "delete from recovery_code_set");
    const input = restoreInput(items, { replaces: true });
    expect(await restoreRows(database, MIGRATIONS, input)).toMatchObject({
      knewSpentCodes: true,
      voidedRecoveryCodes: [{ projectId: "p", subjectId: "s" }],
    });
  });

  it("refuses a database with people in it, and a backup of a newer version, changing nothing", async () => {
    const database = await openFilled(name);
    const before = await readAll(database);
    expect(await restoreRows(database, MIGRATIONS, restoreInput(before))).toEqual({
      outcome: "refused",
      reason: "not_empty",
    });
    const newer = restoreInput(before, { replaces: true, migrations: [...NAMES, "999-later"] });
    expect(await restoreRows(database, MIGRATIONS, newer)).toEqual({
      outcome: "refused",
      reason: "newer_schema",
    });
    expect(await readAll(database)).toEqual(before);
  });

  it("leaves everything as it was when it fails on the way", async () => {
    const database = await openFilled(name);
    const before = await readAll(database);
    const input = restoreInput(
      [...before, { table: "account", columns: ["id"] }, { row: ["acc_2"] }],
      {
        replaces: true,
      },
    );
    await expect(restoreRows(database, MIGRATIONS, input)).rejects.toThrow(/database/);
    expect(await readAll(database)).toEqual(before);
  });

  it("goes on numbering events after the newest that was restored", async () => {
    const database = await openFilled(name);
    const EVENT = `insert into audit_event (id, at_millis, project_id, type, outcome, ip, user_agent, request_id)
      values ('evt', 1, 'p', 'session.ended', 'allowed', '', '', '')`;
    for (let count = 0; count < 3; count += 1) await run(database, EVENT);
    const items = await readAll(database);
    await restoreRows(database, MIGRATIONS, restoreInput(items, { replaces: true }));
    await run(database, EVENT);
    const { rows } = await run(database, "select sequence from audit_event order by sequence");
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it("R-079: restores what an older version backed up, and brings it up to date", async () => {
    const database = await openFilled(name);
    // Tables that have the columns they had then.
    const only = new Set(["account", "recovery_code", "recovery_code_set"]);
    let isWanted = false;
    const old = (await readAll(database)).filter((item) => {
      if ("table" in item) isWanted = only.has(item.table);
      return isWanted;
    });
    const input = restoreInput(old, { replaces: true, migrations: NAMES.slice(0, 1) });
    expect(await restoreRows(database, MIGRATIONS, input)).toMatchObject({ outcome: "restored" });
    const { rows } = await run(database, "select name from schema_migration order by number");
    expect(rows.map((row) => row["name"])).toEqual(NAMES);
  });
});
