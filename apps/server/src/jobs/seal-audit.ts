import { type AuditSealer, type AuditTrailDeps, type Random, trimAudit } from "@twinlatch/verifier";

const DAY_MILLIS = 86_400_000;

/** Seals every event that waits. Returns how many; stops early once `signal` says so. */
export async function sealWaiting(sealer: AuditSealer, signal: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const sealed = await sealer.sealNext();
    if (sealed === 0) break;
    total += sealed;
  }
  return total;
}

/** Deletes sealed events older than so many days. Returns how many; stops early once `signal` says so. */
export async function trimOld(
  audit: AuditTrailDeps & { readonly random: Random },
  days: number,
  signal: AbortSignal,
): Promise<number> {
  const beforeMillis = audit.clock.nowMillis() - days * DAY_MILLIS;
  const projects = await audit.auditTrail.read(({ auditRecord }) => auditRecord.listProjects());
  let total = 0;
  for (const projectId of projects) {
    let deleted: number;
    do {
      if (signal.aborted) return total;
      deleted = await trimAudit(audit, projectId, beforeMillis);
      total += deleted;
    } while (deleted > 0);
  }
  return total;
}
