import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { CallResult, EndpointName } from "@twinlatch/client";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { DatabaseReader } from "../harness/database-reader.ts";
import {
  createInstallation,
  type Installation,
  type StorageKind,
} from "../harness/installation.ts";
import {
  type Authenticator,
  Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

/** An installation whose audit trail can be made unwritable while it serves. */
interface Silenced {
  readonly server: RunningServer;
  refuse(): Promise<void>;
  allow(): Promise<void>;
}

const SILENCERS: Readonly<Record<StorageKind, (installation: Installation) => Promise<Silenced>>> =
  { sqlite: silenceSqlite, postgres: silencePostgres };

/** What privileged actions change. Attempts may be counted: that is never undone. */
const CHANGED_TABLES = [
  "account",
  "session",
  "totp_factor",
  "recovery_code_set",
  "recovery_code",
  "sign_in_setting",
];

describe.each(["sqlite", "postgres"] as const)(
  "an audit trail that cannot be written, on %s",
  (kind) => {
    let installation: Installation;
    let silenced: Silenced;
    let person: Person;
    let authenticator: Authenticator;

    beforeAll(async () => {
      installation = await createInstallation(kind);
      silenced = await SILENCERS[kind](installation);
      person = await signUpPerson(silenced.server);
      ({ authenticator } = await person.addAuthenticator());
    });

    afterAll(async () => {
      person?.close();
      await installation?.stop();
    });

    it("R-082: refuses every change with 503 and changes nothing, then goes on", async () => {
      const calls = await prepareCalls(silenced.server, person, authenticator);
      // The session's last use is noted now, and not again while the trail is silent.
      await person.client.call("getSession", {});
      const before = await readTables(installation.database);

      await silenced.refuse();
      const problems = new Map<string, string | undefined>();
      for (const [name, call] of calls) problems.set(name, problemOf(await call()));
      const after = await readTables(installation.database);
      await silenced.allow();

      expect(problems).toEqual(new Map([...calls].map(([name]) => [name, "unavailable"])));
      expect(after).toEqual(before);
      // The proofs and codes that could not be recorded were not spent either.
      for (const name of ["removal", "sign-in with a right code"]) {
        expect(problemOf(await calls.get(name)!()), name).toBeUndefined();
      }
    });
  },
);

type Calls = ReadonlyMap<string, () => Promise<CallResult<EndpointName>>>;

/** Every operation that has an event, each with all it needs to be allowed. */
async function prepareCalls(
  server: RunningServer,
  person: Person,
  authenticator: Authenticator,
): Promise<Calls> {
  const { clock, client } = person;
  const newcomer = new Person(server, "newcomer@example.org");
  const begun = await newcomer.beginSignUp();
  const tablet = (await person.addAuthenticator("Tablet", authenticator)).authenticator;
  const removal = { params: { id: tablet.factorId } };
  const addition = { body: { label: "Third" } };
  const disabling = { body: { value: "off" } } as const;
  const prove = async (how: () => Promise<string>) => {
    const proof = await how();
    clock.advance(30_000);
    return proof;
  };
  const proofs = {
    addition: await prove(() => person.prove("enrolTotp", addition, authenticator)),
    removal: await prove(() => person.prove("removeFactor", removal, authenticator)),
    disabling: await prove(() => person.prove("setSignInSetting", disabling, authenticator)),
    renewal: await prove(() => person.prove("regenerateRecoveryCodes", {}, authenticator)),
  };
  const step = await person.beginSignIn();
  const right = totpAnswer(authenticator);
  const wrong = totpAnswer(authenticator, authenticator.wrongCodes(1)[0]);
  const { email } = newcomer;
  const signUp = { email, session: "token", ...begun } as const;
  return new Map<string, () => Promise<CallResult<EndpointName>>>([
    ["password", () => client.call("signIn", person.passwordSignIn())],
    ["wrong password", () => client.call("signIn", person.passwordSignIn("wrong"))],
    ["sign-in with a wrong code", () => person.answer(step, wrong)],
    ["sign-in with a right code", () => person.answer(step, right)],
    [
      "sign-up",
      () =>
        client.call("signUp", {
          body: { email: "else@example.org", password: "a long enough one" },
        }),
    ],
    ["account", () => client.call("verifySignUp", { body: signUp })],
    ["enrolment", () => person.client.call("enrolTotp", { ...addition, proof: proofs.addition })],
    ["removal", () => person.client.call("removeFactor", { ...removal, proof: proofs.removal })],
    [
      "disabling",
      () => person.client.call("setSignInSetting", { ...disabling, proof: proofs.disabling }),
    ],
    ["renewal", () => person.client.call("regenerateRecoveryCodes", { proof: proofs.renewal })],
    ["demand for proof", () => person.client.call("regenerateRecoveryCodes", {})],
    [
      "renaming",
      () => person.client.call("changeFactor", { ...removal, body: { label: "Other" } }),
    ],
    ["acknowledgement", () => person.client.call("acknowledgeRecoveryCodes", {})],
    ["sign-out", () => person.client.call("signOut", {})],
  ]);
}

async function readTables(database: DatabaseReader): Promise<Readonly<Record<string, unknown>>> {
  const tables: Record<string, unknown> = {};
  for (const table of CHANGED_TABLES) {
    const rows = await database.query(`SELECT * FROM ${table}`);
    tables[table] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return tables;
}

async function silenceSqlite(installation: Installation): Promise<Silenced> {
  const server = await installation.start();
  const execute = async (sql: string) => {
    const database = new DatabaseSync(server.databaseFile, { timeout: 5_000 });
    database.exec(sql);
    database.close();
  };
  return {
    server,
    refuse: () =>
      execute(`CREATE TRIGGER refuse_audit BEFORE INSERT ON audit_event
        BEGIN SELECT raise(ABORT, 'the audit trail cannot be written'); END`),
    allow: () => execute("DROP TRIGGER refuse_audit"),
  };
}

/** The server gets a role of its own: a superuser could not be kept out. */
async function silencePostgres(installation: Installation): Promise<Silenced> {
  const role = `server_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(installation.storage);
  const execute = async (sql: string, database = url.href) => {
    const client = new Client({ connectionString: database });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await execute(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
  await execute(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`, inject("postgresUrl"));
  for (const what of [
    "SCHEMA public",
    "ALL TABLES IN SCHEMA public",
    "ALL SEQUENCES IN SCHEMA public",
  ]) {
    await execute(`GRANT ALL ON ${what} TO ${role}`);
  }
  const own = new URL(url);
  own.username = role;
  own.password = role;
  return {
    server: await installation.start({ DATABASE_URL: own.href }),
    refuse: () => execute(`REVOKE INSERT ON audit_event FROM ${role}`),
    allow: () => execute(`GRANT INSERT ON audit_event TO ${role}`),
  };
}
