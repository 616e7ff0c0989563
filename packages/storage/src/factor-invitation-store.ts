import type { FactorInvitation, FactorInvitationStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

interface InvitationKey extends Subject {
  readonly invitationId: string;
}

const insertInvitation = compileOnce((db, row: InvitationRow) =>
  db.insertInto("factor_invitation").values({
    project_id: row.projectId,
    subject_id: row.subjectId,
    id: row.id,
    token_digest: row.tokenDigest,
    created_at_millis: row.createdAtMillis,
    expires_at_millis: row.expiresAtMillis,
    factor_id: row.factorId,
    enrolled_at_millis: row.enrolledAtMillis,
    ip: row.ip,
  }),
);

const COLUMNS = [
  "project_id as projectId",
  "subject_id as subjectId",
  "id",
  "token_digest as tokenDigest",
  "created_at_millis as createdAtMillis",
  "expires_at_millis as expiresAtMillis",
  "factor_id as factorId",
  "enrolled_at_millis as enrolledAtMillis",
  "ip",
] as const;

const findInvitation = compileOnce((db, key: InvitationKey) =>
  db
    .selectFrom("factor_invitation")
    .select(COLUMNS)
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.invitationId),
);

const findByToken = compileOnce((db, key: Subject & { tokenDigest: string }) =>
  db
    .selectFrom("factor_invitation")
    .select(COLUMNS)
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("token_digest", "=", key.tokenDigest),
);

const listInvitations = compileOnce((db, of: Subject & { nowMillis: number }) =>
  db
    .selectFrom("factor_invitation")
    .select(COLUMNS)
    .where("project_id", "=", of.projectId)
    .where("subject_id", "=", of.subjectId)
    .where("expires_at_millis", ">", of.nowMillis)
    .orderBy("created_at_millis")
    .orderBy("id"),
);

interface Use extends InvitationKey {
  readonly factorId: string;
  readonly enrolledAtMillis: number;
  readonly ip: string;
  readonly expiresAtMillis: number;
}

const useInvitation = compileOnce((db, by: Use) =>
  db
    .updateTable("factor_invitation")
    .set({
      factor_id: by.factorId,
      enrolled_at_millis: by.enrolledAtMillis,
      ip: by.ip,
      expires_at_millis: by.expiresAtMillis,
    })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.invitationId)
    .where("factor_id", "is", null)
    .where("expires_at_millis", ">", by.enrolledAtMillis),
);

const removeInvitation = compileOnce((db, key: InvitationKey) =>
  db
    .deleteFrom("factor_invitation")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.invitationId),
);

const listExpired = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .selectFrom("factor_invitation")
    .select(COLUMNS)
    .where("expires_at_millis", "<", by.beforeMillis)
    .limit(PURGE_ROWS),
);

const removeAwaiting = compileOnce((db, key: Subject & { factorId: string }) =>
  db
    .deleteFrom("totp_factor")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.factorId)
    .where("status", "=", "awaiting_approval"),
);

/** Invitations in the table `factor_invitation`. */
export function factorInvitationStore(executor: Executor): FactorInvitationStore {
  const remove = async (subject: Subject, invitationId: string) => {
    const { projectId, subjectId } = subject;
    const key = { projectId, subjectId, invitationId };
    return (await removeInvitation.change(executor, key)) === 1;
  };
  return {
    async insert(invitation) {
      await insertInvitation.change(executor, toRow(invitation));
    },
    async find(subject, invitationId) {
      const row = await findInvitation.first(executor, { ...subject, invitationId });
      return row && toInvitation(row);
    },
    async findByToken(subject, tokenDigest) {
      const row = await findByToken.first(executor, { ...subject, tokenDigest });
      return row && toInvitation(row);
    },
    async list(subject, nowMillis) {
      return (await listInvitations.all(executor, { ...subject, nowMillis })).map(toInvitation);
    },
    async use(subject, invitationId, { enrolled, expiresAtMillis }) {
      const { factorId, atMillis: enrolledAtMillis, ip } = enrolled;
      const by = { ...subject, invitationId, factorId, enrolledAtMillis, ip, expiresAtMillis };
      return (await useInvitation.change(executor, by)) === 1;
    },
    remove,
    async purge(beforeMillis) {
      const expired = await listExpired.all(executor, { beforeMillis });
      for (const { projectId, subjectId, id, factorId } of expired) {
        const subject = { projectId, subjectId };
        if (factorId !== null) await removeAwaiting.change(executor, { ...subject, factorId });
        await remove(subject, id);
      }
      return expired.length;
    },
  };
}

/** An invitation with its columns flat, and SQL's null. */
interface InvitationRow extends Omit<FactorInvitation, "enrolled"> {
  readonly factorId: string | null;
  readonly enrolledAtMillis: number | null;
  readonly ip: string | null;
}

function toRow({ enrolled, ...invitation }: FactorInvitation): InvitationRow {
  return {
    ...invitation,
    factorId: enrolled?.factorId ?? null,
    enrolledAtMillis: enrolled?.atMillis ?? null,
    ip: enrolled?.ip ?? null,
  };
}

function toInvitation({ factorId, enrolledAtMillis, ip, ...row }: InvitationRow): FactorInvitation {
  const isUsed = factorId !== null && enrolledAtMillis !== null && ip !== null;
  return isUsed ? { ...row, enrolled: { factorId, atMillis: enrolledAtMillis, ip } } : row;
}
