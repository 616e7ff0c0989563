import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TotpFactor } from "./totp-factor.ts";

/**
 * Renames an active authenticator, makes it the default, or both. Needs no proof: neither opens
 * anything. Refused with `not_found` when the subject has no such active authenticator.
 */
export async function changeTotp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  input: {
    subject: Subject;
    sessionId: string;
    factorId: string;
    label?: string | undefined;
    makeDefault: boolean;
    origin: Origin;
  },
): Promise<{ readonly outcome: "changed"; readonly factor: TotpFactor } | Refusal<"not_found">> {
  const { subject, sessionId, factorId, label, origin } = input;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "totp.changed", sessionId, factorId, factorKind: "totp", origin },
    async (stores, event) => {
      const isNamed = label === undefined || (await stores.totp.rename(subject, factorId, label));
      const isPreferred = !input.makeDefault || (await stores.totp.makeDefault(subject, factorId));
      const factor = await stores.totp.find(subject, factorId);
      if (!isNamed || !isPreferred || factor?.status !== "active") return refuse("not_found");
      event.factorLabel = factor.label;
      return { outcome: "changed", factor };
    },
  );
}
