import type { Comparison, Factor } from "../factor/factor.ts";
import { requireReliableClock } from "../platform/clock.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import { isTotpCode, matchTotp } from "./match-totp.ts";
import { activeFactors, heldFactors } from "./totp-factor.ts";

/** Authenticator apps as a kind of factor: each code works once, and only forward (RFC 6238 §5.2). */
export function totpKind(deps: Pick<VerifierDeps, "clock" | "hmac" | "secretBox">): Factor {
  return {
    kind: "totp",
    lane: "code",
    amr: ["otp"],
    isNamed: true,
    isWellFormed: isTotpCode,
    async offers(stores, subject) {
      const active = activeFactors(await stores.totp.list(subject));
      return active.map(({ id, label, isDefault }) => ({ id, kind: "totp", label, isDefault }));
    },
    protects: async (stores, subject) => heldFactors(await stores.totp.list(subject)).length > 0,
    async prepareComparison(stores, { subject, factorId, code, nowMillis }) {
      // Thrown in the transaction that counts the attempt, so that it is not counted.
      requireReliableClock(deps.clock);
      const factor = await stores.totp.find(subject, factorId ?? "");
      const compare = async (): Promise<Comparison> => {
        if (factor?.status !== "active") return { outcome: "unknown_factor" };
        const step = matchTotp(deps, factor, code, nowMillis);
        if (step === undefined) return { outcome: "wrong" };
        return {
          outcome: "match",
          spend: (claiming) => claiming.totp.advanceStep(subject, factor.id, step, nowMillis),
        };
      };
      return { factorLabel: factor?.label, compare };
    },
  };
}
