import { firstSlice } from "./001-first-slice.ts";
import { notices } from "./002-notices.ts";
import { auditSeals } from "./006-audit-seals.ts";
import type { Migration } from "./migration.ts";

/** All migrations this binary knows, in order. */
export const MIGRATIONS: readonly Migration[] = [firstSlice, notices, auditSeals];
