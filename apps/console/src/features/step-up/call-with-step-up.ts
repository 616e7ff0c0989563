import type { CallResult, Challenge, EndpointName } from "@twinlatch/client";
import type { Approval } from "./approval.ts";

/** A call's result, or that the person would not confirm it: nothing was changed then. */
export type StepUpResult<Name extends EndpointName> =
  | CallResult<Name>
  | { readonly ok: false; readonly problem: { readonly code: "cancelled" } };

/**
 * Sends a request. Where the server wants a fresh proof first, asks the person and repeats the same
 * request once with the proof (RFC 9470). A second demand is handed back: a proof that does not fit
 * will not fit next time either.
 */
export async function callWithStepUp<Name extends EndpointName>(
  send: (proof?: string) => Promise<CallResult<Name>>,
  approve: (challenge: Challenge) => Promise<Approval>,
): Promise<StepUpResult<Name>> {
  const first = await send();
  if (first.ok || first.problem.code !== "step_up_required") return first;
  const { challenge } = first.problem;
  if (challenge === undefined) return first;
  const approval = await approve(challenge);
  switch (approval.outcome) {
    case "approved":
      return send(approval.proof);
    case "refused":
      return { ok: false, problem: approval.problem };
    case "cancelled":
      return { ok: false, problem: { code: "cancelled" } };
  }
}
