import type { AuditSeal, AuditSealStore, ChainEnd } from "@twinlatch/verifier";
import { StorageUnavailableError } from "@twinlatch/verifier";
import { EVENT_COLUMNS, toSequencedEvent } from "./audit-row.ts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const ONLY_ROW = 1;
/** A list goes in portions of these sizes, so that few statements serve every length. */
const PORTIONS = [128, 16, 1] as const;

const readState = compileOnce((db) =>
  db
    .selectFrom("audit_sealer")
    .select(["round", "settled_sequence as settledSequence"])
    .where("id", "=", ONLY_ROW),
);

const claimRound = compileOnce((db, by: { round: number; next: number; settled: number }) =>
  db
    .updateTable("audit_sealer")
    .set({ round: by.next, settled_sequence: by.settled })
    .where("id", "=", ONLY_ROW)
    .where("round", "=", by.round),
);

const listUnsealed = compileOnce((db, by: { after: number; limit: number }) =>
  db
    .selectFrom("audit_event as event")
    .leftJoin("audit_seal as seal", "seal.sequence", "event.sequence")
    .select(["event.sequence", ...EVENT_COLUMNS])
    .where("event.sequence", ">", by.after)
    .where("seal.sequence", "is", null)
    .orderBy("event.sequence")
    .limit(by.limit),
);

const findEnd = compileOnce((db, chain: Pick<ChainEnd, "projectId" | "subjectId">) =>
  db
    .selectFrom("audit_chain")
    .select(["project_id as projectId", "subject_id as subjectId", "position", "hash"])
    .where("project_id", "=", chain.projectId)
    .where("subject_id", "=", chain.subjectId),
);

/** Seals in the tables `audit_seal`, `audit_chain` and `audit_sealer`. */
export function auditSealStore(executor: Executor): AuditSealStore {
  return {
    commitsInOrder: executor.hasOneWriter,
    async readState() {
      const state = await readState.first(executor, {});
      if (state === undefined) throw new StorageUnavailableError("The state of sealing is missing");
      return state;
    },
    async listUnsealed(after, limit) {
      const rows = await listUnsealed.all(executor, { after, limit });
      return rows.map(toSequencedEvent);
    },
    async listEnds(chains) {
      const ends: ChainEnd[] = [];
      for (const { projectId, subjectId } of chains) {
        const end = await findEnd.first(executor, { projectId, subjectId });
        if (end !== undefined) ends.push(end);
      }
      return ends;
    },
    async claimRound({ round }, settled) {
      return (await claimRound.change(executor, { round, next: round + 1, settled })) === 1;
    },
    async append(seals, ends) {
      for (const portion of toPortions(seals)) await insertSeals(executor, portion);
      for (const portion of toPortions(ends)) await putEnds(executor, portion);
    },
  };
}

async function insertSeals(executor: Executor, seals: readonly AuditSeal[]) {
  const rows = seals.map((seal) => ({
    project_id: seal.projectId,
    position: seal.position,
    sequence: seal.sequence,
    subject_hash: seal.subjectHash ?? null,
    hash: seal.hash,
  }));
  await executor.execute(executor.builder.insertInto("audit_seal").values(rows).compile());
}

async function putEnds(executor: Executor, ends: readonly ChainEnd[]) {
  const rows = ends.map((end) => ({
    project_id: end.projectId,
    subject_id: end.subjectId,
    position: end.position,
    hash: end.hash,
  }));
  const statement = executor.builder
    .insertInto("audit_chain")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["project_id", "subject_id"]).doUpdateSet((eb) => ({
        position: eb.ref("excluded.position"),
        hash: eb.ref("excluded.hash"),
      })),
    );
  await executor.execute(statement.compile());
}

function toPortions<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const portions: (readonly Item[])[] = [];
  let from = 0;
  for (const size of PORTIONS) {
    for (; items.length - from >= size; from += size) portions.push(items.slice(from, from + size));
  }
  return portions;
}
