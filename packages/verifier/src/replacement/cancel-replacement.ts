import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isWaiting } from "./replacement.ts";

/**
 * Stops the replacement that waits. Any session of the account may, without a proof: it keeps what is,
 * and whoever must stop a stranger has no time to look for a code. Refused with `not_found` when none
 * waits. `alongside` runs in the same transaction.
 */
export async function cancelReplacement<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  input: { subject: Subject; sessionId: string; origin: Origin },
  alongside: (stores: Stores, cancelled: { atMillis: number }) => Promise<void>,
): Promise<{ readonly outcome: "cancelled" } | Refusal<"not_found">> {
  const { subject, sessionId, origin } = input;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "replacement.cancelled", sessionId, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const found = await stores.replacements.find(subject);
      event.factorId = found?.factorId;
      if (found === undefined || !isWaiting(found, atMillis)) return refuse("not_found");
      await stores.replacements.cancel(subject);
      await alongside(stores, { atMillis });
      return { outcome: "cancelled" };
    },
  );
}
