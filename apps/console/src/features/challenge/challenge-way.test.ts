import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { answerTo, firstWay, hasSeveralApps, otherWays, wayLabel } from "./challenge-way.ts";

const iphone: ChallengeFactor = { id: "fac_1", kind: "totp", label: "iPhone" };
const work: ChallengeFactor = { id: "fac_2", kind: "totp", label: "Work phone" };
const mobile: ChallengeFactor = { id: "pho_1", kind: "sms", label: "Mobile", hint: "89" };
const office: ChallengeFactor = { id: "pho_2", kind: "sms", label: "Office", hint: "12" };
const recovery: ChallengeFactor = { id: "recovery", kind: "recovery_code", label: "Recovery code" };

function challenge(factors: ChallengeFactor[], defaultFactorId: string | null): Challenge {
  return {
    id: "chl_1",
    purpose: "sign_in",
    expiresAt: "2026-05-03T14:10:00Z",
    factors,
    defaultFactorId,
    canTrustDevice: false,
  };
}

describe("ways to answer a challenge", () => {
  it("begin with the default, and offer all others under their names", () => {
    const both = challenge([iphone, work, recovery], "fac_2");
    expect(firstWay(both)).toBe(work);
    expect(otherWays(both, work).map((way) => wayLabel(way, both))).toEqual([
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

  it("begin with the phone that has a code, whatever the default is", () => {
    const sentCode = {
      factorId: "pho_2",
      hint: "12",
      expiresAt: "2026-05-03T14:10:00Z",
      resendAfter: 20,
    };
    const asked = challenge([iphone, mobile, office], "pho_1");
    expect(firstWay(asked)).toBe(mobile);
    expect(firstWay({ ...asked, sentCode })).toBe(office);
    expect(firstWay({ ...asked, sentCode: { ...sentCode, factorId: "pho_9" } })).toBe(mobile);
  });

  it("name a phone by the end of its number, and by its name too where two end alike", () => {
    const text = "Text message to the number ending in 89";
    expect(wayLabel(mobile, challenge([mobile, office], "pho_1"))).toBe(text);
    const landline: ChallengeFactor = { ...office, channels: ["voice"] };
    expect(wayLabel(landline, challenge([mobile, landline], "pho_1"))).toBe(
      "Call to the number ending in 12",
    );
    const twin = { ...office, hint: "89" };
    const alike = challenge([mobile, twin], "pho_1");
    expect(alike.factors.map((way) => wayLabel(way, alike))).toEqual([
      `${text} (Mobile)`,
      `${text} (Office)`,
    ]);
  });

  it("name the authenticator or phone a code is for, and nothing for a recovery code", () => {
    expect(answerTo(mobile, "123456")).toEqual({ kind: "sms", factorId: "pho_1", code: "123456" });
    expect(answerTo(work, "123456")).toEqual({ kind: "totp", factorId: "fac_2", code: "123456" });
    expect(answerTo(recovery, "3-K7QF")).toEqual({ kind: "recovery_code", code: "3-K7QF" });
  });
});
