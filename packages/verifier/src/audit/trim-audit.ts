import { newId } from "../platform/ids.ts";
import type { Random } from "../platform/random.ts";
import { signHead } from "./audit-head.ts";
import type { SealedEvent } from "./audit-trail-store.ts";
import type { AuditTrailDeps } from "./seal-audit.ts";

/** How much one transaction deletes at most. */
const TRIMMING_BATCH = 1_000;

/**
 * Deletes sealed events that are older than the time, from the beginning of a project's record, at most
 * 1,000; returns how many. What is left begins with a signed checkpoint, and the record says what was
 * deleted. Events without a seal, and those behind a younger one, stay.
 */
export async function trimAudit(
  deps: AuditTrailDeps & { readonly random: Random },
  projectId: string,
  beforeMillis: number,
): Promise<number> {
  const { auditSigner, auditTrail } = deps;
  const checkpoint = await auditTrail.read(({ auditHeads }) =>
    auditHeads.findCheckpoint(projectId),
  );
  const from = checkpoint?.position ?? 0;
  const page = await auditTrail.read(({ auditRecord }) =>
    auditRecord.listSealed(projectId, from, TRIMMING_BATCH),
  );
  const last = findLastOld(page, from, beforeMillis);
  if (last === undefined) return 0;
  const { position, hash } = last.seal;
  const atMillis = deps.clock.nowMillis();
  const statement = { kind: "checkpoint", projectId, position, hash, atMillis } as const;
  return auditTrail.write(async ({ audit, auditHeads, auditRecord }) => {
    // Another process may have deleted the same, or more.
    const set = await auditHeads.findCheckpoint(projectId);
    if ((set?.position ?? 0) !== from) return 0;
    await auditHeads.put(signHead(auditSigner, statement));
    await auditHeads.removeBetween(projectId, { kind: "checkpoint", from: 0, to: position - 1 });
    await auditHeads.removeBetween(projectId, { kind: "head", from: 0, to: position - 1 });
    const removed = await auditRecord.removeUpTo(projectId, position);
    await audit.append({
      id: newId(deps.random, "evt", atMillis),
      atMillis,
      projectId,
      type: "audit.trimmed",
      outcome: "allowed",
      target: `${from + 1}-${position}`,
      origin: { ip: "", userAgent: "", requestId: "" },
    });
    return removed;
  });
}

/**
 * The last of the old events that begin the record without a gap: a record that somebody damaged is
 * left for the verifier to find.
 */
function findLastOld(
  page: readonly SealedEvent[],
  from: number,
  beforeMillis: number,
): SealedEvent | undefined {
  const firstToStay = page.findIndex(
    ({ seal, event }, index) =>
      seal.position !== from + index + 1 || event === undefined || event.atMillis >= beforeMillis,
  );
  return page[(firstToStay === -1 ? page.length : firstToStay) - 1];
}
