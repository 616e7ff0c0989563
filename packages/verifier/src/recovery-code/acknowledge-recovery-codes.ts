import { auditEvent } from "../audit/audit-event.ts";
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
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.write(async (stores) => {
    const isThere = await stores.recoveryCodes.acknowledge(subject, nowMillis);
    if (!isThere) return refuse("no_recovery_codes");
    await stores.audit.append(
      auditEvent(deps.random, {
        atMillis: nowMillis,
        ...subject,
        type: "recovery_codes.acknowledged",
        outcome: "allowed",
        sessionId,
        factorKind: "recovery_code",
        origin,
      }),
    );
    return { outcome: "acknowledged" };
  });
}
