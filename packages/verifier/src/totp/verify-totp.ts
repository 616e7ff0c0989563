import { countFailures, type FailureStore } from "../factor/count-failures.ts";
import type { Factor, PreparedComparison } from "../factor/factor.ts";
import { activeFactors, heldFactors } from "../factor/factor-status.ts";
import { requireReliableClock } from "../platform/clock.ts";
import { isDigitCode } from "../platform/digit-code.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { matchTotp } from "./match-totp.ts";

/** Authenticator apps as a kind of factor: each code works once, and only forward (RFC 6238 §5.2). */
export function totpKind(deps: Pick<VerifierDeps, "clock" | "hmac" | "secretBox">): Factor {
  return {
    kind: "totp",
    lane: "code",
    amr: ["otp"],
    isNamed: true,
    isWellFormed: isDigitCode,
    async offers(stores, subject) {
      const active = activeFactors(await stores.totp.list(subject));
      return active.map(({ id, label, isDefault }) => ({ id, kind: "totp", label, isDefault }));
    },
    protects: async (stores, subject) => heldFactors(await stores.totp.list(subject)).length > 0,
    async prepareComparison(stores, { subject, factorId, code, nowMillis }) {
      // Thrown in the transaction that counts the attempt, so that it is not counted.
      requireReliableClock(deps.clock);
      const factor = await stores.totp.find(subject, factorId ?? "");
      const { label: factorLabel } = factor ?? {};
      if (factor?.status !== "active") return { ...UNKNOWN, factorLabel };
      const failures = countFailures(factor, failuresOf);
      if (!(await failures.prepare(stores))) return { ...UNKNOWN, factorLabel };
      return {
        factorLabel,
        async compare() {
          const { step, isNear } = matchTotp(deps, factor, code, nowMillis);
          if (step === undefined) {
            const settle = isNear ? failures.giveBack : failures.conclude;
            return { outcome: "wrong", isNear, fail: settle };
          }
          return {
            outcome: "match",
            spend: (claiming) => claiming.totp.advanceStep(subject, factor.id, step, nowMillis),
          };
        },
        async giveBack(claiming) {
          await failures.giveBack(claiming);
        },
      };
    },
  };
}

/** Where wrong codes of an authenticator are counted. */
const failuresOf = ({ totp }: VerifierStores): FailureStore => totp;

const UNKNOWN: PreparedComparison = { compare: async () => ({ outcome: "unknown_factor" }) };
