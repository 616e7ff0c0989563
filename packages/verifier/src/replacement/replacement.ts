import type { Subject } from "../platform/subject.ts";

/** How long a replacement waits, so that the owner hears of it and can stop it. */
export const REPLACEMENT_WAIT_MILLIS: number = 24 * 60 * 60_000;
/** How long after the wait it can be completed. */
export const REPLACEMENT_READY_MILLIS: number = 72 * 60 * 60_000;
/** How long after its completion nothing else that needs a proof can be done. */
export const REPLACEMENT_HOLD_MILLIS: number = 24 * 60 * 60_000;

/** An authenticator that is to be replaced without a code from it. A subject has one or none. */
export interface FactorReplacement extends Subject {
  readonly id: string;
  /** The authenticator that is gone. */
  readonly factorId: string;
  /** Digest of what the browser holds that asked. */
  readonly tokenDigest: string;
  readonly requestedAtMillis: number;
  /** From then on it can be completed. */
  readonly readyAtMillis: number;
  /** From then on it cannot be completed any more. */
  readonly expiresAtMillis: number;
  /** When it was completed; undefined while it waits. */
  readonly completedAtMillis?: number | undefined;
  /** Where the request came from, for the owner to judge. */
  readonly ip: string;
}

/** When one that waits from now on can be completed, and until when. */
export function replacementTimes(
  nowMillis: number,
): Pick<FactorReplacement, "readyAtMillis" | "expiresAtMillis"> {
  const readyAtMillis = nowMillis + REPLACEMENT_WAIT_MILLIS;
  return { readyAtMillis, expiresAtMillis: readyAtMillis + REPLACEMENT_READY_MILLIS };
}

/** Whether it can still come to something. */
export function isWaiting(replacement: FactorReplacement, nowMillis: number): boolean {
  return replacement.completedAtMillis === undefined && nowMillis < replacement.expiresAtMillis;
}

/** Seconds until acts that need a proof are free again; undefined when none is held. */
export function heldSeconds(
  { completedAtMillis }: FactorReplacement,
  nowMillis: number,
): number | undefined {
  if (completedAtMillis === undefined) return undefined;
  const leftMillis = completedAtMillis + REPLACEMENT_HOLD_MILLIS - nowMillis;
  return leftMillis > 0 ? Math.ceil(leftMillis / 1000) : undefined;
}
