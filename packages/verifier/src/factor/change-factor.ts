import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type FactorRecord, factorEvent, kindOfFactorId, RECORDS_OF } from "./factor-records.ts";
import { preferFactor } from "./held-factors.ts";

/**
 * Renames an authenticator app or a phone in use, makes it the default of all factors, or both. Needs no
 * proof: neither opens anything. Refused with `not_found` when the subject has no such one in use.
 */
export async function changeFactor<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  input: {
    subject: Subject;
    sessionId: string;
    factorId: string;
    label?: string | undefined;
    makeDefault: boolean;
    origin: Origin;
  },
): Promise<{ readonly outcome: "changed"; readonly factor: FactorRecord } | Refusal<"not_found">> {
  const { subject, sessionId, factorId, label, origin } = input;
  const factorKind = kindOfFactorId(factorId);
  const type = factorEvent(factorKind, "changed");
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type, sessionId, factorId, factorKind, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const records = RECORDS_OF[factorKind](stores);
      const isNamed = label === undefined || (await records.rename(subject, factorId, label));
      const isPreferred = !input.makeDefault || (await preferFactor(stores, subject, factorId));
      const factor = await records.find(subject, factorId);
      if (!isNamed || !isPreferred || factor?.status !== "active") return refuse("not_found");
      event.factorLabel = factor.label;
      return { outcome: "changed", factor };
    },
  );
}
