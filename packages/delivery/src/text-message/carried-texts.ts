import type { Clock, HandOver, OutgoingText } from "@twinlatch/verifier";

interface Carried {
  readonly handOver: Promise<HandOver>;
  readonly expiresAtMillis: number;
}

const DEFAULT_MAX_TEXTS = 10_000;

export interface CarriedTexts {
  /**
   * Carries a text, unless it is being carried or may have left: then it says what became of it. What
   * certainly did not leave is carried again.
   */
  once(text: OutgoingText, carry: () => Promise<HandOver>): Promise<HandOver>;
}

/** Remembers what left, by its id and until it expires; one more than `maxTexts` drops the oldest. */
export function createCarriedTexts(
  clock: Clock,
  maxTexts: number = DEFAULT_MAX_TEXTS,
): CarriedTexts {
  const carriedById = new Map<string, Carried>();
  const forgetOld = () => {
    for (const [id, { expiresAtMillis }] of carriedById) {
      // In the order in which they came: what is behind the first that lives on expires later, too.
      if (carriedById.size <= maxTexts && expiresAtMillis > clock.nowMillis()) return;
      carriedById.delete(id);
    }
  };
  return {
    async once(text, carry) {
      const { id, expiresAtMillis } = text;
      const known = carriedById.get(id);
      if (known !== undefined) return known.handOver;
      const carried = { handOver: carry(), expiresAtMillis };
      carriedById.set(id, carried);
      forgetOld();
      const handOver = await carried.handOver;
      if (handOver.outcome === "failed") carriedById.delete(id);
      return handOver;
    },
  };
}
