import { spawn } from "node:child_process";
import { once } from "node:events";
import type { StorageConfig } from "@twinlatch/storage";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DatabaseReader, readPostgres, readSqlite } from "../harness/database-reader.ts";
import { rounds } from "../rounds.ts";
import { openMigrated, TEST_DATABASES } from "../storage/test-databases.ts";

const KILLS = rounds(5, 50);
const TIMEOUT_MILLIS = rounds(120_000, 600_000);
const SCRIPT = new URL("../storage/ledger-writer.ts", import.meta.url).pathname;

interface Written {
  readonly part: "account" | "event";
  readonly number: number;
}

/** One query: a killed process's last commit may still be on its way through the server. */
const WRITTEN = `SELECT 'account' AS part, created_at_millis AS number FROM account
  UNION ALL SELECT 'event', at_millis FROM audit_event`;

describe.each(TEST_DATABASES)("a process killed while it writes to $name", (testDatabase) => {
  it("R-035, R-112: loses nothing it acknowledged, leaves nothing half-written", {
    timeout: TIMEOUT_MILLIS,
  }, async () => {
    const { config, storage } = await openMigrated(testDatabase);
    const reader = openReader(config);
    onTestFinished(() => reader.close());
    const acknowledged: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged.push(...(await writeUntilKilled(config, kill * 1_000_000)));
      const rows = await reader.query<Written>(WRITTEN);
      const numbersOf = (wanted: Written["part"]) =>
        new Set(rows.filter(({ part }) => part === wanted).map(({ number }) => number));
      const accounts = numbersOf("account");
      expect(numbersOf("event")).toEqual(accounts);
      expect(acknowledged.filter((number) => !accounts.has(number))).toEqual([]);
      expect(await storage.isReady()).toBe(true);
    }
    // Each process was killed in the middle of its work, not before it began.
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * 10);
  });
});

/** Runs a writer, kills it at some moment after its tenth acknowledgement, and returns all of them. */
async function writeUntilKilled(config: StorageConfig, firstNumber: number): Promise<number[]> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(config), String(firstNumber)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  let isDoomed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    if (isDoomed || printed.split("\n").length <= 10) return;
    isDoomed = true;
    setTimeout(() => child.kill("SIGKILL"), Math.random() * 100);
  });
  const [code, signal] = await once(child, "close");
  if (signal !== "SIGKILL") throw new Error(`The writer ended by itself with ${code ?? signal}`);
  // A number without the end of its line was cut off, and was not said.
  return printed.split("\n").slice(0, -1).map(Number);
}

function openReader(config: StorageConfig): DatabaseReader {
  return config.kind === "sqlite" ? readSqlite(config.file) : readPostgres(config.url);
}
