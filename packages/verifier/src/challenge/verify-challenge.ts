import { auditEvent } from "../audit/audit-event.ts";
import type { Comparison, Factor } from "../factor/factor.ts";
import type { FactorKind } from "../factor/factor-kind.ts";
import { newToken } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import {
  type ReservedAttempt,
  releaseAttempt,
  reserveAttempt,
} from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type Challenge, MAX_CHALLENGE_ATTEMPTS, PROOF_MILLIS } from "./challenge.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "factors" | "random" | "tokenHash" | "unitOfWork"
>;

/** One answer to a challenge. */
export interface ChallengeAnswer {
  readonly challengeId: string;
  /** What the caller holds: `ticket:{digest}` or `session:{id}`. */
  readonly boundTo: string;
  readonly kind: FactorKind;
  readonly factorId?: string | undefined;
  readonly code: string;
  readonly origin: Origin;
}

/** A right answer, about to take effect in the same transaction. */
export interface VerifiedAnswer {
  readonly challenge: Challenge;
  readonly factor: Factor;
  readonly nowMillis: number;
}

/** A proof for the act that a step-up challenge was opened for. Shown once. */
export interface Proof {
  readonly token: string;
  readonly expiresAtMillis: number;
}

export type VerifyChallengeOutcome<Granted> =
  | { readonly outcome: "verified"; readonly granted: Granted; readonly proof?: Proof }
  | Refusal<
      | "not_found"
      | "malformed_answer"
      | "kind_not_allowed"
      | "invalid_code"
      | "code_already_used"
      | "challenge_closed"
      | "too_many_attempts"
    >;

/**
 * Answers a challenge with one code for one named factor.
 *
 * The attempt is counted and committed before anything is compared, on the challenge and in the
 * subject's pooled budget. A right code is spent, the challenge satisfied and `grant` run in one
 * transaction: all of it happens or none. Wrong codes stay counted; a success, a replay and a fault of
 * ours are given back.
 */
export async function verifyChallenge<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  answer: ChallengeAnswer,
  grant: (stores: Stores, verified: VerifiedAnswer) => Promise<Granted>,
): Promise<VerifyChallengeOutcome<Granted>> {
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(answer.challengeId, answer.boundTo),
  );
  if (challenge === undefined) return refuse("not_found");
  const factor = deps.factors[answer.kind];
  if (factor === undefined || !challenge.kinds.includes(answer.kind)) {
    return refuse("kind_not_allowed");
  }
  const isNamed = !factor.isNamed || answer.factorId !== undefined;
  if (!isNamed || !factor.isWellFormed(answer.code)) return refuse("malformed_answer");

  // The clock is read once, so that a code cannot change its step half way.
  const turn: Turn = { answer, challenge, factor, nowMillis: deps.clock.nowMillis() };
  const reserved = await reserve(deps, turn);
  if (reserved.outcome === "refused") return reserved;
  const comparison = await compare(deps, turn, reserved.attempt);
  if (comparison.outcome === "unknown_factor") {
    return giveBack(deps, turn, reserved.attempt, "not_found");
  }
  if (comparison.outcome === "wrong") {
    await deps.unitOfWork.write((stores) => record(deps, stores, turn, "invalid_code"));
    return refuse("invalid_code");
  }
  return claim(deps, turn, reserved.attempt, comparison, grant);
}

interface Turn {
  readonly answer: ChallengeAnswer;
  readonly challenge: Challenge;
  readonly factor: Factor;
  readonly nowMillis: number;
}

async function reserve<Stores extends VerifierStores>(deps: Deps<Stores>, turn: Turn) {
  const { challenge, factor, nowMillis } = turn;
  return deps.unitOfWork.write(async (stores) => {
    // Every transaction takes its locks in this order: challenge, factor, budget. No two can deadlock.
    const isOpen = await stores.challenges.reserveAttempt(challenge.id, {
      nowMillis,
      maxAttempts: MAX_CHALLENGE_ATTEMPTS,
    });
    if (!isOpen) {
      await record(deps, stores, turn, "challenge_closed");
      return refuse("challenge_closed");
    }
    const reserved = await reserveAttempt(stores, deps.random, {
      subject: challenge,
      lane: factor.lane,
      nowMillis,
    });
    if (reserved.outcome === "refused") {
      await stores.challenges.releaseAttempt(challenge.id);
      await record(deps, stores, turn, reserved.reason);
    }
    return reserved;
  });
}

async function compare<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  turn: Turn,
  attempt: ReservedAttempt,
): Promise<Comparison> {
  const { answer, challenge, factor, nowMillis } = turn;
  try {
    return await factor.compare({
      subject: challenge,
      factorId: answer.factorId,
      code: answer.code,
      nowMillis,
    });
  } catch (fault) {
    await deps.unitOfWork.write((stores) => release(stores, turn, attempt));
    throw fault;
  }
}

async function claim<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  turn: Turn,
  attempt: ReservedAttempt,
  match: Extract<Comparison, { outcome: "match" }>,
  grant: (stores: Stores, verified: VerifiedAnswer) => Promise<Granted>,
): Promise<VerifyChallengeOutcome<Granted>> {
  const { challenge, factor, nowMillis } = turn;
  const proof = challenge.purpose === "step_up" ? newProof(deps, nowMillis) : undefined;
  try {
    return await deps.unitOfWork.write(async (stores) => {
      const isWon = await stores.challenges.satisfy(challenge.id, {
        nowMillis,
        proof: proof && {
          digest: deps.tokenHash.digest(proof.token),
          expiresAtMillis: proof.expiresAtMillis,
        },
      });
      if (!isWon) throw new LostClaim("challenge_closed");
      if (!(await match.spend(stores))) throw new LostClaim("code_already_used");
      await releaseAttempt(stores, attempt);
      const granted = await grant(stores, { challenge, factor, nowMillis });
      await record(deps, stores, turn);
      return proof ? { outcome: "verified", granted, proof } : { outcome: "verified", granted };
    });
  } catch (error) {
    if (error instanceof LostClaim) return giveBack(deps, turn, attempt, error.reason);
    throw error;
  }
}

/** Rolls the claiming transaction back: the code or the challenge went to somebody faster. */
class LostClaim extends Error {
  readonly reason: "challenge_closed" | "code_already_used";

  constructor(reason: "challenge_closed" | "code_already_used") {
    super(reason);
    this.reason = reason;
  }
}

function newProof<Stores extends VerifierStores>(deps: Deps<Stores>, nowMillis: number): Proof {
  return {
    token: newToken(deps.random, "twl_proof"),
    expiresAtMillis: nowMillis + PROOF_MILLIS,
  };
}

async function giveBack<
  Stores extends VerifierStores,
  Reason extends "challenge_closed" | "code_already_used" | "not_found",
>(
  deps: Deps<Stores>,
  turn: Turn,
  attempt: ReservedAttempt,
  reason: Reason,
): Promise<Refusal<Reason>> {
  await deps.unitOfWork.write(async (stores) => {
    await release(stores, turn, attempt);
    await record(deps, stores, turn, reason);
  });
  return refuse(reason);
}

async function release(
  stores: VerifierStores,
  turn: Turn,
  attempt: ReservedAttempt,
): Promise<void> {
  await stores.challenges.releaseAttempt(turn.challenge.id);
  await releaseAttempt(stores, attempt);
}

async function record<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  stores: VerifierStores,
  turn: Turn,
  reason?: string,
): Promise<void> {
  const { answer, challenge } = turn;
  await stores.audit.append(
    auditEvent(deps.random, {
      atMillis: turn.nowMillis,
      projectId: challenge.projectId,
      subjectId: challenge.subjectId,
      type: challenge.purpose === "sign_in" ? "sign_in.second_step" : "step_up.approved",
      outcome: reason === undefined ? "allowed" : "refused",
      reason,
      challengeId: challenge.id,
      factorId: answer.factorId,
      factorKind: answer.kind,
      target: challenge.act && `${challenge.act.action} ${challenge.act.target}`,
      origin: answer.origin,
    }),
  );
}
