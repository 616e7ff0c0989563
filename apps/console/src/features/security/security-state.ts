import type { FactorView, SecurityView } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

/** Recovery codes in a set. */
export const RECOVERY_CODES_PER_SET = 8;
/** From here on fewer codes are a reason to make new ones. */
const FEW_RECOVERY_CODES = 3;
const YEAR_MILLIS = 365 * 86_400_000;

/** What gets codes and is in use, the default first, then in the order they were added. */
export function activeFactors(security: SecurityView): readonly FactorView[] {
  return security.factors
    .filter((factor) => factor.status === "active")
    .toSorted(
      (one, other) =>
        Number(other.isDefault) - Number(one.isDefault) ||
        Date.parse(one.createdAt) - Date.parse(other.createdAt),
    );
}

/** Everything confirmed that gets codes, what is in use before the rest. */
export function listedFactors(security: SecurityView): readonly FactorView[] {
  return [
    ...activeFactors(security),
    ...security.factors.filter(({ status }) => status === "suspended" || status === "disabled"),
  ];
}

/** The confirmed ones of one kind. */
export function listedOfKind(
  security: SecurityView,
  kind: FactorView["kind"],
): readonly FactorView[] {
  return listedFactors(security).filter((factor) => factor.kind === kind);
}

/** Whether that is a reason to make new recovery codes. */
export function areFewCodes(remaining: number): boolean {
  return remaining <= FEW_RECOVERY_CODES;
}

/** An enrolment of that kind that waits for its first code. */
export function pendingFactor(
  security: SecurityView,
  kind: FactorView["kind"],
): FactorView | undefined {
  return security.factors.find((factor) => factor.kind === kind && factor.status === "pending");
}

/** One sentence that says how this account is signed in to. */
export function statusText(security: SecurityView): string {
  const factors = activeFactors(security);
  if (security.twoFactor === "enabled") {
    if (factors.length === 0) return messages.security.statusSuspended;
    const names = factors.map(({ label }) => label).join(messages.security.or);
    return messages.security.statusEnabled(names);
  }
  return factors.length > 0 ? messages.security.statusOff : messages.security.statusDisabled;
}

/** What needs the owner's attention, the most urgent first; nothing while two-factor authentication is off. */
export function attentionReasons(security: SecurityView, nowMillis: number): readonly string[] {
  if (security.twoFactor === "disabled") return [];
  const factors = activeFactors(security);
  const forgotten = factors.find((factor) => nowMillis - lastUseMillis(factor) > YEAR_MILLIS);
  return [
    factors.length === 0 && messages.security.noneInUse,
    codesReason(security.recoveryCodes),
    factors.length === 1 && !security.recoveryCodes?.remaining && messages.security.onlyWay,
    forgotten && messages.security.notUsedForAYear(forgotten.label),
  ].filter((reason) => typeof reason === "string");
}

function codesReason(codes: SecurityView["recoveryCodes"]): string | false {
  if (codes === null || codes.remaining === 0) return messages.security.noCodes;
  if (areFewCodes(codes.remaining)) return messages.security.codesLeft(codes.remaining);
  return codes.acknowledgedAt === null && messages.security.codesNotSaved;
}

function lastUseMillis({ lastUsedAt, createdAt }: FactorView): number {
  return Date.parse(lastUsedAt ?? createdAt);
}
