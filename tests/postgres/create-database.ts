import { randomUUID } from "node:crypto";
import { Client } from "pg";

/**
 * Creates an empty database on the server of `serverUrl` and returns its connection string.
 * A suite calls it with `inject("postgresUrl")`, so that no two suites share rows.
 */
export function createDatabase(serverUrl: string): Promise<string> {
  return withClient(serverUrl, (client) => create(client, serverUrl));
}

/**
 * Creates a copy of the database `name`, which is made and handed to `fill` when it is not there yet:
 * once for a server, however many processes ask.
 */
export function createCopy(
  serverUrl: string,
  name: string,
  fill: (url: string) => Promise<void>,
): Promise<string> {
  return withClient(serverUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    try {
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
      if (found.rowCount === 0) await createFilled(client, { serverUrl, name, fill });
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtext($1))", [name]);
    }
    return create(client, serverUrl, `TEMPLATE ${client.escapeIdentifier(name)}`);
  });
}

async function createFilled(
  client: Client,
  {
    serverUrl,
    name,
    fill,
  }: {
    readonly serverUrl: string;
    readonly name: string;
    readonly fill: (url: string) => Promise<void>;
  },
): Promise<void> {
  const url = await create(client, serverUrl);
  await fill(url);
  // Named when it is whole: a run that was cut off leaves none behind that only looks so.
  const [from, to] = [new URL(url).pathname.slice(1), name].map((each) =>
    client.escapeIdentifier(each),
  );
  await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
}

async function create(client: Client, serverUrl: string, how = ""): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} ${how}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withClient<Result>(
  serverUrl: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
