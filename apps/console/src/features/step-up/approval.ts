import type { CallResult, ClientProblem } from "@twinlatch/client";

/** How a demand for a fresh proof ended. */
export type Approval =
  | { readonly outcome: "approved"; readonly proof: string }
  | { readonly outcome: "cancelled" }
  | { readonly outcome: "refused"; readonly problem: ClientProblem };

/** Refusals after which the same challenge takes no other answer. */
const FINAL_CODES: ReadonlySet<string> = new Set([
  "challenge_closed",
  "not_found",
  "not_signed_in",
]);

/** What an answer to the challenge ended in; null while it can be answered again. */
export function toApproval(result: CallResult<"verifyChallenge">): Approval | null {
  if (!result.ok) {
    const { problem } = result;
    return FINAL_CODES.has(problem.code) ? { outcome: "refused", problem } : null;
  }
  return result.answer.status === "approved"
    ? { outcome: "approved", proof: result.answer.proof }
    : null;
}
