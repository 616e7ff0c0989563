import type { Command } from "./frame/command.ts";
import { auditExport, auditVerify } from "./operator/audit.ts";
import { backup, restore } from "./operator/backup.ts";
import { doctor } from "./operator/doctor/doctor.ts";
import { generateKeys, listKeys, retireKey, rotateKeys } from "./operator/keys.ts";
import { migrate } from "./operator/migrate.ts";
import { serve } from "./operator/serve.ts";
import { setup } from "./operator/setup.ts";
import { usersBreakGlass, usersList } from "./operator/users.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  setup,
  migrate,
  usersList,
  usersBreakGlass,
  generateKeys,
  rotateKeys,
  retireKey,
  listKeys,
  backup,
  restore,
  doctor,
  auditVerify,
  auditExport,
];
