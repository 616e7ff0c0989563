import type { Command } from "./frame/command.ts";
import { auditExport, auditVerify } from "./operator/audit.ts";
import { generateKeys, listKeys, retireKey, rotateKeys } from "./operator/keys.ts";
import { migrate } from "./operator/migrate.ts";
import { serve } from "./operator/serve.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  migrate,
  generateKeys,
  rotateKeys,
  retireKey,
  listKeys,
  auditVerify,
  auditExport,
];
