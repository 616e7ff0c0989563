import type { AuditTrailStores } from "@twinlatch/verifier";
import { auditHeadStore } from "./audit-head-store.ts";
import { auditRecordStore } from "./audit-record-store.ts";
import { auditSealStore } from "./audit-seal-store.ts";
import { auditStore } from "./audit-store.ts";
import { makeWhenAsked } from "./make-when-asked.ts";

/** The stores of the audit trail, on one executor. */
export const createAuditTrailStores = makeWhenAsked<AuditTrailStores>({
  audit: auditStore,
  auditHeads: auditHeadStore,
  auditRecord: auditRecordStore,
  auditSeals: auditSealStore,
});
