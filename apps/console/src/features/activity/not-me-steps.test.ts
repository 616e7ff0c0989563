import type { FactorView } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { type NotMeFacts, notMeSteps } from "./not-me-steps.ts";

const iphone: FactorView = {
  id: "fac_1",
  kind: "totp",
  label: "iPhone",
  status: "active",
  isDefault: true,
  createdAt: "2026-05-01T10:00:00Z",
  lastUsedAt: null,
};
const codes = { remaining: 8, createdAt: "2026-05-01T10:00:00Z", acknowledgedAt: null };
const FULL: NotMeFacts = {
  event: { factorId: "fac_1" },
  security: { factors: [iphone], recoveryCodes: codes },
  sessions: [{ isCurrent: true }, { isCurrent: false }],
  isRecovery: false,
};

const kinds = (facts: Partial<NotMeFacts>) =>
  notMeSteps({ ...FULL, ...facts }).map(({ kind }) => kind);

describe("what to do about something one did not do", () => {
  it("is everything that there is, whoever is in first", () => {
    expect(kinds({})).toEqual(["endOthers", "changePassword", "suspendFactor", "newCodes"]);
  });

  it.each<readonly [string, Partial<NotMeFacts>, string]>([
    ["signing out where nobody else is", { sessions: [{ isCurrent: true }] }, "endOthers"],
    ["suspending where no factor was named", { event: {} }, "suspendFactor"],
    [
      "suspending what is suspended",
      { security: { factors: [{ ...iphone, status: "pending" }], recoveryCodes: codes } },
      "suspendFactor",
    ],
    [
      "new codes where there are none",
      { security: { factors: [iphone], recoveryCodes: null } },
      "newCodes",
    ],
  ])("is not %s", (_, facts, missing) => {
    expect(kinds(facts)).toEqual(kinds({}).filter((kind) => kind !== missing));
  });

  it("R-031: after a recovery code is to suspend, and no more", () => {
    expect(kinds({ isRecovery: true })).toEqual(["suspendFactor"]);
    expect(kinds({ isRecovery: true, event: {} })).toEqual([]);
  });
});
