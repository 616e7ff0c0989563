import { hashBreakGlassCode } from "../break-glass/break-glass-code.ts";
import type { Comparison, Factor, Guess, PreparedComparison } from "../factor/factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { BREAK_GLASS_SLOT, parseRecoveryCode, type RecoveryCode } from "./recovery-code.ts";

type Deps = Pick<VerifierDeps, "clock" | "codeHasher" | "tokenHash">;

/** The id by which the set is offered; a person has one set. */
const OFFER_ID = "recovery_code";

/**
 * Recovery codes as a kind of factor. One guess costs one bcrypt: the code names its slot, and a spent
 * or missing slot is compared with a decoy, so that the time tells nothing. Slot 9 is the code that
 * an operator made for somebody who is locked out: it is asked for where recovery codes are, and
 * lets in no further than they do.
 */
export function recoveryCodeKind(deps: Deps): Factor {
  return {
    kind: "recovery_code",
    lane: "recovery_code",
    amr: ["recovery_code"],
    isNamed: false,
    isWellFormed: (code) => parseRecoveryCode(code) !== undefined,
    async offers(stores, subject) {
      const set = await stores.recoveryCodes.find(subject);
      const hasCode =
        (set !== undefined && set.remaining > 0) ||
        (await stores.breakGlass.findLive(subject, deps.clock.nowMillis())) !== undefined;
      if (!hasCode) return [];
      return [{ id: OFFER_ID, kind: "recovery_code", label: "Recovery code", isDefault: false }];
    },
    protects: async () => false,
    async prepareComparison(stores, { subject, code, nowMillis }) {
      const parsed = parseRecoveryCode(code);
      if (parsed === undefined) return { compare: async () => ({ outcome: "wrong" }) };
      const { slot, symbols } = parsed;
      if (slot === BREAK_GLASS_SLOT) {
        return prepareBreakGlass(deps, stores, parsed, { subject, nowMillis });
      }
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

async function prepareBreakGlass(
  deps: Deps,
  stores: Pick<VerifierStores, "breakGlass">,
  { symbols }: RecoveryCode,
  { subject, nowMillis }: Pick<Guess, "subject" | "nowMillis">,
): Promise<PreparedComparison> {
  const live = await stores.breakGlass.findLive(subject, nowMillis);
  const compare = async (): Promise<Comparison> => {
    // As much work as any other slot.
    await deps.codeHasher.verify(symbols, deps.codeHasher.decoyHash);
    if (live?.codeHash !== hashBreakGlassCode(deps, subject, symbols)) return { outcome: "wrong" };
    return {
      outcome: "match",
      spend: (claiming) => claiming.breakGlass.consume(subject, live.id, nowMillis),
    };
  };
  return { compare };
}
