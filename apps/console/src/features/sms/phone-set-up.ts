import type { FactorView } from "@twinlatch/client";

/** A phone being added. */
export interface PhoneSetUp {
  readonly factor: FactorView;
  /** In full; null after a reload, when only its last digits are known. */
  readonly number: string | null;
  /** Until then no other code is sent. */
  readonly waitUntilMillis: number;
  /** Whether a provider took the code. */
  readonly isDelivered: boolean;
}

/** What is known of an addition that a reload interrupted. */
export function resumedSetUp(factor: FactorView): PhoneSetUp {
  return { factor, number: null, waitUntilMillis: 0, isDelivered: true };
}
