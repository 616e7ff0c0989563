import { describeAuditTrailStores } from "@twinlatch/verifier/contract";
import { MemoryAuditTrail } from "./memory-audit-trail.ts";

describeAuditTrailStores("memory", async () => new MemoryAuditTrail());
