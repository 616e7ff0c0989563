import type { Challenge, ChallengeStore, FactorKind, ProofFit, Subject } from "@twinlatch/verifier";
import { type ExpressionBuilder, sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { readList, writeList } from "./json-list.ts";
import { PURGE_ROWS } from "./purge.ts";
import type { Schema } from "./schema/schema.ts";

const insertChallenge = compileOnce((db, challenge: ChallengeRow) =>
  db.insertInto("challenge").values({
    id: challenge.id,
    project_id: challenge.projectId,
    subject_id: challenge.subjectId,
    purpose: challenge.purpose,
    bound_to: challenge.boundTo,
    kinds: challenge.kinds,
    action: challenge.action,
    target: challenge.target,
    params_hash: challenge.paramsHash,
    status: challenge.status,
    attempts: challenge.attempts,
    created_at_millis: challenge.createdAtMillis,
    expires_at_millis: challenge.expiresAtMillis,
  }),
);

const findChallenge = compileOnce((db, key: { challengeId: string; boundTo: string }) =>
  db
    .selectFrom("challenge")
    .select([
      "id",
      "project_id as projectId",
      "subject_id as subjectId",
      "purpose",
      "bound_to as boundTo",
      "kinds",
      "action",
      "target",
      "params_hash as paramsHash",
      "status",
      "attempts",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("id", "=", key.challengeId)
    .where("bound_to", "=", key.boundTo),
);

const reserveAttempt = compileOnce(
  (db, by: { challengeId: string; nowMillis: number; maxAttempts: number }) =>
    db
      .updateTable("challenge")
      .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
      .where("id", "=", by.challengeId)
      .where("status", "=", "open")
      .where("expires_at_millis", ">", by.nowMillis)
      .where("attempts", "<", by.maxAttempts),
);

const releaseAttempt = compileOnce((db, key: { challengeId: string }) =>
  db
    .updateTable("challenge")
    .set((eb) => ({ attempts: eb("attempts", "-", 1) }))
    .where("id", "=", key.challengeId)
    .where("attempts", ">", 0),
);

const satisfyChallenge = compileOnce(
  (
    db,
    by: {
      challengeId: string;
      nowMillis: number;
      proofDigest: string | null;
      proofExpiresAtMillis: number | null;
    },
  ) =>
    db
      .updateTable("challenge")
      .set({
        status: "satisfied",
        proof_digest: by.proofDigest,
        proof_expires_at_millis: by.proofExpiresAtMillis,
      })
      .where("id", "=", by.challengeId)
      .where("status", "=", "open")
      .where("expires_at_millis", ">", by.nowMillis),
);

interface ProofKey {
  readonly proofDigest: string;
  readonly boundTo: string;
  readonly kinds: string;
  readonly action: string;
  readonly target: string;
  readonly paramsHash: string;
  readonly nowMillis: number;
}

/** Everything a proof is bound to, in one condition, so that looking and spending agree. */
function fittingProof(fit: ProofKey) {
  return (eb: ExpressionBuilder<Schema, "challenge">) =>
    eb.and([
      eb("proof_digest", "=", fit.proofDigest),
      eb("bound_to", "=", fit.boundTo),
      eb("kinds", "=", fit.kinds),
      eb("action", "=", fit.action),
      eb("target", "=", fit.target),
      eb("params_hash", "=", fit.paramsHash),
      eb("proof_expires_at_millis", ">", fit.nowMillis),
      eb("proof_spent_at_millis", "is", null),
    ]);
}

const findProof = compileOnce((db, fit: ProofKey) =>
  db.selectFrom("challenge").select("id").where(fittingProof(fit)),
);

const spendProof = compileOnce((db, fit: ProofKey) =>
  db
    .updateTable("challenge")
    .set({ proof_spent_at_millis: fit.nowMillis })
    .where(fittingProof(fit)),
);

const closeOpen = compileOnce((db, subject: Subject & { nowMillis: number }) =>
  db
    .updateTable("challenge")
    .set((eb) => ({
      status: sql<Challenge["status"]>`case status when 'open' then 'closed' else status end`,
      proof_spent_at_millis: eb.fn.coalesce("proof_spent_at_millis", eb.val(subject.nowMillis)),
    }))
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    // An answer that is being recorded leaves a satisfied challenge with a proof to be spent.
    .where((eb) =>
      eb.or([eb("status", "=", sql.lit("open")), eb("proof_spent_at_millis", "is", null)]),
    ),
);

const purgeChallenges = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("challenge").where("id", "in", (eb) =>
    eb
      .selectFrom("challenge")
      .select("id")
      .where("expires_at_millis", "<", by.beforeMillis)
      // A proof given in the last minute of a challenge outlives it.
      .where((or) =>
        or.or([
          or("proof_expires_at_millis", "is", null),
          or("proof_expires_at_millis", "<", by.beforeMillis),
        ]),
      )
      .limit(PURGE_ROWS),
  ),
);

/** Challenges and their proofs in the table `challenge`. */
export function challengeStore(executor: Executor): ChallengeStore {
  return {
    async insert(challenge) {
      await insertChallenge.change(executor, toRow(challenge));
    },
    async find(challengeId, boundTo) {
      const row = await findChallenge.first(executor, { challengeId, boundTo });
      return row && toChallenge(row);
    },
    async reserveAttempt(challengeId, by) {
      return (await reserveAttempt.change(executor, { challengeId, ...by })) === 1;
    },
    async releaseAttempt(challengeId) {
      await releaseAttempt.change(executor, { challengeId });
    },
    async satisfy(challengeId, { nowMillis, proof }) {
      const changed = await satisfyChallenge.change(executor, {
        challengeId,
        nowMillis,
        proofDigest: proof?.digest ?? null,
        proofExpiresAtMillis: proof?.expiresAtMillis ?? null,
      });
      return changed === 1;
    },
    proofFits: async (fit) => (await findProof.first(executor, toKey(fit))) !== undefined,
    spendProof: async (fit) => (await spendProof.change(executor, toKey(fit))) === 1,
    async closeAll(subject, nowMillis) {
      await closeOpen.change(executor, { ...subject, nowMillis });
    },
    purge: (beforeMillis) => purgeChallenges.change(executor, { beforeMillis }),
  };
}

/** A challenge with its act laid out and SQL's null. */
interface ChallengeRow extends Omit<Challenge, "kinds" | "act"> {
  readonly kinds: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly paramsHash: string | null;
}

function toRow({ kinds, act, ...challenge }: Challenge): ChallengeRow {
  return {
    ...challenge,
    kinds: writeList(kinds),
    action: act?.action ?? null,
    target: act?.target ?? null,
    paramsHash: act?.paramsHash ?? null,
  };
}

function toChallenge({ kinds, action, target, paramsHash, ...challenge }: ChallengeRow): Challenge {
  const hasAct = action !== null && target !== null && paramsHash !== null;
  return {
    ...challenge,
    kinds: readList(kinds, isFactorKind),
    act: hasAct ? { action, target, paramsHash } : undefined,
  };
}

/** A new kind is missed here by the compiler. */
const FACTOR_KINDS: Readonly<Record<FactorKind, true>> = {
  totp: true,
  recovery_code: true,
  password: true,
};

function isFactorKind(item: unknown): item is FactorKind {
  return typeof item === "string" && Object.hasOwn(FACTOR_KINDS, item);
}

function toKey({ proofDigest, boundTo, kinds, act, nowMillis }: ProofFit): ProofKey {
  const { action, target, paramsHash } = act;
  return { proofDigest, boundTo, kinds: writeList(kinds), action, target, paramsHash, nowMillis };
}
