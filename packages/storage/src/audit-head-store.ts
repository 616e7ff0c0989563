import type { AuditHead, AuditHeadStore } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const COLUMNS = [
  "project_id as projectId",
  "kind",
  "position",
  "hash",
  "at_millis as atMillis",
  "key_id as keyId",
  "signature",
] as const;

const listHeads = compileOnce((db, by: { projectId: string; after: number; limit: number }) =>
  db
    .selectFrom("audit_head")
    .select(COLUMNS)
    .where("project_id", "=", by.projectId)
    .where("kind", "=", "head")
    .where("position", ">", by.after)
    .orderBy("position")
    .limit(by.limit),
);

const findLast = compileOnce((db, by: Pick<AuditHead, "projectId" | "kind">) =>
  db
    .selectFrom("audit_head")
    .select(COLUMNS)
    .where("project_id", "=", by.projectId)
    .where("kind", "=", by.kind)
    .orderBy("position", "desc")
    .limit(1),
);

const putHead = compileOnce((db, head: AuditHead) =>
  db
    .insertInto("audit_head")
    .values({
      project_id: head.projectId,
      kind: head.kind,
      position: head.position,
      hash: head.hash,
      at_millis: head.atMillis,
      key_id: head.keyId,
      signature: head.signature,
    })
    .onConflict((conflict) =>
      conflict.columns(["project_id", "kind", "position"]).doUpdateSet((eb) => ({
        hash: eb.ref("excluded.hash"),
        at_millis: eb.ref("excluded.at_millis"),
        key_id: eb.ref("excluded.key_id"),
        signature: eb.ref("excluded.signature"),
      })),
    ),
);

const listOfOtherKeys = compileOnce((db, by: { keyId: string; limit: number }) =>
  db
    .selectFrom("audit_head")
    .select(COLUMNS)
    .where("key_id", "!=", by.keyId)
    // The newest first: a chain is vouched for by its last head.
    .orderBy("position", "desc")
    .limit(by.limit),
);

const removeBetween = compileOnce(
  (db, by: { projectId: string; kind: AuditHead["kind"]; from: number; to: number }) =>
    db
      .deleteFrom("audit_head")
      .where("project_id", "=", by.projectId)
      .where("kind", "=", by.kind)
      .where("position", ">=", by.from)
      .where("position", "<=", by.to),
);

/** Signed heads and checkpoints in the table `audit_head`. */
export function auditHeadStore(executor: Executor): AuditHeadStore {
  return {
    listHeads: (projectId, after, limit) => listHeads.all(executor, { projectId, after, limit }),
    findLastHead: (projectId) => findLast.first(executor, { projectId, kind: "head" }),
    findCheckpoint: (projectId) => findLast.first(executor, { projectId, kind: "checkpoint" }),
    async put(head) {
      await putHead.change(executor, head);
    },
    listOfOtherKeys: (keyId, limit) => listOfOtherKeys.all(executor, { keyId, limit }),
    async removeBetween(projectId, range) {
      await removeBetween.change(executor, { projectId, ...range });
    },
  };
}
