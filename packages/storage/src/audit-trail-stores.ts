import type { AuditTrailStores } from "@twinlatch/verifier";
import { auditHeadStore } from "./audit-head-store.ts";
import { auditRecordStore } from "./audit-record-store.ts";
import { auditSealStore } from "./audit-seal-store.ts";
import { auditStore } from "./audit-store.ts";
import type { Executor } from "./executor.ts";

/** The stores of the audit trail, on one executor. */
export function createAuditTrailStores(executor: Executor): AuditTrailStores {
  return {
    audit: auditStore(executor),
    auditHeads: auditHeadStore(executor),
    auditRecord: auditRecordStore(executor),
    auditSeals: auditSealStore(executor),
  };
}
