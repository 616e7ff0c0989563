import { countFailures, type FailureStore } from "../factor/count-failures.ts";
import type { Comparison, Factor, PreparedComparison } from "../factor/factor.ts";
import { activeFactors, heldFactors } from "../factor/factor-status.ts";
import { isDigitCode } from "../platform/digit-code.ts";
import type { Lane } from "../throttle/lane.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isSpendable, matchSmsCode, spendSmsCode } from "./match-sms-code.ts";
import { boundToChallenge } from "./sms-code.ts";

/** The budget that guesses at texted codes are counted in. */
export const SMS_LANE: Lane = "code";

/**
 * Texted codes as a kind of factor: each is good for one challenge, one phone, ten minutes and one use
 * (NIST SP 800-63B-4 §3.1.3). A superseded or expired one is no guess and not counted.
 */
export function smsKind(deps: Pick<VerifierDeps, "textCarrier" | "tokenHash">): Factor {
  return {
    kind: "sms",
    lane: SMS_LANE,
    amr: ["sms"],
    isNamed: true,
    isWellFormed: isDigitCode,
    async offers(stores, subject) {
      const active = activeFactors(await stores.phones.list(subject));
      const carried = deps.textCarrier?.channels ?? [];
      return active.map(({ id, label, hint, channel, isDefault }) => ({
        id,
        kind: "sms",
        label,
        hint,
        channels: carried.filter((each) => each === "voice" || channel === "sms"),
        isDefault,
      }));
    },
    protects: async (stores, subject) => heldFactors(await stores.phones.list(subject)).length > 0,
    async prepareComparison(stores, { subject, challengeId, factorId = "", code, nowMillis }) {
      const phone = await stores.phones.find(subject, factorId);
      const { label: factorLabel } = phone ?? {};
      if (phone?.status !== "active") return { ...UNKNOWN, factorLabel };
      const failures = countFailures(phone, failuresOf);
      if (!(await failures.prepare(stores))) return { ...UNKNOWN, factorLabel };
      const sent = await stores.smsCodes.list(subject, boundToChallenge(challengeId));
      return {
        factorLabel,
        async compare(): Promise<Comparison> {
          const match = matchSmsCode(deps, sent, { phoneId: phone.id, code });
          if (match === undefined) return { outcome: "wrong", fail: failures.conclude };
          if (!isSpendable(match, nowMillis)) return { outcome: "expired" };
          return {
            outcome: "match",
            spend: (claiming) => spendSmsCode(claiming, match, phone, nowMillis),
          };
        },
        async giveBack(claiming) {
          await failures.giveBack(claiming);
        },
      };
    },
  };
}

/** Where wrong codes of a phone are counted. */
const failuresOf = ({ phones }: VerifierStores): FailureStore => phones;

const UNKNOWN: PreparedComparison = { compare: async () => ({ outcome: "unknown_factor" }) };
