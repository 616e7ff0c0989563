import type { ApprovedAct, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const insertAct = compileOnce((db, act: ApprovedAct & { challengeId: string; number: number }) =>
  db.insertInto("challenge_act").values({
    challenge_id: act.challengeId,
    number: act.number,
    action: act.action,
    target: act.target,
    params_hash: act.paramsHash,
  }),
);

const listActs = compileOnce((db, key: { challengeId: string }) =>
  db
    .selectFrom("challenge_act")
    .select(["action", "target", "params_hash as paramsHash"])
    .where("challenge_id", "=", key.challengeId)
    .orderBy("number"),
);

const spendUnspent = compileOnce((db, by: Subject & { nowMillis: number }) =>
  db
    .updateTable("challenge_act")
    .set({ proof_spent_at_millis: by.nowMillis })
    .where("proof_spent_at_millis", "is", null)
    .where("challenge_id", "in", (eb) =>
      eb
        .selectFrom("challenge")
        .select("id")
        .where("project_id", "=", by.projectId)
        .where("subject_id", "=", by.subjectId),
    ),
);

/** Inserts an act of a challenge that comes after its first; `number` is its place, from 2 on. */
export async function insertFurtherAct(
  executor: Executor,
  act: ApprovedAct & { readonly challengeId: string; readonly number: number },
): Promise<void> {
  await insertAct.change(executor, act);
}

/** The acts of a challenge that come after its first, in their order. */
export function listFurtherActs(
  executor: Executor,
  challengeId: string,
): Promise<readonly ApprovedAct[]> {
  return listActs.all(executor, { challengeId });
}

/** Spends the proofs of a subject for each further act that they are unspent for. */
export async function spendFurtherActs(
  executor: Executor,
  by: Subject & { readonly nowMillis: number },
): Promise<void> {
  await spendUnspent.change(executor, by);
}
