import { describe, expect, it } from "vitest";
import { isSpendable, matchSmsCode } from "./match-sms-code.ts";
import { hashSmsCode, type SmsCode } from "./sms-code.ts";

const deps = {
  tokenHash: {
    digest: (token: string) => `digest of ${token}`,
    keyed: (purpose: string, text: string) => `${purpose} of ${text}`,
  },
};
const NOW = 1_800_000_000_000;

function sentCode(change: Partial<SmsCode> = {}): SmsCode {
  const id = change.id ?? "smc_1";
  return {
    projectId: "prj",
    subjectId: "ada",
    id,
    boundTo: "challenge:chl_1",
    phoneId: "pho_1",
    codeHash: hashSmsCode(deps, id, "123456"),
    textId: "txt_1",
    status: "live",
    createdAtMillis: NOW - 1,
    expiresAtMillis: NOW + 1,
    ...change,
  };
}

describe("a texted code", () => {
  it("R-018: is matched with the phone it was sent to, and with no other", () => {
    const sent = [sentCode({ id: "smc_2", phoneId: "pho_2" }), sentCode()];
    expect(matchSmsCode(deps, sent, { phoneId: "pho_1", code: "123456" })?.id).toBe("smc_1");
    expect(matchSmsCode(deps, sent, { phoneId: "pho_2", code: "123456" })?.id).toBe("smc_2");
    expect(matchSmsCode(deps, sent, { phoneId: "pho_3", code: "123456" })).toBeUndefined();
    expect(matchSmsCode(deps, sent, { phoneId: "pho_1", code: "654321" })).toBeUndefined();
  });

  it("R-021: is kept under a purpose of its own, with the id of its sending", () => {
    expect(sentCode().codeHash).toBe("sms-code of smc_1 123456");
  });

  it("R-017, R-019: can be spent until its time is over, and until a newer one was sent", () => {
    expect(isSpendable(sentCode(), NOW)).toBe(true);
    expect(isSpendable(sentCode(), NOW + 1)).toBe(false);
    expect(isSpendable(sentCode({ status: "superseded" }), NOW)).toBe(false);
    // Whether it was spent already only the write can tell that spends it.
    expect(isSpendable(sentCode({ status: "used" }), NOW)).toBe(true);
  });
});
