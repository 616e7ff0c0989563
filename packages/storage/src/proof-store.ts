import type { ProofFit, ProofStore } from "@twinlatch/verifier";
import type { ExpressionBuilder } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { writeList } from "./json-list.ts";
import type { Schema } from "./schema/schema.ts";

interface ProofKey {
  readonly proofDigest: string;
  readonly boundTo: string;
  readonly kinds: string;
  readonly action: string;
  readonly target: string;
  readonly paramsHash: string;
  readonly nowMillis: number;
}

/** The challenge whose answer gave the proof, as long as it lives and is this session's. */
function givingProof(fit: ProofKey) {
  return (eb: ExpressionBuilder<Schema, "challenge">) =>
    eb.and([
      eb("challenge.proof_digest", "=", fit.proofDigest),
      eb("challenge.bound_to", "=", fit.boundTo),
      eb("challenge.kinds", "=", fit.kinds),
      eb("challenge.proof_expires_at_millis", ">", fit.nowMillis),
    ]);
}

/** Everything a proof is bound to, in one condition, so that looking and spending agree. */
function fittingFirst(fit: ProofKey) {
  return (eb: ExpressionBuilder<Schema, "challenge">) =>
    eb.and([
      givingProof(fit)(eb),
      eb("action", "=", fit.action),
      eb("target", "=", fit.target),
      eb("params_hash", "=", fit.paramsHash),
      eb("proof_spent_at_millis", "is", null),
    ]);
}

/** The same for an act after the first: beyond what was approved none fits. */
function fittingFurther(fit: ProofKey) {
  return (eb: ExpressionBuilder<Schema, "challenge_act">) =>
    eb.and([
      eb("challenge_id", "in", eb.selectFrom("challenge").select("id").where(givingProof(fit))),
      eb(
        "number",
        "<=",
        eb.selectFrom("challenge").select("approved_acts").where(givingProof(fit)),
      ),
      eb("action", "=", fit.action),
      eb("target", "=", fit.target),
      eb("params_hash", "=", fit.paramsHash),
      eb("proof_spent_at_millis", "is", null),
    ]);
}

const findFirst = compileOnce((db, fit: ProofKey) =>
  db.selectFrom("challenge").select("id").where(fittingFirst(fit)),
);

const findFurther = compileOnce((db, fit: ProofKey) =>
  db.selectFrom("challenge_act").select("number").where(fittingFurther(fit)),
);

const spendFirst = compileOnce((db, fit: ProofKey) =>
  db
    .updateTable("challenge")
    .set({ proof_spent_at_millis: fit.nowMillis })
    .where(fittingFirst(fit)),
);

const spendFurther = compileOnce((db, fit: ProofKey) =>
  db
    .updateTable("challenge_act")
    .set({ proof_spent_at_millis: fit.nowMillis })
    .where(fittingFurther(fit)),
);

/** Proofs in the table `challenge`, spent there for its first act and in `challenge_act` for the others. */
export function proofStore(executor: Executor): ProofStore {
  return {
    async fits(fit) {
      const key = toKey(fit);
      if ((await findFirst.first(executor, key)) !== undefined) return true;
      return (await findFurther.first(executor, key)) !== undefined;
    },
    async spend(fit) {
      const key = toKey(fit);
      if ((await spendFirst.change(executor, key)) === 1) return true;
      return (await spendFurther.change(executor, key)) === 1;
    },
  };
}

function toKey({ proofDigest, boundTo, kinds, act, nowMillis }: ProofFit): ProofKey {
  const { action, target, paramsHash } = act;
  return { proofDigest, boundTo, kinds: writeList(kinds), action, target, paramsHash, nowMillis };
}
