import type { Comparison, Factor } from "../factor/factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import { parseRecoveryCode } from "./recovery-code.ts";

/** The id by which the set is offered; a person has one set. */
const OFFER_ID = "recovery_code";

/**
 * Recovery codes as a kind of factor. One guess costs one bcrypt: the code names its slot, and a spent
 * or missing slot is compared with a decoy, so that the time tells nothing.
 */
export function recoveryCodeKind(deps: Pick<VerifierDeps, "codeHasher">): Factor {
  return {
    kind: "recovery_code",
    lane: "recovery_code",
    amr: ["recovery_code"],
    isNamed: false,
    isWellFormed: (code) => parseRecoveryCode(code) !== undefined,
    async offers(stores, subject) {
      const set = await stores.recoveryCodes.find(subject);
      if (set === undefined || set.remaining === 0) return [];
      return [{ id: OFFER_ID, kind: "recovery_code", label: "Recovery code", isDefault: false }];
    },
    protects: async () => false,
    async prepareComparison(stores, { subject, code, nowMillis }) {
      const parsed = parseRecoveryCode(code);
      if (parsed === undefined) return { compare: async () => ({ outcome: "wrong" }) };
      const { slot, symbols } = parsed;
      const unused = await stores.recoveryCodes.findUnusedHash(subject, slot);
      const compare = async (): Promise<Comparison> => {
        const hash = unused?.hash ?? deps.codeHasher.decoyHash;
        const isRight = await deps.codeHasher.verify(symbols, hash);
        if (unused === undefined || !isRight) return { outcome: "wrong" };
        return {
          outcome: "match",
          spend: (claiming) =>
            claiming.recoveryCodes.consume(subject, unused.setId, slot, nowMillis),
        };
      };
      return { compare };
    },
  };
}
