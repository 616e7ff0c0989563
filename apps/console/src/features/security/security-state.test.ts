import type { FactorView, SecurityView } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import {
  activeFactors,
  attentionReasons,
  listedOfKind,
  pendingFactor,
  statusText,
} from "./security-state.ts";

const now = Date.parse("2026-05-03T14:00:00Z");

function app(label: string, more: Partial<FactorView> = {}): FactorView {
  return {
    id: `fac_${label}`,
    kind: "totp",
    label,
    status: "active",
    isDefault: false,
    createdAt: "2026-05-01T10:00:00Z",
    lastUsedAt: "2026-05-02T10:00:00Z",
    ...more,
  };
}

function security(more: Partial<SecurityView> = {}): SecurityView {
  return {
    twoFactor: "enabled",
    signInSetting: "every_time",
    factors: [app("iPhone", { isDefault: true })],
    recoveryCodes: {
      remaining: 8,
      createdAt: "2026-05-01T10:00:00Z",
      acknowledgedAt: "2026-05-01T10:01:00Z",
    },
    textMessages: { channels: ["sms"], countries: null },
    requiredBy: [],
    ...more,
  };
}

const phone = (label: string, more: Partial<FactorView> = {}) =>
  app(label, { id: `pho_${label}`, kind: "sms", hint: "89", ...more });

const codes = (remaining: number, acknowledgedAt: string | null = "2026-05-01T10:01:00Z") => ({
  recoveryCodes: { remaining, createdAt: "2026-05-01T10:00:00Z", acknowledgedAt },
});

describe("the status sentence", () => {
  it("names the apps while enabled", () => {
    expect(statusText(security())).toBe("You sign in with your password and a code from iPhone.");
    expect(statusText(security({ factors: [app("iPhone"), app("Work phone")] }))).toBe(
      "You sign in with your password and a code from iPhone or Work phone.",
    );
  });

  it("does not call an account protected by an unconfirmed or unused app", () => {
    const unconfirmed = [app("new", { status: "pending" })];
    const off = { twoFactor: "disabled", signInSetting: "off" } as const;
    expect(statusText(security({ ...off, factors: unconfirmed }))).toMatch(/password only\. Add/);
    expect(statusText(security(off))).toMatch(/password only\. Your ways to get a code are kept/);
  });
});

describe("attention", () => {
  it.each([
    ["all is well", security(), []],
    [
      "codes were not saved",
      security(codes(8, null)),
      ["You have not said that you saved your recovery codes."],
    ],
    ["few codes are left", security(codes(3)), ["3 recovery codes left. Make new codes."]],
    ["one code is left", security(codes(1)), ["1 recovery code left. Make new codes."]],
    ["four codes are left", security(codes(4)), []],
    [
      "no code is left and there is one app",
      security(codes(0)),
      [
        "No recovery codes. Make some, for the day your phone is lost.",
        "Only one way to get in. Add another.",
      ],
    ],
    [
      "no code is left and there are two apps",
      security({
        ...codes(0),
        factors: [app("iPhone"), app("Work phone")],
      }),
      ["No recovery codes. Make some, for the day your phone is lost."],
    ],
    [
      "an app was forgotten",
      security({
        factors: [app("iPhone"), app("Old tablet", { lastUsedAt: "2025-05-02T14:00:00Z" })],
      }),
      ["You have not used Old tablet for a year."],
    ],
    [
      "an app was added over a year ago and never used",
      security({
        factors: [
          app("iPhone"),
          app("Old tablet", { createdAt: "2025-05-02T14:00:00Z", lastUsedAt: null }),
        ],
      }),
      ["You have not used Old tablet for a year."],
    ],
    [
      "no code is left and there is one phone",
      security({ ...codes(0), factors: [phone("Mobile")] }),
      [
        "No recovery codes. Make some, for the day your phone is lost.",
        "Only one way to get in. Add another.",
      ],
    ],
    [
      "no code is left, and there is an app and a phone",
      security({ ...codes(0), factors: [app("iPhone"), phone("Mobile")] }),
      ["No recovery codes. Make some, for the day your phone is lost."],
    ],
    [
      "a phone was forgotten",
      security({
        factors: [app("iPhone"), phone("Mobile", { lastUsedAt: "2025-05-02T14:00:00Z" })],
      }),
      ["You have not used Mobile for a year."],
    ],
    [
      "everything is suspended",
      security({ factors: [phone("Mobile", { status: "suspended" })] }),
      ["No way to get a code is in use. Add one."],
    ],
    ["it is off", security({ twoFactor: "disabled", ...codes(0) }), []],
  ])("when %s", (_, state, reasons) => {
    expect(attentionReasons(state, now)).toEqual(reasons);
  });
});

describe("the apps and phones", () => {
  it("stand with the default first, then by age; an enrolment is not among them", () => {
    const state = security({
      factors: [
        app("waiting", { status: "pending" }),
        app("second", { createdAt: "2026-05-02T10:00:00Z" }),
        app("first"),
        app("third", { createdAt: "2026-05-03T10:00:00Z", isDefault: true }),
      ],
    });
    expect(activeFactors(state).map((each) => each.label)).toEqual(["third", "first", "second"]);
    expect(pendingFactor(state, "totp")?.label).toBe("waiting");
    expect(pendingFactor(state, "sms")).toBeUndefined();
    expect(pendingFactor(security(), "totp")).toBeUndefined();
  });

  it("and phones are listed apart, and counted together", () => {
    const state = security({ factors: [app("iPhone"), phone("Mobile", { status: "suspended" })] });
    expect(activeFactors(state).map(({ label }) => label)).toEqual(["iPhone"]);
    expect(listedOfKind(state, "totp").map(({ label }) => label)).toEqual(["iPhone"]);
    expect(listedOfKind(state, "sms").map(({ label }) => label)).toEqual(["Mobile"]);
  });
});
