import type { Clock } from "@twinlatch/verifier";

/** The host's clock. */
export class SystemClock implements Clock {
  nowMillis(): number {
    return Date.now();
  }
}
