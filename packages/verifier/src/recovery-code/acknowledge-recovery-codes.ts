import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/** Notes that the codes were saved. Refused with `no_recovery_codes` when there are none. */
export async function acknowledgeRecoveryCodes<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  input: { subject: Subject; sessionId: string; origin: Origin },
): Promise<{ readonly outcome: "acknowledged" } | Refusal<"no_recovery_codes">> {
  const { subject, sessionId, origin } = input;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    {
      atMillis,
      ...subject,
      type: "recovery_codes.acknowledged",
      sessionId,
      factorKind: "recovery_code",
      origin,
    },
    async (stores) => {
      const isThere = await stores.recoveryCodes.acknowledge(subject, atMillis);
      return isThere ? { outcome: "acknowledged" } : refuse("no_recovery_codes");
    },
  );
}
