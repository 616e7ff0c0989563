import { hash } from "node:crypto";
import { type AuthenticationContext, demandOf, type SignedIn } from "@twinlatch/accounts";
import type { Endpoint } from "@twinlatch/api-contract";
import { type DescribedChallenge, FaultError, type StepUpDemand } from "@twinlatch/verifier";
import canonicalize from "canonicalize";
import { challengeView } from "./challenge-view.ts";
import type { ProblemDetails } from "./problem.ts";

/** Longest age of a proof, as `max_age` of RFC 9470 §3. */
const PROOF_SECONDS = 300;

/**
 * The demand of a call for a fresh proof: the action is the route's, and the proof fits this session,
 * target and body alone.
 *
 * @throws FaultError when the route says that it needs no proof
 */
export function demandProof(
  endpoint: Pick<Endpoint, "proof">,
  call: {
    readonly body: unknown;
    readonly caller: SignedIn;
    readonly proofToken: string | undefined;
    readonly challengeId: string | undefined;
  },
  target: string,
): StepUpDemand {
  if (endpoint.proof === "none")
    throw new FaultError("invariant_broken", "This route needs no proof");
  const act = { action: endpoint.proof, target, paramsHash: hashParams(call.body) };
  return demandOf(call.caller.session, act, call);
}

/** SHA-256 of a validated body in its RFC 8785 form, base64url; of `{}` where there is none. */
function hashParams(body: unknown): string {
  const canonical = canonicalize(body ?? {});
  if (canonical === undefined) throw new FaultError("invariant_broken", "The body is no JSON");
  return hash("sha256", canonical, "base64url");
}

/** What a refusal for want of a fresh proof tells: the challenge that gives one (RFC 9470). */
export function stepUpProblem(
  demand: StepUpDemand,
  described: DescribedChallenge,
): { readonly details: ProblemDetails; readonly authenticate: string } {
  const { action, target } = demand.act;
  const isPassword = described.challenge.kinds.every((kind) => kind === "password");
  const acr: AuthenticationContext = isPassword
    ? "urn:twinlatch:acr:aal1"
    : "urn:twinlatch:acr:aal2";
  return {
    details: { action, target, challenge: challengeView(described) },
    authenticate:
      'Bearer error="insufficient_user_authentication", ' +
      `acr_values="${acr}", max_age="${PROOF_SECONDS}"`,
  };
}
