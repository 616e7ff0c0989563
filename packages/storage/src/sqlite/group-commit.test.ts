import { join } from "node:path";
import type { Session } from "@twinlatch/accounts";
import { StorageUnavailableError, type Subject } from "@twinlatch/verifier";
import SqliteDriver from "better-sqlite3";
import { sql } from "kysely";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openTemporaryFolder } from "../../../../tests/storage/test-databases.ts";
import type { Database } from "../database.ts";
import type { Executor } from "../executor.ts";
import { migrate } from "../migrate.ts";
import { MIGRATIONS } from "../migrations/migrations.ts";
import { createStores } from "../stores.ts";
import { openSqlite } from "./sqlite-database.ts";

function person(number: number): Subject {
  return { projectId: "prj_a", subjectId: `person-${number}` };
}

/** Refers to an account that is not there. */
const ORPHAN: Session = {
  id: "ses_orphan",
  accountId: "acc_nobody",
  tokenDigest: "digest",
  amr: [],
  authenticatedAtMillis: 1,
  isRecovery: false,
  createdAtMillis: 1,
  lastUsedAtMillis: 1,
  ip: "",
  userAgent: "",
};

describe("group commit", () => {
  let file: string;
  let database: Database;

  beforeEach(async () => {
    file = join(await openTemporaryFolder(), "twinlatch.db");
    database = openSqlite(file);
    onTestFinished(() => database.close());
    await migrate(database, MIGRATIONS);
  });

  const enable = (number: number) => (executor: Executor) =>
    createStores(executor).signInSettings.set(person(number), "every_time");
  const isEnabled = (number: number) =>
    database.read(
      async (executor) =>
        (await createStores(executor).signInSettings.get(person(number))) === "every_time",
    );
  const run = (statement: string) => (executor: Executor) =>
    executor.execute(sql.raw(statement).compile(executor.builder));
  const statuses = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.map(({ status }) => status);

  it("commits everything that arrived together, in more than one batch where it must", async () => {
    const count = 200;
    await Promise.all(Array.from({ length: count }, (_, number) => database.write(enable(number))));
    const enabled = await Promise.all(Array.from({ length: count }, (_, n) => isEnabled(n)));
    expect(enabled).toEqual(Array.from({ length: count }, () => true));
  });

  it("lets each work see what the earlier ones of its batch wrote", async () => {
    const counts = await Promise.all(
      Array.from({ length: 5 }, (_, number) =>
        database.write(async (executor) => {
          await enable(number)(executor);
          const settings = executor.builder.selectFrom("sign_in_setting").select("subject_id");
          return (await executor.execute(settings.compile())).rows.length;
        }),
      ),
    );
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  });

  it("a statement that fails rejects its own caller and takes back only its writes", async () => {
    const outcomes = await Promise.allSettled([
      database.write(enable(1)),
      database.write(async (executor) => {
        await enable(2)(executor);
        await createStores(executor).sessions.insert(ORPHAN);
      }),
      database.write(enable(3)),
    ]);
    expect(statuses(outcomes)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: expect.any(StorageUnavailableError) });
    expect(await Promise.all([1, 2, 3].map(isEnabled))).toEqual([true, false, true]);
  });

  it("R-082: a work that swallows the failure of a statement does not commit the rest", async () => {
    const written = database.write(async (executor) => {
      await enable(1)(executor);
      await createStores(executor)
        .sessions.insert(ORPHAN)
        .catch(() => undefined);
      return "done";
    });
    await expect(written).rejects.toBeInstanceOf(StorageUnavailableError);
    expect(await isEnabled(1)).toBe(false);
  });

  it("R-035: a commit that fails rejects everybody in it, also who had failed before", async () => {
    const outcomes = await Promise.allSettled([
      database.write(enable(1)),
      database.write(() => Promise.reject(new Error("no"))),
      database.write(async (executor) => {
        // The missing account is noticed at the commit.
        await run("pragma defer_foreign_keys = on")(executor);
        await createStores(executor).sessions.insert(ORPHAN);
      }),
      database.write(enable(2)),
    ]);
    expect(statuses(outcomes)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: expect.any(StorageUnavailableError) });
    }
    expect(await Promise.all([1, 2].map(isEnabled))).toEqual([false, false]);
    await database.write(enable(3));
    expect(await isEnabled(3)).toBe(true);
  });

  it("an error on which SQLite rolls everything back rejects everybody", async () => {
    await database.write(enable(1));
    const outcomes = await Promise.allSettled([
      database.write(enable(2)),
      database.write(
        run("insert or rollback into sign_in_setting values ('prj_a', 'person-1', 'off')"),
      ),
      database.write(enable(3)),
    ]);
    expect(statuses(outcomes)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await Promise.all([1, 2, 3].map(isEnabled))).toEqual([true, false, false]);
    await database.write(enable(3));
    expect(await isEnabled(3)).toBe(true);
  });

  it("statements that nobody awaited do not reach a later work of the batch", async () => {
    const outcomes = await Promise.allSettled([
      database.write(async (executor) => {
        const late = Promise.resolve()
          .then(() => undefined)
          .then(() => enable(1)(executor));
        late.catch(() => undefined);
        throw new Error("no");
      }),
      database.write(enable(2)),
    ]);
    expect(statuses(outcomes)).toEqual(["rejected", "fulfilled"]);
    expect(await Promise.all([1, 2].map(isEnabled))).toEqual([false, true]);
  });

  it("waits for another process that writes, and does not block this one meanwhile", async () => {
    const other = new SqliteDriver(file);
    onTestFinished(() => void other.close());
    other.exec("begin immediate");
    const written = database.write(enable(1));
    let turns = 0;
    while (turns < 10) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      turns += 1;
    }
    expect(await isEnabled(1)).toBe(false);
    other.exec("commit");
    await written;
    expect(await isEnabled(1)).toBe(true);
  });

  it("gives up on a lock that is never released, and goes on when it is", async () => {
    const other = new SqliteDriver(file);
    onTestFinished(() => void other.close());
    other.exec("begin immediate");
    const waiting = Array.from({ length: 200 }, (_, number) => database.write(enable(number)));
    const outcomes = await Promise.allSettled(waiting);
    expect(new Set(statuses(outcomes))).toEqual(new Set(["rejected"]));
    expect(outcomes[0]).toMatchObject({ reason: expect.any(StorageUnavailableError) });
    other.exec("rollback");
    await database.write(enable(1));
    expect(await isEnabled(1)).toBe(true);
  });

  it("finishes what was begun when it closes, and refuses the rest", async () => {
    const begun = Array.from({ length: 100 }, (_, number) => database.write(enable(number)));
    const closed = database.close();
    await expect(database.write(enable(500))).rejects.toBeInstanceOf(StorageUnavailableError);
    await Promise.all(begun);
    await closed;
    const reopened = openSqlite(file);
    onTestFinished(() => reopened.close());
    const settings = await reopened.read(({ builder, execute }) =>
      execute(builder.selectFrom("sign_in_setting").select("subject_id").compile()),
    );
    expect(settings.rows).toHaveLength(100);
  });
});
