import type { Factor } from "../factor/factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isTotpCode, matchTotp } from "./match-totp.ts";
import { activeFactors } from "./totp-factor.ts";

/** Authenticator apps as a kind of factor: each code works once, and only forward (RFC 6238 §5.2). */
export function totpKind<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "hmac" | "secretBox" | "unitOfWork">,
): Factor {
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
    async compare({ subject, factorId, code, nowMillis }) {
      const factor = await deps.unitOfWork.read((stores) =>
        stores.totp.find(subject, factorId ?? ""),
      );
      if (factor?.status !== "active") return { outcome: "unknown_factor" };
      const step = matchTotp(deps, factor, code, nowMillis);
      if (step === undefined) return { outcome: "wrong" };
      return {
        outcome: "match",
        spend: (stores) => stores.totp.advanceStep(subject, factor.id, step, nowMillis),
      };
    },
  };
}
