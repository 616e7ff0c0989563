import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { betterAuth } from "better-auth";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";
import SqliteDriver, { type Database } from "better-sqlite3";
import { PASSWORD } from "../http/prepare-accounts.ts";
import { enableTwoFactor, type PeerAccount } from "./enable-two-factor.ts";

// A minimal better-auth server as its documentation sets it up, in a process of its own.

export type PeerQuestion =
  | { readonly kind: "start"; readonly folder: string; readonly accounts: number }
  | { readonly kind: "cpuMillis" }
  | { readonly kind: "hashPasswords"; readonly count: number; readonly concurrency: number };

/** What `start` answers. */
export interface StartedPeer {
  readonly port: number;
  readonly accounts: readonly PeerAccount[];
}

type Answers = {
  readonly start: StartedPeer;
  readonly cpuMillis: number;
  readonly hashPasswords: number;
};

type Question<Kind extends PeerQuestion["kind"]> = Extract<PeerQuestion, { kind: Kind }>;

const ANSWERERS: {
  readonly [Kind in PeerQuestion["kind"]]: (question: Question<Kind>) => Promise<Answers[Kind]>;
} = { start, cpuMillis, hashPasswords };

async function start({ folder, accounts }: Question<"start">): Promise<StartedPeer> {
  const database = new SqliteDriver(join(folder, "better-auth.db"));
  database.pragma("journal_mode = WAL");
  // The driver's own default in this mode is NORMAL, which forgets the last commits in a power cut.
  database.pragma("synchronous = FULL");
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  const auth = betterAuth({
    appName: "Peer",
    baseURL: `http://127.0.0.1:${address.port}`,
    secret: "only for measuring, and nobody signs in here for real",
    database,
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: true, maxAge: 300 } },
    plugins: [twoFactor()],
    // One address makes all the load.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Refusals are part of what is measured; writing about each to the terminal is not.
    logger: { disabled: true },
  });
  await (await auth.$context).runMigrations();
  server.on("request", toNodeHandler(auth));
  const first = await enableTwoFactor(`http://127.0.0.1:${address.port}`);
  return { port: address.port, accounts: copyAccount(database, first, accounts) };
}

/**
 * Copies an account with all its rows: by HTTP the passwords of so many would take minutes. All share the
 * password and the secret, which its sealing allows.
 */
function copyAccount(
  database: Database,
  first: PeerAccount,
  count: number,
): readonly PeerAccount[] {
  const emails = Array.from({ length: count }, (_, index) => `copy-${index}@example.org`);
  const tables: readonly (readonly [
    string,
    (index: number) => Readonly<Record<string, string>>,
  ])[] = [
    ["user", (index) => ({ id: `u${index}`, email: emails[index] ?? "" })],
    ["account", (index) => ({ id: `a${index}`, userId: `u${index}`, accountId: `u${index}` })],
    ["twoFactor", (index) => ({ id: `t${index}`, userId: `u${index}` })],
  ];
  database.transaction(() => {
    for (const [table, changesOf] of tables) {
      const row = database.prepare(`SELECT * FROM "${table}"`).get();
      if (typeof row !== "object" || row === null) throw new Error(`No row of ${table}`);
      const columns = Object.keys(row);
      const insert = database.prepare(
        `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(", ")})
         VALUES (${columns.map((name) => `@${name}`).join(", ")})`,
      );
      for (let index = 0; index < count; index += 1) insert.run({ ...row, ...changesOf(index) });
    }
  })();
  return emails.map((email) => ({ ...first, email }));
}

async function cpuMillis(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU time of one comparison with a hash as it makes them by default, so many at a time. */
async function hashPasswords({ count, concurrency }: Question<"hashPasswords">): Promise<number> {
  const hash = await hashPassword(PASSWORD);
  const before = await cpuMillis();
  let begun = 0;
  const hashAll = async () => {
    while (begun < count) {
      begun += 1;
      await verifyPassword({ hash, password: PASSWORD });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, hashAll));
  return ((await cpuMillis()) - before) / count;
}

function answer<Kind extends PeerQuestion["kind"]>(question: Question<Kind> & { kind: Kind }) {
  return ANSWERERS[question.kind](question);
}

process.on("message", (question: PeerQuestion) => {
  answer(question).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
