import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { openTemporaryFolder } from "../../../../tests/storage/test-databases.ts";
import { Checkpointer } from "./checkpointer.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

/** A database whose writer never copies its log into the file by itself. */
async function openWriter() {
  const file = join(await openTemporaryFolder(), "test.db");
  const writer = new SqliteConnection(file, { readonly: false, timeoutMillis: 0 });
  writer.configure("journal_mode = WAL");
  writer.configure("wal_autocheckpoint = 0");
  writer.execute({ sql: "create table note (text text)", parameters: [] });
  const insert = () =>
    writer.execute({ sql: "insert into note values (?)", parameters: ["x".repeat(8_000)] });
  const checkpointer = new Checkpointer(file);
  onTestFinished(async () => {
    await checkpointer.close();
    writer.close();
  });
  return { file, writer, insert, checkpointer };
}

it("copies the log into the file while the writer goes on, and not before 256 units of work", async () => {
  const { file, insert, checkpointer } = await openWriter();
  const before = statSync(file).size;
  for (let work = 0; work < 255; work += 1) {
    insert();
    checkpointer.noteCommit(1);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(statSync(file).size).toBe(before);
  insert();
  checkpointer.noteCommit(1);
  await expect.poll(() => statSync(file).size).toBeGreaterThan(256 * 8_000);
  insert();
});

it("ends its thread, which has let go of the file then", async () => {
  const { file, insert, checkpointer, writer } = await openWriter();
  insert();
  checkpointer.noteCommit(256);
  await expect.poll(() => statSync(file).size).toBeGreaterThan(8_000);
  expect(() => writer.configure("journal_mode = DELETE")).toThrow("locked");
  await checkpointer.close();
  // Not to be had while anybody else has the file open.
  writer.configure("journal_mode = DELETE");
  expect(existsSync(`${file}-wal`)).toBe(false);
});

it("leaves the writer alone when its thread fails", async () => {
  const { file, insert } = await openWriter();
  const checkpointer = new Checkpointer("/nowhere/test.db");
  checkpointer.noteCommit(256);
  await new Promise((resolve) => setTimeout(resolve, 300));
  insert();
  checkpointer.noteCommit(256);
  await checkpointer.close();
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(8_000);
});

it("leaves the writer alone where no thread can be had", async () => {
  const { file, insert } = await openWriter();
  const program = `
    const { Checkpointer } = await import(${JSON.stringify(new URL("checkpointer.ts", import.meta.url))});
    const checkpointer = new Checkpointer(${JSON.stringify(file)});
    for (let commit = 0; commit < 3; commit += 1) checkpointer.noteCommit(256);
    await checkpointer.close();
    console.log("went on");`;
  // Node refuses a thread there as the system does at its limit: when it is asked for.
  const limits = ["--permission", "--allow-fs-read=*", "--allow-addons", "--no-warnings"];
  const flags = [...limits, "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(stdout).toBe("went on\n");
  insert();
});
