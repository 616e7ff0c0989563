import type { OtpAlgorithm } from "@twinlatch/otp";
import type { SecretPlace } from "../platform/secret-box.ts";
import type { Subject } from "../platform/subject.ts";

/** How long an enrolment waits for its first code (NIST SP 800-63B-4 §4.1.2). */
export const PENDING_TOTP_MILLIS: number = 10 * 60_000;
/** Wrong codes an enrolment forgives before it must be started again. */
export const PENDING_TOTP_ATTEMPTS = 10;
/** Confirmed authenticators one subject can have. */
export const MAX_TOTP_FACTORS = 10;
/** Wrong codes in a row that disable an authenticator (R-037; NIST SP 800-63B-4 §3.2.2 allows 100). */
export const MAX_CONSECUTIVE_FAILURES = 50;
/** 160 bits, the length RFC 4226 §4 R6 recommends. */
export const TOTP_SECRET_BYTES = 20;

/**
 * `pending`: waits for its first code. `active`: in use. `suspended`: taken out of use by its owner; it
 * verifies nothing, and still protects the account. `disabled`: the same, after too many wrong codes in a
 * row, until it is removed and set up anew. `awaiting_approval`: enrolled by an invitation; it verifies
 * nothing and protects nothing.
 */
export type TotpStatus = "pending" | "active" | "suspended" | "disabled" | "awaiting_approval";

/** An authenticator app, confirmed or being enrolled. */
export interface TotpFactor extends Subject {
  readonly id: string;
  /** What its owner calls it. */
  readonly label: string;
  readonly status: TotpStatus;
  readonly isDefault: boolean;
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  readonly periodSeconds: number;
  /** The secret, sealed for the place `totp/{id}`, field `secret`. */
  readonly sealedSecret: Uint8Array;
  /** The newest time step accepted. Every code of this step or an earlier one is dead. -1: none yet. */
  readonly lastStep: number;
  /** Wrong codes since the last right one. */
  readonly consecutiveFailures: number;
  /** The session that began the enrolment; only it can confirm. */
  readonly sessionId: string;
  readonly createdAtMillis: number;
  /** When a pending enrolment dies. Without meaning once active. */
  readonly expiresAtMillis: number;
  readonly lastUsedAtMillis?: number | undefined;
}

/** Where a factor's secret is sealed for. */
export function totpSecretPlace(subject: Subject, factorId: string): SecretPlace {
  return {
    projectId: subject.projectId,
    subjectId: subject.subjectId,
    record: `totp/${factorId}`,
    field: "secret",
  };
}

/** Confirmed once, or still waiting for its first code. */
export function isLive(factor: TotpFactor, nowMillis: number): boolean {
  return factor.status !== "pending" || factor.expiresAtMillis > nowMillis;
}

/** Whether it is an unconfirmed enrolment that this session began. */
export function isEnrolmentOf(factor: TotpFactor, sessionId: string): boolean {
  return factor.status === "pending" && factor.sessionId === sessionId;
}

const HELD: Readonly<Record<TotpStatus, boolean>> = {
  pending: false,
  active: true,
  suspended: true,
  disabled: true,
  awaiting_approval: false,
};

/** The ones that are its owner's, in use or not: with any of them the password alone opens nothing. */
export function heldFactors(factors: readonly TotpFactor[]): readonly TotpFactor[] {
  return factors.filter(({ status }) => HELD[status]);
}

/** The ones in use: only these are asked for or open anything. */
export function activeFactors(factors: readonly TotpFactor[]): readonly TotpFactor[] {
  return factors.filter((factor) => factor.status === "active");
}
