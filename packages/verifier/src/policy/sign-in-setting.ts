import type { Subject } from "../platform/subject.ts";

/**
 * When a person wants to be asked for a second step. `once_per_device`: not where a device is trusted, which
 * it is for 30 days after a second step if its owner wishes.
 */
export type SignInSetting = "off" | "every_time" | "once_per_device";

/** What a subject chose. A subject who never chose is `off`. */
export interface SignInSettingStore {
  get(subject: Subject): Promise<SignInSetting>;
  set(subject: Subject, value: SignInSetting): Promise<void>;
  /**
   * Makes every other transaction that holds this subject wait until this one has ended. Whoever reads
   * factors or the setting in order to decide what may be written calls it first: otherwise two such
   * transactions could each decide on what the other is about to change. False, with no row left of it,
   * when the subject was deleted.
   */
  hold(subject: Subject): Promise<boolean>;
}

const STRENGTHS: Readonly<Record<SignInSetting, number>> = {
  off: 0,
  once_per_device: 1,
  every_time: 2,
};

/** Whether it asks for a second step less often than another; so does what is not known to ask as often. */
export function isWeaker(setting: SignInSetting, than: SignInSetting): boolean {
  return !(STRENGTHS[setting] >= STRENGTHS[than]);
}

/**
 * Two-factor authentication is enabled while it is asked for and there is something to ask: suspending
 * every factor leaves it on, or whoever suspends them could sign in with the password alone.
 */
export function isTwoFactorEnabled(setting: SignInSetting, heldFactors: number): boolean {
  return setting !== "off" && heldFactors > 0;
}
