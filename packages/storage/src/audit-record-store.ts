import type { AuditRecordStore } from "@twinlatch/verifier";
import { EVENT_COLUMNS, type EventRow, toSequencedEvent } from "./audit-row.ts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const listProjects = compileOnce((db) =>
  db
    .selectFrom("audit_chain")
    .select("project_id as projectId")
    .where("subject_id", "=", "")
    .union(db.selectFrom("audit_head").select("project_id as projectId"))
    .orderBy("projectId"),
);

const listSealed = compileOnce((db, by: { projectId: string; after: number; limit: number }) =>
  db
    .selectFrom("audit_seal as seal")
    .leftJoin("audit_event as event", "event.sequence", "seal.sequence")
    .select([
      "seal.position",
      "seal.sequence",
      "seal.subject_hash as subjectHash",
      "seal.hash",
      ...EVENT_COLUMNS,
    ])
    .where("seal.project_id", "=", by.projectId)
    .where("seal.position", ">", by.after)
    .orderBy("seal.position")
    .limit(by.limit),
);

const removeEvents = compileOnce((db, by: { projectId: string; position: number }) =>
  db
    .deleteFrom("audit_event")
    .where("sequence", "in", (eb) =>
      eb
        .selectFrom("audit_seal")
        .select("sequence")
        .where("project_id", "=", by.projectId)
        .where("position", "<=", by.position),
    ),
);

const removeSeals = compileOnce((db, by: { projectId: string; position: number }) =>
  db
    .deleteFrom("audit_seal")
    .where("project_id", "=", by.projectId)
    .where("position", "<=", by.position),
);

/** Sealed events in the tables `audit_seal` and `audit_event`. */
export function auditRecordStore(executor: Executor): AuditRecordStore {
  return {
    async listProjects() {
      const rows = await listProjects.all(executor, {});
      return rows.map(({ projectId }) => projectId);
    },
    async listSealed(projectId, after, limit) {
      const rows = await listSealed.all(executor, { projectId, after, limit });
      return rows.map(({ position, subjectHash, hash, ...event }) => ({
        seal: {
          projectId,
          position,
          sequence: event.sequence,
          subjectHash: subjectHash ?? undefined,
          hash,
        },
        event: isWhole(event) ? toSequencedEvent(event) : undefined,
      }));
    },
    async removeUpTo(projectId, position) {
      const events = await removeEvents.change(executor, { projectId, position });
      await removeSeals.change(executor, { projectId, position });
      return events;
    },
  };
}

type Nullable<Row> = { readonly [Column in keyof Row]: Row[Column] | null };

/** Whether the join found the event: of a row that is there no such column is null. */
function isWhole(row: Nullable<EventRow>): row is EventRow {
  return row.id !== null;
}
