import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { answerTo, firstWay, hasSeveralApps, otherWays, wayLabel } from "./challenge-way.ts";

const iphone: ChallengeFactor = { id: "fac_1", kind: "totp", label: "iPhone" };
const work: ChallengeFactor = { id: "fac_2", kind: "totp", label: "Work phone" };
const recovery: ChallengeFactor = { id: "recovery", kind: "recovery_code", label: "Recovery code" };

function challenge(factors: ChallengeFactor[], defaultFactorId: string | null): Challenge {
  return {
    id: "chl_1",
    purpose: "sign_in",
    expiresAt: "2026-05-03T14:10:00Z",
    factors,
    defaultFactorId,
  };
}

describe("ways to answer a challenge", () => {
  it("begin with the default, and offer all others under their names", () => {
    const both = challenge([iphone, work, recovery], "fac_2");
    expect(firstWay(both)).toBe(work);
    expect(otherWays(both, work).map(wayLabel)).toEqual([
      "Another authenticator: iPhone",
      "Recovery code",
    ]);
    expect(hasSeveralApps(both)).toBe(true);
    expect(hasSeveralApps(challenge([iphone, recovery], "fac_1"))).toBe(false);
  });

  it("begin with what is left when the default is gone", () => {
    expect(firstWay(challenge([recovery], "fac_9"))).toBe(recovery);
    expect(firstWay(challenge([], null))).toBeUndefined();
  });

  it("name the authenticator a code is for, and nothing for a recovery code", () => {
    expect(answerTo(work, "123456")).toEqual({ kind: "totp", factorId: "fac_2", code: "123456" });
    expect(answerTo(recovery, "3-K7QF")).toEqual({ kind: "recovery_code", code: "3-K7QF" });
  });
});
