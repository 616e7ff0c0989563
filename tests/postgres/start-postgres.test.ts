import { Client } from "pg";
import { expect, inject, it } from "vitest";
import { createDatabase } from "./create-database.ts";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("gives every suite an empty database of its own", async () => {
  const [first, second] = await Promise.all([
    createDatabase(inject("postgresUrl")),
    createDatabase(inject("postgresUrl")),
  ]);
  await query(first, "CREATE TABLE mark (id int)");
  const tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
  expect(await query(first, tables)).toEqual([{ table_name: "mark" }]);
  expect(await query(second, tables)).toEqual([]);
});

it("listens on the loopback address only", async () => {
  const rows = await query(inject("postgresUrl"), "SHOW listen_addresses");
  expect(rows).toEqual([{ listen_addresses: "127.0.0.1" }]);
});
