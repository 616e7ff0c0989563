import { firstSlice } from "./001-first-slice.ts";
import { notices } from "./002-notices.ts";
import { recognisedBrowsers } from "./003-recognised-browsers.ts";
import { accountEmails } from "./004-account-emails.ts";
import { sealingKeys } from "./005-sealing-keys.ts";
import { auditSeals } from "./006-audit-seals.ts";
import { factorReplacements } from "./007-factor-replacements.ts";
import { breakGlass } from "./008-break-glass.ts";
import { factorInvitations } from "./009-factor-invitations.ts";
import { guessing } from "./010-guessing.ts";
import { spraying } from "./011-spraying.ts";
import { challengeActs } from "./012-challenge-acts.ts";
import { keptAnswers } from "./013-kept-answers.ts";
import { textMessages } from "./014-text-messages.ts";
import { trustedDevices } from "./015-trusted-devices.ts";
import type { Migration } from "./migration.ts";

/** All migrations this binary knows, in order. */
export const MIGRATIONS: readonly Migration[] = [
  firstSlice,
  notices,
  recognisedBrowsers,
  accountEmails,
  sealingKeys,
  auditSeals,
  factorReplacements,
  breakGlass,
  factorInvitations,
  guessing,
  spraying,
  challengeActs,
  keptAnswers,
  textMessages,
  trustedDevices,
];
