import type { Subject } from "../platform/subject.ts";

/** How long a device is trusted after the second step it was trusted at, used or not. */
export const TRUSTED_DEVICE_MILLIS: number = 30 * 24 * 60 * 60_000;
/** Devices a subject can trust; the one trusted longest ago goes when one more comes. */
export const MAX_TRUSTED_DEVICES = 10;
/**
 * How long the token before the current one is still taken, from the same client: two tabs that sign in
 * together, or a retry of a sign-in whose answer was lost.
 */
export const ROTATION_GRACE_MILLIS = 10_000;

/**
 * A browser or client in which a subject chose not to be asked for a second step at sign-in. It replaces
 * that step and nothing else: it proves nothing, and the sessions it begins are of one factor.
 */
export interface TrustedDevice extends Subject {
  /** What its owner sees of it. No secret, and no part of its token. */
  readonly id: string;
  /**
   * Digest of the part of its token that stays. Whoever presents it held a token of this device once, so
   * that an old token is told from one that was made up.
   */
  readonly seriesDigest: string;
  /** Digest of the part that each use replaces. */
  readonly secretDigest: string;
  /** What the current secret was made from; undefined until the first use. */
  readonly predecessor?: { readonly secretDigest: string; readonly salt: string } | undefined;
  readonly trustedAtMillis: number;
  /** When the current token was given: at its last use, or when it was trusted. */
  readonly usedAtMillis: number;
  /** Of the client at that time. */
  readonly ip: string;
  readonly userAgent: string;
}

/** When its trust ends, used or not. */
export function trustEndMillis(device: Pick<TrustedDevice, "trustedAtMillis">): number {
  return device.trustedAtMillis + TRUSTED_DEVICE_MILLIS;
}

/** Whether its time is not over yet. */
export function isTrusted(device: TrustedDevice, nowMillis: number): boolean {
  return nowMillis < trustEndMillis(device);
}
