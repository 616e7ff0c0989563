import type { AuditTrailDeps } from "./seal-audit.ts";

const PAGE = 2_000;

/**
 * Events of all projects that nothing has sealed. From the first number on, so that a record whose seals
 * are all gone does not look like an empty one.
 */
export async function countUnsealed({
  auditTrail,
}: Pick<AuditTrailDeps, "auditTrail">): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const from = after;
    const page = await auditTrail.read(({ auditSeals }) => auditSeals.listUnsealed(from, PAGE));
    count += page.length;
    const last = page.at(-1);
    if (last === undefined) return count;
    after = last.sequence;
  }
}
