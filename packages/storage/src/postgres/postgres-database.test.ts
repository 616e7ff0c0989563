import { setTimeout as sleep } from "node:timers/promises";
import type { AccountsStores } from "@twinlatch/accounts";
import { StorageUnavailableError } from "@twinlatch/verifier";
import { Client } from "pg";
import { beforeEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { createDatabase } from "../../../../tests/postgres/create-database.ts";
import { openStorage, type Storage } from "../open-storage.ts";

const ADA = { projectId: "prj_a", subjectId: "ada" };
const BOB = { projectId: "prj_a", subjectId: "bob" };

describe("PostgreSQL", () => {
  let url: string;
  let storage: Storage;

  beforeEach(async () => {
    url = await createDatabase(inject("postgresUrl"));
    storage = openStorage({ kind: "postgres", url, poolSize: 2 });
    onTestFinished(() => storage.close());
    await storage.migrate();
  });

  const enable = (subject = ADA) =>
    storage.unitOfWork.write((stores) => stores.signInSettings.set(subject, "every_time"));
  const setting = (subject = ADA) =>
    storage.unitOfWork.read((stores) => stores.signInSettings.get(subject));
  const connect = async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  };
  /** Ends every connection of the storage, as a restart of the server does. */
  const cutConnections = async () => {
    const client = await connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'twinlatch' AND datname = current_database()`,
    );
  };

  it("a process that migrates waits for another that does", async () => {
    const other = await connect();
    const lock = 0x7477696e;
    await other.query("SELECT pg_advisory_lock($1)", [lock]);
    const migrated = storage.migrate();
    const waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    while ((await other.query(waiting)).rowCount !== 1) await sleep(5);
    await other.query("SELECT pg_advisory_unlock($1)", [lock]);
    expect(await migrated).toEqual({ applied: [] });
  });

  it("a connection cut in the middle of a work rejects it, writes nothing, and is replaced", async () => {
    const written = storage.unitOfWork.write(async (stores) => {
      await stores.signInSettings.set(ADA, "every_time");
      await cutConnections();
      await stores.signInSettings.set(BOB, "every_time");
    });
    await expect(written).rejects.toBeInstanceOf(StorageUnavailableError);
    expect(await setting()).toBe("off");
    await enable();
    expect(await setting()).toBe("every_time");
  });

  it("a connection cut before the commit rejects the work and writes nothing", async () => {
    const written = storage.unitOfWork.write(async (stores) => {
      await stores.signInSettings.set(ADA, "every_time");
      await cutConnections();
    });
    await expect(written).rejects.toBeInstanceOf(StorageUnavailableError);
    expect(await setting()).toBe("off");
  });

  it("idle connections that are cut are replaced, and do not end the process", async () => {
    await enable();
    await setting();
    await cutConnections();
    // Long enough for the pools to hear of it while nobody uses them.
    await sleep(200);
    await enable(BOB);
    expect(await setting(BOB)).toBe("every_time");
  });

  it("gives up on a row that somebody keeps locked", async () => {
    await enable();
    const other = await connect();
    await other.query("BEGIN; UPDATE sign_in_setting SET value = 'off'");
    await expect(enable()).rejects.toBeInstanceOf(StorageUnavailableError);
    await other.query("ROLLBACK");
    await enable();
  });

  it("reads go on while every writing connection waits", async () => {
    await enable();
    const other = await connect();
    await other.query("BEGIN; UPDATE sign_in_setting SET value = 'off'");
    const waiting = [enable(), enable(), enable()];
    expect(await setting()).toBe("every_time");
    await other.query("ROLLBACK");
    await Promise.all(waiting);
  });

  it("of two works that deadlock one is rejected whole", async () => {
    await Promise.all([enable(ADA), enable(BOB)]);
    const arrived = new Set<string>();
    const crossing = (first: typeof ADA, second: typeof ADA) =>
      storage.unitOfWork.write(async (stores) => {
        await stores.signInSettings.set(first, "off");
        arrived.add(first.subjectId);
        while (arrived.size < 2) await sleep(5);
        await stores.signInSettings.set(second, "off");
      });
    const outcomes = await Promise.allSettled([crossing(ADA, BOB), crossing(BOB, ADA)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: expect.any(StorageUnavailableError),
    });
    expect([await setting(ADA), await setting(BOB)]).toEqual(["off", "off"]);
  });

  /** What a purge deletes that comes while an old row is being renewed. */
  const purgeBeside = async (
    renew: (stores: AccountsStores) => Promise<unknown>,
    purge: (stores: AccountsStores) => Promise<number>,
  ) => {
    const other = await connect();
    const isWaited = "SELECT 1 FROM pg_locks WHERE NOT granted";
    let purged: Promise<number> | undefined;
    await storage.unitOfWork.write(async (stores) => {
      await renew(stores);
      purged = storage.unitOfWork.write(purge);
      while ((await other.query(isWaited)).rowCount === 0) await sleep(5);
    });
    return purged;
  };

  it("R-034: a budget that an attempt is just counted in is not purged as an old one", async () => {
    const append = ({ attemptBudgets }: AccountsStores, atMillis: number) =>
      attemptBudgets.appendIfWithin(ADA, "code", { atMillis, id: "abcdefgh" }, []);
    await storage.unitOfWork.write((stores) => append(stores, 1));
    const purged = await purgeBeside(
      (stores) => append(stores, 9),
      ({ attemptBudgets }) => attemptBudgets.purge(5),
    );
    expect(purged).toBe(0);
    const list = () => storage.unitOfWork.read((stores) => stores.attemptBudgets.list(ADA, "code"));
    expect(await list()).toEqual([9, 1]);
  });

  it("R-037: a password that is just being retired is not purged as an old doubt", async () => {
    await storage.unitOfWork.write(({ passwordDoubts }) => passwordDoubts.begin(ADA, 1, 0));
    const purged = await purgeBeside(
      ({ passwordDoubts }) => passwordDoubts.retire(ADA, 9),
      ({ passwordDoubts }) => passwordDoubts.purge(5),
    );
    expect(purged).toBe(0);
    const isRetired = storage.unitOfWork.read((stores) => stores.passwordDoubts.isRetired(ADA));
    expect(await isRetired).toBe(true);
  });

  it("R-082: a work that swallows the failure of a statement does not commit the rest", async () => {
    const written = storage.unitOfWork.write(async (stores) => {
      await stores.signInSettings.set(ADA, "every_time");
      await stores.recoveryCodes
        .replace(ADA, { id: "rcs_1", createdAtMillis: 0.5, hashes: [] })
        .catch(() => undefined);
      return "done";
    });
    await expect(written).rejects.toBeInstanceOf(StorageUnavailableError);
    expect(await setting()).toBe("off");
  });
});
