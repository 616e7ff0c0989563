import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Session } from "@twinlatch/accounts";
import { StorageUnavailableError } from "@twinlatch/verifier";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  openMigrated,
  openTemporaryFolder,
  TEST_DATABASES,
} from "../../../tests/storage/test-databases.ts";
import { MIGRATIONS } from "./migrations/migrations.ts";
import { openStorage, type Storage } from "./open-storage.ts";

const ADA = { projectId: "prj_a", subjectId: "ada" };
const NOW = 1_800_000_000_000;

function open(config: Parameters<typeof openStorage>[0]): Storage {
  const storage = openStorage(config);
  onTestFinished(() => storage.close());
  return storage;
}

describe.each(TEST_DATABASES)("storage on $name", (testDatabase) => {
  it("is ready once it is migrated, and has nothing to migrate again", async () => {
    const storage = open(await testDatabase.create());
    expect(await storage.isReady()).toBe(false);
    expect(await storage.migrate()).toEqual({ applied: MIGRATIONS.map(({ name }) => name) });
    expect(await storage.isReady()).toBe(true);
    expect(await storage.migrate()).toEqual({ applied: [] });
  });

  it("keeps what was written when it is opened again", async () => {
    const config = await testDatabase.create();
    const first = openStorage(config);
    await first.migrate();
    await first.unitOfWork.write((stores) => stores.signInSettings.set(ADA, "every_time"));
    await first.close();
    const second = open(config);
    expect(await second.unitOfWork.read((stores) => stores.signInSettings.get(ADA))).toBe(
      "every_time",
    );
  });

  it("is unavailable when it is closed, however often", async () => {
    const { storage } = await openMigrated(testDatabase);
    await storage.close();
    await storage.close();
    expect(await storage.isReady()).toBe(false);
    for (const use of [storage.unitOfWork.write, storage.unitOfWork.read]) {
      await expect(use((stores) => stores.signInSettings.get(ADA))).rejects.toBeInstanceOf(
        StorageUnavailableError,
      );
    }
  });

  it("is unavailable when its tables are not there", async () => {
    const storage = open(await testDatabase.create());
    await expect(
      storage.unitOfWork.read((stores) => stores.signInSettings.get(ADA)),
    ).rejects.toBeInstanceOf(StorageUnavailableError);
  });

  it("R-083: a fault of the driver carries its cause, and no value of a row", async () => {
    const { storage } = await openMigrated(testDatabase);
    const insert = (id: string) =>
      storage.unitOfWork.write(({ signUps }) =>
        signUps.insert({
          id,
          tokenDigest: "canary-digest",
          email: "canary@example.org",
          emailKey: "canary@example.org",
          passwordHash: "canary-hash",
          attempts: 0,
          createdAtMillis: NOW,
          expiresAtMillis: NOW,
        }),
      );
    await insert("sup_1");
    const fault: unknown = await insert("sup_2").catch((error: unknown) => error);
    if (!(fault instanceof StorageUnavailableError)) throw new Error("There was no fault");
    expect(fault.cause).toBeInstanceOf(Error);
    expect(everythingIn(fault)).not.toContain("canary");
  });

  it("purges at most a thousand rows a call", { timeout: 60_000 }, async () => {
    const { storage } = await openMigrated(testDatabase);
    await storage.unitOfWork.write(async (stores) => {
      const account = { email: "a", emailKey: "a", passwordHash: "h", createdAtMillis: NOW };
      await stores.accounts.insert({ ...account, id: "acc_ada" });
      for (let number = 0; number < 1_001; number += 1) {
        await stores.sessions.insert(session(number));
        await stores.attemptBudgets.appendIfWithin(
          { ...ADA, subjectId: `${number}` },
          "code",
          { atMillis: NOW, id: "abcdefgh" },
          [],
        );
      }
    });
    const purge = () =>
      storage.unitOfWork.write(async ({ attemptBudgets, sessions }) => [
        await sessions.purge(NOW + 1),
        await attemptBudgets.purge(NOW + 1),
      ]);
    expect(await purge()).toEqual([1_000, 1_000]);
    expect(await purge()).toEqual([1, 1]);
    expect(await purge()).toEqual([0, 0]);
  });
});

describe("storage in a SQLite file", () => {
  it("makes the folder and the files readable to their owner alone", async () => {
    const folder = join(await openTemporaryFolder(), "deep", "data");
    const file = join(folder, "twinlatch.db");
    const storage = open({ kind: "sqlite", file });
    await storage.migrate();
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await modeOf(folder)).toBe(0o700);
    for (const path of [file, `${file}-wal`, `${file}-shm`]) {
      expect(await modeOf(path)).toBe(0o600);
    }
  });

  it("closes a file that others could read", async () => {
    const file = join(await openTemporaryFolder(), "twinlatch.db");
    await writeFile(file, "");
    await chmod(file, 0o644);
    open({ kind: "sqlite", file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("says at once that it cannot open what is no database", async () => {
    const folder = await openTemporaryFolder();
    const text = join(folder, "text.db");
    await writeFile(text, "This is not a database, and long enough to see it. ".repeat(100));
    const directory = join(folder, "directory.db");
    await mkdir(directory);
    for (const file of [text, directory, join(text, "below.db")]) {
      expect(() => openStorage({ kind: "sqlite", file })).toThrow(StorageUnavailableError);
    }
  });
});

describe("storage on a PostgreSQL server that is not there", () => {
  it("is not ready, and unavailable", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    const storage = open({ kind: "postgres", url: `postgres://u:p@127.0.0.1:${port}/d` });
    expect(await storage.isReady()).toBe(false);
    await expect(storage.migrate()).rejects.toBeInstanceOf(StorageUnavailableError);
    await expect(
      storage.unitOfWork.write((stores) => stores.signInSettings.set(ADA, "off")),
    ).rejects.toBeInstanceOf(StorageUnavailableError);
  });

  it("does not wait for ever for one that does not answer", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const storage = open({ kind: "postgres", url: `postgres://u:p@127.0.0.1:${port}/d` });
    expect(await storage.isReady()).toBe(false);
  });
});

function session(number: number): Session {
  return {
    id: `ses_${number}`,
    accountId: "acc_ada",
    tokenDigest: `digest ${number}`,
    amr: [],
    authenticatedAtMillis: NOW,
    isRecovery: false,
    createdAtMillis: NOW,
    lastUsedAtMillis: NOW,
    ip: "192.0.2.1",
    userAgent: "Agent/1",
  };
}

/** All that a logger could print of an error: every property of it and of its causes. */
function everythingIn(error: Error): string {
  const own = Object.getOwnPropertyNames(error).map((name) => {
    const value: unknown = Reflect.get(error, name);
    return value instanceof Error ? everythingIn(value) : `${name}: ${String(value)}`;
  });
  return own.join("\n");
}
