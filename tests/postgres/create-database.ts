import { randomUUID } from "node:crypto";
import { Client } from "pg";

/**
 * Creates an empty database on the server of `serverUrl` and returns its connection string.
 * A suite calls it with `inject("postgresUrl")`, so that no two suites share rows.
 */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
