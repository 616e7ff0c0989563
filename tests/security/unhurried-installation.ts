import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type AccountsDeps, type AccountsStores, passwordKind } from "@twinlatch/accounts";
import { openStorage } from "@twinlatch/storage";
import { openTestInstallation, type TestInstallation } from "@twinlatch/testkit";
import { inject } from "vitest";
import { type DatabaseReader, readPostgres } from "../harness/database-reader.ts";
import { createMigratedDatabase } from "../storage/migrated-database.ts";

/** As many transactions at a time. */
const CONNECTIONS = 24;
const MAX_PAUSE_MILLIS = 4;

/** The rules on a PostgreSQL database of their own, called in process. */
export interface UnhurriedInstallation {
  /** As fast as it goes. */
  readonly hurried: TestInstallation;
  /**
   * The same, but that a writing transaction pauses after every statement: what it does between two
   * locks, which takes a fraction of a millisecond, gives everybody else the time to take theirs.
   */
  readonly unhurried: TestInstallation;
  readonly database: DatabaseReader;
  /** How many circles of waiting transactions PostgreSQL has broken so far. */
  countDeadlocks(): Promise<number>;
  close(): Promise<void>;
}

/** Opens one. Connections are what locks are held by, in whichever process they end. */
export async function openUnhurriedInstallation(seed: string): Promise<UnhurriedInstallation> {
  const base = await openTestInstallation(seed);
  const url = await createMigratedDatabase(inject("postgresUrl"));
  const storage = openStorage({ kind: "postgres", url, poolSize: CONNECTIONS });
  const database = readPostgres(url);
  const through = (unitOfWork: AccountsDeps["unitOfWork"]): TestInstallation => {
    const ports = { ...base.deps, unitOfWork };
    const factors = { ...base.deps.factors, password: passwordKind(ports) };
    return { ...base, storage, deps: { ...ports, factors } };
  };
  const { read, write } = storage.unitOfWork;
  return {
    hurried: through(storage.unitOfWork),
    unhurried: through({ read, write: (work) => write((stores) => work(pausing(stores))) }),
    database,
    async countDeadlocks() {
      const [counted] = await database.query<{ deadlocks: number }>(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
      );
      return counted?.deadlocks ?? Number.NaN;
    },
    async close() {
      await database.close();
      await storage.close();
      await base.close();
    },
  };
}

function pausing(stores: AccountsStores): AccountsStores {
  return new Proxy(stores, {
    get(target, name) {
      const store: unknown = Reflect.get(target, name);
      return typeof store === "object" && store !== null ? pausingStore(store) : store;
    },
  });
}

function pausingStore(store: object): object {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...given: readonly unknown[]) => {
        const answer: unknown = await Reflect.apply(method, target, given);
        await sleep(randomInt(MAX_PAUSE_MILLIS));
        return answer;
      };
    },
  });
}
