import type { FactorView, SecurityView } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

/** Recovery codes in a set. */
export const RECOVERY_CODES_PER_SET = 8;
/** From here on fewer codes are a reason to make new ones. */
const FEW_RECOVERY_CODES = 3;
const YEAR_MILLIS = 365 * 86_400_000;

/** The authenticators in use, the default first, then in the order they were added. */
export function activeApps(security: SecurityView): readonly FactorView[] {
  return security.factors
    .filter((factor) => factor.status === "active")
    .toSorted(
      (one, other) =>
        Number(other.isDefault) - Number(one.isDefault) ||
        Date.parse(one.createdAt) - Date.parse(other.createdAt),
    );
}

/** Every confirmed authenticator, those in use before the others. */
export function listedApps(security: SecurityView): readonly FactorView[] {
  return [
    ...activeApps(security),
    ...security.factors.filter(({ status }) => status === "suspended" || status === "disabled"),
  ];
}

/** Whether that is a reason to make new recovery codes. */
export function areFewCodes(remaining: number): boolean {
  return remaining <= FEW_RECOVERY_CODES;
}

/** An enrolment that waits for its first code. */
export function pendingApp(security: SecurityView): FactorView | undefined {
  return security.factors.find((factor) => factor.status === "pending");
}

/** One sentence that says how this account is signed in to. */
export function statusText(security: SecurityView): string {
  const apps = activeApps(security);
  if (security.twoFactor === "enabled") {
    if (apps.length === 0) return messages.security.statusSuspended;
    return messages.security.statusEnabled(apps.map((app) => app.label).join(messages.security.or));
  }
  return apps.length > 0 ? messages.security.statusOff : messages.security.statusDisabled;
}

/** What needs the owner's attention, the most urgent first; nothing while two-factor authentication is off. */
export function attentionReasons(security: SecurityView, nowMillis: number): readonly string[] {
  if (security.twoFactor === "disabled") return [];
  const apps = activeApps(security);
  const forgotten = apps.find((app) => nowMillis - lastUseMillis(app) > YEAR_MILLIS);
  return [
    apps.length === 0 && messages.security.noAppInUse,
    codesReason(security.recoveryCodes),
    apps.length === 1 && !security.recoveryCodes?.remaining && messages.security.onlyWay,
    forgotten && messages.security.notUsedForAYear(forgotten.label),
  ].filter((reason) => typeof reason === "string");
}

function codesReason(codes: SecurityView["recoveryCodes"]): string | false {
  if (codes === null || codes.remaining === 0) return messages.security.noCodes;
  if (areFewCodes(codes.remaining)) return messages.security.codesLeft(codes.remaining);
  return codes.acknowledgedAt === null && messages.security.codesNotSaved;
}

function lastUseMillis(app: FactorView): number {
  return Date.parse(app.lastUsedAt ?? app.createdAt);
}
