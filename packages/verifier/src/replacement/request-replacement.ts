import { performOperation, type Settle } from "../audit/record-operation.ts";
import { heldFactors } from "../factor/factor-status.ts";
import { newId, newToken } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import {
  type FactorReplacement,
  REPLACEMENT_HOLD_MILLIS,
  replacementTimes,
} from "./replacement.ts";

/** A replacement that waits, with the token that completes it, which is shown this once. */
export interface RequestedReplacement {
  readonly outcome: "requested";
  readonly replacement: FactorReplacement;
  readonly token: string;
}

/**
 * Asks for an authenticator to be replaced whose codes nobody has any more. It takes a session that was
 * signed in to with two factors and, freshly, the password; then 24 hours, in which the owner is told and
 * can cancel. `alongside` runs in the same transaction.
 *
 * Refused as `spendProof` does, with `full_session_required` in a session of one factor, with `not_found`
 * when there is no such authenticator in use, and with `replacement_waiting` while one waits.
 */
export async function requestReplacement<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, requested: { label: string; atMillis: number }) => Promise<void>,
  settle?: Settle<Stores, RequestedReplacement>,
): Promise<
  | RequestedReplacement
  | ProofRefusal
  | Refusal<"full_session_required" | "not_found" | "replacement_waiting">
> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  const token = newToken(deps.random, "twl_replacement");
  const replacement: FactorReplacement = {
    ...subject,
    id: newId(deps.random, "rpl", atMillis),
    factorId,
    tokenDigest: deps.tokenHash.digest(token),
    requestedAtMillis: atMillis,
    ...replacementTimes(atMillis),
    ip: origin.ip,
  };
  return performOperation(
    deps,
    { atMillis, ...subject, type: "replacement.requested", sessionId, factorId, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const isWeak = demand.passwordProves !== "alone";
      if (isWeak && demand.recoveryEnrolmentEndsMillis === undefined) {
        return refuse("full_session_required");
      }
      const factor = await stores.totp.find(subject, factorId);
      if (factor === undefined || heldFactors([factor]).length === 0) return refuse("not_found");
      event.factorKind = "totp";
      event.factorLabel = factor.label;
      const waiting = await stores.replacements.find(subject);
      const isFree =
        waiting?.completedAtMillis !== undefined ||
        waiting === undefined ||
        waiting.expiresAtMillis <= atMillis;
      if (!isFree) return refuse("replacement_waiting");
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const isInserted = await stores.replacements.insert(replacement, {
        nowMillis: atMillis,
        staleBeforeMillis: atMillis - REPLACEMENT_HOLD_MILLIS,
      });
      if (!isInserted) return refuse("replacement_waiting");
      await alongside(stores, { label: factor.label, atMillis });
      return { outcome: "requested", replacement, token };
    },
    settle,
  );
}
