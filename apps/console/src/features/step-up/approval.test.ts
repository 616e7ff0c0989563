import type { CallResult, ProblemCode } from "@twinlatch/client";
import { expect, it } from "vitest";
import { toApproval } from "./approval.ts";

function refused(code: ProblemCode): CallResult<"verifyChallenge"> {
  return {
    ok: false,
    problem: { type: "about:blank", title: "x", status: 401, requestId: "r", code },
  };
}

it("takes the proof out of an approval", () => {
  const answer = { status: "approved" as const, proof: "p", expiresAt: "2026-05-03T14:05:00Z" };
  expect(toApproval({ ok: true, answer, serverNowMillis: null })).toEqual({
    outcome: "approved",
    proof: "p",
  });
});

it.each(["challenge_closed", "not_found", "not_signed_in"] as const)(
  "%s ends the dialog, with the reason for the page behind",
  (code) => {
    expect(toApproval(refused(code))).toMatchObject({ outcome: "refused", problem: { code } });
  },
);

it.each(["invalid_code", "code_already_used", "too_many_attempts"] as const)(
  "%s leaves it open for another try or another way",
  (code) => {
    expect(toApproval(refused(code))).toBeNull();
  },
);
