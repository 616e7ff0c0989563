import type { Challenge, Problem } from "@twinlatch/client";
import { expect, it } from "vitest";
import { sentText, shownText, waitAfterRefusal } from "./sent-text.ts";

const challenge: Challenge = {
  id: "chl_1",
  purpose: "sign_in",
  expiresAt: "2026-05-03T14:10:00Z",
  factors: [],
  defaultFactorId: "pho_1",
  canTrustDevice: false,
};
const sentCode = {
  factorId: "pho_2",
  hint: "89",
  expiresAt: "2026-05-03T14:10:00Z",
  resendAfter: 20,
};
const refusal: Problem = {
  type: "about:blank",
  title: "x",
  status: 429,
  code: "too_many_texts",
  requestId: "r",
};

it("C14: counts the wait on this device's clock, however wrong that is", () => {
  expect(shownText(challenge, 1_000)).toBeUndefined();
  expect(shownText({ ...challenge, sentCode }, 1_000)).toEqual({
    factorId: "pho_2",
    waitUntilMillis: 21_000,
  });
  expect(sentText("pho_1", { resendAfter: 0 }, 1_000).waitUntilMillis).toBe(1_000);
});

it("waits as long as a refusal says, and not at all where it says nothing", () => {
  expect(waitAfterRefusal({ ...refusal, retryAfterSeconds: 60 }, 1_000)).toBe(61_000);
  expect(waitAfterRefusal(refusal, 1_000)).toBeUndefined();
  expect(waitAfterRefusal({ code: "offline" }, 1_000)).toBeUndefined();
});
