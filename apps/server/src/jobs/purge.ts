import { type AccountsDeps, type AccountsStores, SESSION_IDLE_MILLIS } from "@twinlatch/accounts";
import {
  BASELINE_MILLIS,
  BROWSER_MILLIS,
  TEXT_RECORD_MILLIS,
  TRUSTED_DEVICE_MILLIS,
} from "@twinlatch/verifier";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
/** The longest limit looks back 30 days; what is older counts nowhere. */
const BUDGET_MILLIS = 31 * DAY_MILLIS;

/** What must be gone within the hour goes a little earlier: this job pauses between its runs. */
const PURGE_LEAD_MILLIS = 5 * 60_000;

/** Deletes some rows of one kind that are of no use any more; returns how many. */
type Purge = (stores: AccountsStores, nowMillis: number) => Promise<number>;

/** What is deleted and when. Challenges and codes stay an hour, to tell "expired" from "unknown". */
const PURGES: Readonly<Record<string, Purge>> = {
  challenges: (stores, now) => stores.challenges.purge(now - HOUR_MILLIS),
  sign_ups: (stores, now) => stores.signUps.purge(now - HOUR_MILLIS),
  pending_totp: (stores, now) => stores.totp.purgePending(now - HOUR_MILLIS),
  pending_phones: (stores, now) => stores.phones.purgePending(now - HOUR_MILLIS),
  // An hour after their time no trace of a code is left.
  sms_codes: (stores, now) => stores.smsCodes.purge(now - HOUR_MILLIS + PURGE_LEAD_MILLIS),
  texts: (stores, now) => stores.textMessages.purge(now - TEXT_RECORD_MILLIS),
  text_volumes: (stores, now) => stores.textVolumes.purge(now - 2 * DAY_MILLIS),
  email_additions: (stores, now) => stores.emailAdditions.purge(now - HOUR_MILLIS),
  password_resets: (stores, now) => stores.passwordResets.purge(now - HOUR_MILLIS),
  break_glass: (stores, now) => stores.breakGlass.purge(now - HOUR_MILLIS),
  kept_answers: (stores, now) => stores.keptAnswers.purge(now),
  notices: (stores, now) => stores.notices.purge(now),
  browsers: (stores, now) => stores.browsers.purge(now - BROWSER_MILLIS),
  trusted_devices: (stores, now) => stores.trustedDevices.purge(now - TRUSTED_DEVICE_MILLIS),
  factor_invitations: (stores, now) => stores.factorInvitations.purge(now - HOUR_MILLIS),
  // Completed ones hold acts for a day.
  replacements: (stores, now) => stores.replacements.purge(now - DAY_MILLIS),
  suspect_hours: (stores, now) => stores.spraying.purge(now - BASELINE_MILLIS - HOUR_MILLIS),
  password_doubts: (stores, now) => stores.passwordDoubts.purge(now - BUDGET_MILLIS),
  budgets: (stores, now) => stores.attemptBudgets.purge(now - BUDGET_MILLIS),
  // A session past its absolute limit is used no more, so that it goes with the idle ones.
  sessions: (stores, now) => stores.sessions.purge(now - SESSION_IDLE_MILLIS),
};

/**
 * Deletes what has expired, each kind in transactions of its own, until there is no more. Returns how
 * many rows. Stops early, throwing nothing, once `signal` says so.
 */
export async function purgeExpired(
  rules: Pick<AccountsDeps, "clock" | "unitOfWork">,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  for (const purge of Object.values(PURGES)) {
    let deleted: number;
    do {
      if (signal.aborted) return total;
      deleted = await rules.unitOfWork.write((stores) => purge(stores, rules.clock.nowMillis()));
      total += deleted;
    } while (deleted > 0);
  }
  return total;
}
