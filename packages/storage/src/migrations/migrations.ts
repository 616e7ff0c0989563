import { firstSlice } from "./001-first-slice.ts";
import { notices } from "./002-notices.ts";
import { accountEmails } from "./004-account-emails.ts";
import type { Migration } from "./migration.ts";

/** All migrations this binary knows, in order. */
export const MIGRATIONS: readonly Migration[] = [firstSlice, notices, accountEmails];
