import type { AccountsDeps } from "@twinlatch/accounts";
import { type DeliveredText, deliverText } from "@twinlatch/verifier";
import { describeError, type Log } from "../log/log.ts";

/** How long an answer waits for a provider: a little more than a provider is given. */
const ANSWER_MILLIS = 3_800;
/** Texts this process hands over at a time; more wait for the sweep, or for another process. */
const MAX_UNDER_WAY = 128;
/** What a process that was killed left behind is looked for when it is this old. */
const LEFT_BEHIND_MILLIS = 2_000;
const SWEPT_TEXTS = 20;

/** `waiting`: it has not been handed over yet, and will be. */
export type CourierOutcome = DeliveredText["outcome"] | "waiting";

/** Hands texts over, as soon as they are in the outbox. */
export interface TextCourier {
  /** Hands one over and tells what became of it, in less than four seconds. Never throws. */
  deliver(textId: string): Promise<CourierOutcome>;
  /** Hands over what was left behind, and gives up on what nobody will finish. */
  sweep(signal: { readonly aborted: boolean }): Promise<void>;
}

/** Makes the courier of this process. */
export function createTextCourier({
  rules,
  log,
}: {
  readonly rules: AccountsDeps;
  readonly log: Log;
}): TextCourier {
  let underWay = 0;

  async function handOver(textId: string): Promise<CourierOutcome> {
    underWay += 1;
    try {
      return (await deliverText(rules, textId)).outcome;
    } catch (error) {
      log.error("text_failed", { error: describeError(error) });
      return "uncertain";
    } finally {
      underWay -= 1;
    }
  }

  return {
    async deliver(textId) {
      if (underWay >= MAX_UNDER_WAY) return "waiting";
      const { promise: isLate, resolve } = Promise.withResolvers<"waiting">();
      const timer = setTimeout(() => resolve("waiting"), ANSWER_MILLIS);
      try {
        return await Promise.race([handOver(textId), isLate]);
      } finally {
        clearTimeout(timer);
      }
    },

    async sweep(signal) {
      const { clock, unitOfWork } = rules;
      const nowMillis = clock.nowMillis();
      const by = { beforeMillis: nowMillis - LEFT_BEHIND_MILLIS, nowMillis, limit: SWEPT_TEXTS };
      const left = await unitOfWork.read((stores) => stores.textMessages.listWaiting(by));
      for (const textId of left) {
        if (signal.aborted || underWay >= MAX_UNDER_WAY) return;
        await handOver(textId);
      }
    },
  };
}
