import type { OtpAlgorithm } from "@twinlatch/otp";
import type { FactorStatus } from "../factor/factor-status.ts";
import type { SecretPlace } from "../platform/secret-box.ts";
import type { Subject } from "../platform/subject.ts";

/** How long an enrolment waits for its first code (NIST SP 800-63B-4 §4.1.2). */
export const PENDING_TOTP_MILLIS: number = 10 * 60_000;
/** Wrong codes an enrolment forgives before it must be started again. */
export const PENDING_TOTP_ATTEMPTS = 10;
/** Confirmed authenticators one subject can have. */
export const MAX_TOTP_FACTORS = 10;
/** 160 bits, the length RFC 4226 §4 R6 recommends. */
export const TOTP_SECRET_BYTES = 20;

/** An authenticator app, confirmed or being enrolled. */
export interface TotpFactor extends Subject {
  readonly id: string;
  /** What its owner calls it. */
  readonly label: string;
  readonly status: FactorStatus;
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
