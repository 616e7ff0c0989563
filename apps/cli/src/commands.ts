import type { Command } from "./frame/command.ts";
import { auditExport, auditVerify } from "./operator/audit.ts";
import { migrate } from "./operator/migrate.ts";
import { serve } from "./operator/serve.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [serve, migrate, auditVerify, auditExport];
