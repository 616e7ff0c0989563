import { CONSOLE_PROJECT_ID, type Session, type SessionStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { isString, readList, writeList } from "./json-list.ts";
import { PURGE_ROWS } from "./purge.ts";

const insertSession = compileOnce((db, session: SessionRow) =>
  db.insertInto("session").values({
    id: session.id,
    account_id: session.accountId,
    token_digest: session.tokenDigest,
    amr: session.amr,
    authenticated_at_millis: session.authenticatedAtMillis,
    second_factor_at_millis: session.secondFactorAtMillis,
    is_recovery: session.isRecovery,
    created_at_millis: session.createdAtMillis,
    last_used_at_millis: session.lastUsedAtMillis,
    ip: session.ip,
    user_agent: session.userAgent,
  }),
);

const SESSION_COLUMNS = [
  "id",
  "account_id as accountId",
  "token_digest as tokenDigest",
  "amr",
  "authenticated_at_millis as authenticatedAtMillis",
  "second_factor_at_millis as secondFactorAtMillis",
  "is_recovery as isRecovery",
  "created_at_millis as createdAtMillis",
  "last_used_at_millis as lastUsedAtMillis",
  "ip",
  "user_agent as userAgent",
] as const;

// A join would cost five times as much on SQLite: where STAT4 is compiled in, a plan that might depend
// on a parameter's value is made anew for every value.
const findSignedIn = compileOnce((db, key: { tokenDigest: string }) =>
  db
    .selectFrom("session")
    .select(SESSION_COLUMNS)
    .select((eb) =>
      eb
        .selectFrom("account")
        .whereRef("account.id", "=", "session.account_id")
        .select("account.email")
        .as("email"),
    )
    .select((eb) =>
      eb
        .selectFrom("password_doubt")
        .where("project_id", "=", CONSOLE_PROJECT_ID)
        .whereRef("subject_id", "=", "session.account_id")
        .select("retired_at_millis")
        .as("passwordRetiredAtMillis"),
    )
    .where("token_digest", "=", key.tokenDigest),
);

const listSessions = compileOnce((db, key: { accountId: string }) =>
  db
    .selectFrom("session")
    .select(SESSION_COLUMNS)
    .where("account_id", "=", key.accountId)
    .orderBy("last_used_at_millis", "desc")
    .orderBy("id", "desc"),
);

const touchSession = compileOnce((db, by: { sessionId: string; nowMillis: number }) =>
  db
    .updateTable("session")
    .set({ last_used_at_millis: by.nowMillis })
    .where("id", "=", by.sessionId),
);

interface Renewal {
  readonly sessionId: string;
  readonly fromDigest: string;
  readonly toDigest: string;
  readonly amr: string | null;
  readonly secondFactorAtMillis: number | null;
  readonly isRecovery: number | null;
  readonly nowMillis: number;
}

const renewSession = compileOnce((db, renewal: Renewal) =>
  db
    .updateTable("session")
    .set((eb) => ({
      token_digest: renewal.toDigest,
      amr: eb.fn.coalesce(eb.val(renewal.amr), "amr"),
      second_factor_at_millis: eb.fn.coalesce(
        eb.val(renewal.secondFactorAtMillis),
        "second_factor_at_millis",
      ),
      is_recovery: eb.fn.coalesce(eb.val(renewal.isRecovery), "is_recovery"),
      last_used_at_millis: renewal.nowMillis,
    }))
    .where("id", "=", renewal.sessionId)
    .where("token_digest", "=", renewal.fromDigest),
);

const removeSession = compileOnce((db, key: { accountId: string; sessionId: string }) =>
  db.deleteFrom("session").where("id", "=", key.sessionId).where("account_id", "=", key.accountId),
);

const removeOthers = compileOnce((db, but: { accountId: string; keepSessionId: string }) =>
  db
    .deleteFrom("session")
    .where("account_id", "=", but.accountId)
    .where("id", "!=", but.keepSessionId),
);

const countSessions = compileOnce((db, key: { accountId: string }) =>
  db
    .selectFrom("session")
    .select((eb) => eb.fn.countAll<number>().as("sessions"))
    .where("account_id", "=", key.accountId),
);

const removeOldest = compileOnce((db, by: { accountId: string; ip: string; keep: number }) =>
  db
    .deleteFrom("session")
    .where("account_id", "=", by.accountId)
    .where("id", "not in", (eb) =>
      eb
        .selectFrom("session")
        .select("id")
        .where("account_id", "=", by.accountId)
        .orderBy((order) => order.case().when("ip", "=", by.ip).then(1).else(0).end())
        .orderBy("created_at_millis", "desc")
        .orderBy("id", "desc")
        .limit(by.keep),
    ),
);

const purgeSessions = compileOnce((db, by: { lastUsedBeforeMillis: number }) =>
  db
    .deleteFrom("session")
    .where("last_used_at_millis", "<", by.lastUsedBeforeMillis)
    .where("id", "in", (eb) =>
      eb
        .selectFrom("session")
        .select("id")
        .where("last_used_at_millis", "<", by.lastUsedBeforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Sessions in the table `session`. */
export function sessionStore(executor: Executor): SessionStore {
  return {
    async insert(session) {
      await insertSession.change(executor, toRow(session));
    },
    async findByTokenDigest(tokenDigest) {
      const row = await findSignedIn.first(executor, { tokenDigest });
      if (row === undefined) return undefined;
      const { email, passwordRetiredAtMillis, ...session } = row;
      // An account's sessions go with it.
      if (email === null) return undefined;
      const isPasswordRetired = passwordRetiredAtMillis !== null;
      return {
        session: toSession(session),
        account: { id: session.accountId, email, isPasswordRetired },
      };
    },
    async touch(sessionId, nowMillis) {
      await touchSession.change(executor, { sessionId, nowMillis });
    },
    async renew(sessionId, { amr, secondFactorAtMillis, isRecovery, ...change }) {
      const changed = await renewSession.change(executor, {
        sessionId,
        ...change,
        amr: amr === undefined ? null : writeList(amr),
        secondFactorAtMillis: secondFactorAtMillis ?? null,
        isRecovery: isRecovery === undefined ? null : Number(isRecovery),
      });
      return changed === 1;
    },
    async list(accountId) {
      return (await listSessions.all(executor, { accountId })).map(toSession);
    },
    async remove(accountId, sessionId) {
      return (await removeSession.change(executor, { accountId, sessionId })) === 1;
    },
    // No id is empty: then all go.
    removeOthers: (accountId, keepSessionId = "") =>
      removeOthers.change(executor, { accountId, keepSessionId }),
    async removeOldest(accountId, by) {
      // Hardly anybody has too many, and counting costs a tenth of looking for the oldest.
      const counted = await countSessions.first(executor, { accountId });
      if (counted !== undefined && counted.sessions <= by.keep) return;
      await removeOldest.change(executor, { accountId, ...by });
    },
    purge: (lastUsedBeforeMillis) => purgeSessions.change(executor, { lastUsedBeforeMillis }),
  };
}

/** A session with its list as text, and SQL's truth and null. */
interface SessionRow extends Omit<Session, "amr" | "isRecovery" | "secondFactorAtMillis"> {
  readonly amr: string;
  readonly isRecovery: number;
  readonly secondFactorAtMillis: number | null;
}

function toRow(session: Session): SessionRow {
  return {
    ...session,
    amr: writeList(session.amr),
    isRecovery: Number(session.isRecovery),
    secondFactorAtMillis: session.secondFactorAtMillis ?? null,
  };
}

function toSession(row: SessionRow): Session {
  return {
    ...row,
    amr: readList(row.amr, isString),
    isRecovery: row.isRecovery === 1,
    secondFactorAtMillis: row.secondFactorAtMillis ?? undefined,
  };
}
