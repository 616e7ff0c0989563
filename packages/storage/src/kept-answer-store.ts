import type { KeptAnswer, KeptAnswerStore } from "@twinlatch/accounts";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

interface Insertion {
  readonly id: string;
  readonly bodyHash: string;
  readonly sealedAnswer: Uint8Array | null;
  readonly sessionId: string | null;
  readonly expiresAtMillis: number;
  readonly nowMillis: number;
}

const insertAnswer = compileOnce((db, by: Insertion) =>
  db
    .insertInto("kept_answer")
    .values({
      id: by.id,
      body_hash: by.bodyHash,
      sealed_answer: by.sealedAnswer,
      session_id: by.sessionId,
      other_bodies: 0,
      expires_at_millis: by.expiresAtMillis,
    })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((eb) => ({
          body_hash: eb.ref("excluded.body_hash"),
          sealed_answer: eb.ref("excluded.sealed_answer"),
          session_id: eb.ref("excluded.session_id"),
          other_bodies: 0,
          expires_at_millis: eb.ref("excluded.expires_at_millis"),
        }))
        .where("kept_answer.expires_at_millis", "<=", by.nowMillis),
    ),
);

const findAnswer = compileOnce((db, by: { id: string; nowMillis: number }) =>
  db
    .selectFrom("kept_answer")
    .select([
      "id",
      "body_hash as bodyHash",
      "sealed_answer as sealedAnswer",
      "session_id as sessionId",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("id", "=", by.id)
    .where("expires_at_millis", ">", by.nowMillis)
    .where((eb) =>
      eb.or([
        eb("session_id", "is", null),
        eb.exists(
          eb
            .selectFrom("session")
            .select("session.id")
            .whereRef("session.id", "=", "kept_answer.session_id"),
        ),
      ]),
    ),
);

const countOtherBody = compileOnce((db, by: { id: string; max: number }) =>
  db
    .updateTable("kept_answer")
    .set((eb) => ({
      other_bodies: eb("other_bodies", "+", 1),
      sealed_answer: eb
        .case()
        .when(sql`other_bodies + 1`, ">=", by.max)
        .then(null)
        .else(eb.ref("sealed_answer"))
        .end(),
    }))
    .where("id", "=", by.id),
);

const purgeAnswers = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("kept_answer")
    .where("expires_at_millis", "<", by.beforeMillis)
    .where("id", "in", (eb) =>
      eb
        .selectFrom("kept_answer")
        .select("id")
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

const removeAnswer = compileOnce((db, key: { id: string }) =>
  db.deleteFrom("kept_answer").where("id", "=", key.id),
);

/** Kept answers in the table `kept_answer`. */
export function keptAnswerStore(executor: Executor): KeptAnswerStore {
  return {
    async insert({ sealedAnswer = null, sessionId = null, ...answer }, nowMillis) {
      const row = { ...answer, sealedAnswer, sessionId, nowMillis };
      return (await insertAnswer.change(executor, row)) === 1;
    },
    async find(id, nowMillis) {
      const row = await findAnswer.first(executor, { id, nowMillis });
      return row && toKeptAnswer(row);
    },
    async countOtherBody(id, max) {
      await countOtherBody.change(executor, { id, max });
    },
    async remove(id) {
      await removeAnswer.change(executor, { id });
    },
    purge: (beforeMillis) => purgeAnswers.change(executor, { beforeMillis }),
  };
}

function toKeptAnswer(row: Omit<Insertion, "nowMillis">): KeptAnswer {
  const { sealedAnswer, sessionId } = row;
  return {
    ...row,
    // Drivers answer with a Buffer, which prints and compares differently.
    sealedAnswer: sealedAnswer === null ? undefined : new Uint8Array(sealedAnswer),
    sessionId: sessionId ?? undefined,
  };
}
