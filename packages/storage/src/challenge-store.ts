import type {
  ApprovedAct,
  Challenge,
  ChallengeStore,
  FactorKind,
  Subject,
} from "@twinlatch/verifier";
import { sql } from "kysely";
import { insertFurtherAct, listFurtherActs, spendFurtherActs } from "./challenge-acts.ts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { readList, writeList } from "./json-list.ts";
import { PURGE_ROWS } from "./purge.ts";

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

const extendChallenge = compileOnce(
  (db, by: { challengeId: string; nowMillis: number; untilMillis: number }) =>
    db
      .updateTable("challenge")
      .set({
        expires_at_millis: sql<number>`case when expires_at_millis > ${by.untilMillis}
          then expires_at_millis else ${by.untilMillis} end`,
      })
      .where("id", "=", by.challengeId)
      .where("status", "=", "open")
      .where("expires_at_millis", ">", by.nowMillis),
);

const satisfyChallenge = compileOnce(
  (
    db,
    by: {
      challengeId: string;
      nowMillis: number;
      proofDigest: string | null;
      proofExpiresAtMillis: number | null;
      approvedActs: number | null;
    },
  ) =>
    db
      .updateTable("challenge")
      .set({
        status: "satisfied",
        proof_digest: by.proofDigest,
        proof_expires_at_millis: by.proofExpiresAtMillis,
        approved_acts: by.approvedActs,
      })
      .where("id", "=", by.challengeId)
      .where("status", "=", "open")
      .where("expires_at_millis", ">", by.nowMillis),
);

interface HoldKey extends Subject {
  readonly challengeId: string;
  readonly boundTo: string;
  readonly kinds: string;
  readonly nowMillis: number;
}

/** Writes what is there already: an open step-up that nobody has answered stays locked. */
const holdUnanswered = compileOnce((db, by: HoldKey) =>
  db
    .updateTable("challenge")
    .set({ attempts: 0 })
    .where("id", "=", by.challengeId)
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("purpose", "=", "step_up")
    .where("bound_to", "=", by.boundTo)
    .where("kinds", "=", by.kinds)
    .where("status", "=", "open")
    .where("attempts", "=", 0)
    .where("expires_at_millis", ">", by.nowMillis),
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

/** Challenges in the table `challenge`, with what they approve beside the first act in `challenge_act`. */
export function challengeStore(executor: Executor): ChallengeStore {
  return {
    async insert(challenge) {
      await insertChallenge.change(executor, toRow(challenge));
      for (const [index, act] of challenge.acts.slice(1).entries()) {
        await insertFurtherAct(executor, { ...act, challengeId: challenge.id, number: index + 2 });
      }
    },
    find: (challengeId, boundTo) => find(executor, challengeId, boundTo),
    async addAct(challengeId, act, { maxActs, kinds, ...by }) {
      const held = { ...by, challengeId, kinds: writeList(kinds) };
      if ((await holdUnanswered.change(executor, held)) === 0) return undefined;
      const challenge = await find(executor, challengeId, by.boundTo);
      if (challenge === undefined) return undefined;
      const acts = [...challenge.acts, act];
      if (challenge.acts.some((listed) => isSameAct(listed, act))) return challenge;
      if (acts.length > maxActs) return undefined;
      await insertFurtherAct(executor, { ...act, challengeId, number: acts.length });
      return { ...challenge, acts };
    },
    async reserveAttempt(challengeId, by) {
      return (await reserveAttempt.change(executor, { challengeId, ...by })) === 1;
    },
    async releaseAttempt(challengeId) {
      await releaseAttempt.change(executor, { challengeId });
    },
    async extend(challengeId, by) {
      await extendChallenge.change(executor, { challengeId, ...by });
    },
    async satisfy(challengeId, { nowMillis, proof }) {
      const changed = await satisfyChallenge.change(executor, {
        challengeId,
        nowMillis,
        proofDigest: proof?.digest ?? null,
        proofExpiresAtMillis: proof?.expiresAtMillis ?? null,
        approvedActs: proof?.approvedActs ?? null,
      });
      return changed === 1;
    },
    async closeAll(subject, nowMillis) {
      await closeOpen.change(executor, { ...subject, nowMillis });
      await spendFurtherActs(executor, { ...subject, nowMillis });
    },
    purge: (beforeMillis) => purgeChallenges.change(executor, { beforeMillis }),
  };
}

async function find(
  executor: Executor,
  challengeId: string,
  boundTo: string,
): Promise<Challenge | undefined> {
  const row = await findChallenge.first(executor, { challengeId, boundTo });
  if (row === undefined) return undefined;
  const hasActs = row.purpose === "step_up";
  return toChallenge(row, hasActs ? await listFurtherActs(executor, challengeId) : []);
}

function isSameAct(one: ApprovedAct, other: ApprovedAct): boolean {
  return (
    one.action === other.action &&
    one.target === other.target &&
    one.paramsHash === other.paramsHash
  );
}

/** A challenge with its first act laid out and SQL's null. */
interface ChallengeRow extends Omit<Challenge, "kinds" | "acts"> {
  readonly kinds: string;
  readonly action: string | null;
  readonly target: string | null;
  readonly paramsHash: string | null;
}

function toRow({ kinds, acts, ...challenge }: Challenge): ChallengeRow {
  const [act] = acts;
  return {
    ...challenge,
    kinds: writeList(kinds),
    action: act?.action ?? null,
    target: act?.target ?? null,
    paramsHash: act?.paramsHash ?? null,
  };
}

function toChallenge(
  { kinds, action, target, paramsHash, ...challenge }: ChallengeRow,
  furtherActs: readonly ApprovedAct[],
): Challenge {
  const hasAct = action !== null && target !== null && paramsHash !== null;
  return {
    ...challenge,
    kinds: readList(kinds, isFactorKind),
    acts: hasAct ? [{ action, target, paramsHash }, ...furtherActs] : [],
  };
}

/** A new kind is missed here by the compiler. */
const FACTOR_KINDS: Readonly<Record<FactorKind, true>> = {
  totp: true,
  sms: true,
  recovery_code: true,
  password: true,
};

function isFactorKind(item: unknown): item is FactorKind {
  return typeof item === "string" && Object.hasOwn(FACTOR_KINDS, item);
}
