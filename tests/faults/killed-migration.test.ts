import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openStorage, type StorageConfig } from "@twinlatch/storage";
import { describe, expect, it, onTestFinished } from "vitest";
import { migrate } from "../../packages/storage/src/migrate.ts";
import { MIGRATIONS } from "../../packages/storage/src/migrations/migrations.ts";
import { openDatabase } from "../../packages/storage/src/open-database.ts";
import { type DatabaseReader, readPostgres, readSqlite } from "../harness/database-reader.ts";
import { startServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";
import { openMigrated, openTemporaryFolder, TEST_DATABASES } from "../storage/test-databases.ts";

const SCRIPT = fileURLToPath(new URL("../storage/killed-migration.ts", import.meta.url));
/** Of all statements, every so manieth is died after; in `test:slow` after each. */
const EVERY = rounds(41, 1);

const SCHEMA = {
  sqlite: `SELECT name AS place, sql AS definition FROM sqlite_master
    WHERE name NOT LIKE 'sqlite%' ORDER BY name`,
  postgres: `SELECT table_name || '.' || column_name AS place,
      data_type || ' ' || is_nullable || coalesce(column_default, '') AS definition
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1, 2`,
} as const;

/** The version before accounts could have several addresses, and what somebody had in it. */
const OLDER = MIGRATIONS.slice(0, 3);
const HAD = [
  "INSERT INTO account VALUES ('acc_1', 'Ada@example.org', 'ada@example.org', 'hash', 1, 5)",
  "INSERT INTO recovery_code_set VALUES ('console', 'acc_1', 'rcs_1', 5, 6)",
  "INSERT INTO recovery_code VALUES ('console', 'acc_1', 'rcs_1', 1, 'code', NULL)",
];
const KEPT = `SELECT a.id, a.password_hash AS password, e.email_key AS email, c.hash AS code
  FROM account a JOIN account_email e ON e.account_id = a.id
  JOIN recovery_code c ON c.subject_id = a.id`;

describe.each(TEST_DATABASES)("migrating $name", (testDatabase) => {
  it("R-114: keeps what an older version held when its update is killed at any statement", {
    timeout: rounds(120_000, 1_800_000),
  }, async () => {
    let kills = 0;
    for (let statement = 1; ; statement += EVERY) {
      const config = await testDatabase.create();
      const older = openDatabase(config);
      await migrate(older, OLDER);
      await older.close();
      await withDatabase(config, async ({ query }) => {
        for (const insert of HAD) await query(insert);
      });
      if (!(await isKilledAt(config, statement))) break;
      kills += 1;
      const storage = openStorage(config);
      await storage.migrate();
      await storage.close();
      const kept = await withDatabase(config, ({ query }) => query(KEPT));
      expect(
        kept.map((row) => ({ ...(row as object) })),
        `killed after statement ${statement}`,
      ).toEqual([{ id: "acc_1", password: "hash", email: "ada@example.org", code: "code" }]);
    }
    expect(kills).toBeGreaterThan(rounds(1, 30));
  });

  it("R-114: resumes after being killed at any statement, and ends with the same schema", {
    timeout: rounds(120_000, 1_800_000),
  }, async () => {
    const untouched = await openMigrated(testDatabase);
    const expected = await readSchema(untouched.config);
    expect(expected.length).toBeGreaterThan(20);
    let kills = 0;
    let unfinished = 0;
    for (let statement = 1; ; statement += EVERY) {
      const config = await testDatabase.create();
      if (!(await isKilledAt(config, statement))) break;
      kills += 1;
      // Killed again a little later: what was begun and what was finished are told apart.
      await isKilledAt(config, 3);
      const storage = openStorage(config);
      if (!(await storage.isReady())) unfinished += 1;
      await storage.migrate();
      expect(await storage.isReady()).toBe(true);
      await storage.close();
      expect(await readSchema(config), `killed after statement ${statement}`).toEqual(expected);
    }
    expect(kills).toBeGreaterThan(rounds(2, 30));
    expect(unfinished).toBeGreaterThan(kills / 2);
  });

  it("R-114: a server steps aside when a newer version migrates the database past it, and starts on it no more", async () => {
    const { config } = await openMigrated(testDatabase);
    const isFile = config.kind === "sqlite";
    const storage = isFile ? "sqlite" : (config.url as `postgres${string}`);
    const dataFolder = isFile
      ? fileURLToPath(new URL(".", `file://${config.file}`))
      : await openTemporaryFolder();
    const server = await startServer({ storage, dataFolder });
    onTestFinished(() => server.stop());
    const isReady = async () => (await fetch(`${server.baseUrl}/readyz`)).status;
    expect(await isReady()).toBe(200);
    await withDatabase(config, (reader) => reader.query(newerMigration(998, 1)));
    // What only adds serves it still.
    expect(await isReady()).toBe(200);
    await withDatabase(config, (reader) => reader.query(newerMigration(999, 999)));
    expect(await isReady()).toBe(503);
    await expect(startServer({ storage, dataFolder })).rejects.toThrow(
      /ended with 3 .*newer version \(999-of-a-newer-version/s,
    );
  });
});

function newerMigration(number: number, servesFrom: number): string {
  return `INSERT INTO schema_migration (number, name, serves_from)
    VALUES (${number}, '${number}-of-a-newer-version', ${servesFrom})`;
}

async function isKilledAt(config: StorageConfig, statement: number): Promise<boolean> {
  const args = [SCRIPT, JSON.stringify(config), String(statement)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = await once(child, "close");
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`The migration ended with ${code}`);
  return signal === "SIGKILL";
}

interface Definition {
  readonly place: string;
  readonly definition: string | null;
}

function readSchema(config: StorageConfig): Promise<readonly Definition[]> {
  return withDatabase(config, (reader) => reader.query<Definition>(SCHEMA[config.kind]));
}

async function withDatabase<Result>(
  config: StorageConfig,
  work: (reader: DatabaseReader) => Promise<Result>,
): Promise<Result> {
  const reader = config.kind === "sqlite" ? readSqlite(config.file) : readPostgres(config.url);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}
