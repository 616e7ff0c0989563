import type { ApprovedAct } from "../challenge/challenge.ts";
import type { FactorKind } from "../factor/factor-kind.ts";
import { listProvingKinds } from "../factor/second-factors.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Subject } from "../platform/subject.ts";
import { heldSeconds } from "../replacement/replacement.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { ProofFit, ProofStore } from "./proof-store.ts";

/** What a session begun with a recovery code may do without a proof. */
const RECOVERY_SESSION_ACTIONS: readonly string[] = [
  "account.factor.add",
  "account.factor.suspend",
];

/** What need not wait after a replacement: it takes no power from anybody. */
const UNHELD_ACTIONS: readonly string[] = ["account.factor.suspend"];

/** An act that needs a fresh proof, and what the request brought to show for it. */
export interface StepUpDemand {
  readonly subject: Subject;
  /** The session's lasting id, not its current token. */
  readonly sessionId: string;
  readonly act: ApprovedAct;
  /** The proof that came with the request. */
  readonly proofToken?: string | undefined;
  /** An open challenge of this session, with whose other acts the person should approve this one. */
  readonly challengeId?: string | undefined;
  /**
   * Given where the password proves this act although there is a second factor: beside it, or instead
   * of it. Only for acts that open nothing by themselves.
   */
  readonly passwordProves?: "too" | "alone" | undefined;
  /** Kinds of second factor that the session was proved with: beside a stronger one the password does not prove. */
  readonly sessionKinds?: readonly FactorKind[] | undefined;
  /** Given when the session was begun with a recovery code: until when it may enrol and suspend. */
  readonly recoveryEnrolmentEndsMillis?: number | undefined;
}

/**
 * Why a demand for proof is not met: there is none that fits, none could help this session, or none
 * helps yet after a replacement.
 */
export type ProofRefusal = Refusal<"step_up_required" | "recovery_session" | "actions_held">;

type Allowance = { readonly outcome: "allowed" } | ProofRefusal;

type Prove = (
  deps: Pick<VerifierDeps, "factors" | "tokenHash">,
  stores: VerifierStores,
  demand: StepUpDemand,
  nowMillis: number,
) => Promise<Allowance>;

/**
 * Spends the proof of a demand in the acting transaction, so that an act which fails leaves it unspent.
 * A proof that approved several acts is spent for this one alone. Refused with `step_up_required`, spending
 * nothing, when there is none, when it does not fit this session, action, target and body, or when it was given while a weaker kind was enough; with
 * `recovery_session` when no proof could help.
 */
export const spendProof: Prove = allowIf((proofs, fit) => proofs.spend(fit));

/** Tells what `spendProof` would say, spending nothing: for refusing before costly preparation. */
export const checkProof: Prove = allowIf((proofs, fit) => proofs.fits(fit));

function allowIf(fits: (proofs: ProofStore, fit: ProofFit) => Promise<boolean>): Prove {
  return async (deps, stores, demand, nowMillis) => {
    if (demand.recoveryEnrolmentEndsMillis !== undefined) {
      const isAllowed =
        RECOVERY_SESSION_ACTIONS.includes(demand.act.action) &&
        nowMillis < demand.recoveryEnrolmentEndsMillis;
      return isAllowed ? { outcome: "allowed" } : refuse("recovery_session");
    }
    const replacement = await stores.replacements.find(demand.subject);
    const waitSeconds = replacement && heldSeconds(replacement, nowMillis);
    const isHeld = !UNHELD_ACTIONS.includes(demand.act.action);
    if (waitSeconds !== undefined && isHeld) return refuse("actions_held", waitSeconds);
    if (demand.proofToken === undefined) return refuse("step_up_required");
    const isProved = await fits(stores.proofs, {
      proofDigest: deps.tokenHash.digest(demand.proofToken),
      boundTo: boundToSession(demand.sessionId),
      kinds: await provingKinds(deps, stores, demand),
      act: demand.act,
      nowMillis,
    });
    return isProved ? { outcome: "allowed" } : refuse("step_up_required");
  };
}

/** The kinds that prove this demand, which its challenge has to ask for. */
export async function provingKinds(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  { subject, passwordProves, sessionKinds = [] }: StepUpDemand,
): Promise<readonly FactorKind[]> {
  if (passwordProves === "alone") return ["password"];
  const kinds = await listProvingKinds(deps, stores, subject);
  const isProvedByWeaker = kinds.includes("totp") && !sessionKinds.includes("totp");
  if (passwordProves !== "too" || isProvedByWeaker) return kinds;
  return [...new Set<FactorKind>([...kinds, "password"])];
}

/** What a step-up challenge is bound to. */
export function boundToSession(sessionId: string): string {
  return `session:${sessionId}`;
}

/** What a sign-in challenge is bound to. */
export function boundToTicket(ticketDigest: string): string {
  return `ticket:${ticketDigest}`;
}
