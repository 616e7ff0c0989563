import { type Operation, performOperation, recordOperation } from "../audit/record-operation.ts";
import type { Comparison, Factor } from "../factor/factor.ts";
import type { FactorKind } from "../factor/factor-kind.ts";
import { newToken } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import {
  givingBackOnFault,
  type ReservedAttempt,
  releaseAttempt,
  reserveAttempt,
} from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type Challenge, MAX_CHALLENGE_ATTEMPTS, PROOF_MILLIS } from "./challenge.ts";
import { LostClaim } from "./lost-claim.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "factors" | "random" | "tokenHash" | "unitOfWork"
>;

/** One answer to a challenge. */
export interface ChallengeAnswer {
  readonly challengeId: string;
  /** What the caller holds: `ticket:{digest}` or `session:{id}`. */
  readonly boundTo: string;
  /** The session that answers, where there is one already. */
  readonly sessionId?: string | undefined;
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
 * transaction: all of it happens or none, and none when `grant` brings undefined because what it was for
 * is gone. Wrong codes stay counted; a success, a replay and a fault of ours are given back.
 *
 * Every answer makes one event, but for those that nothing is known of or compared with: an unknown
 * challenge and a malformed code.
 */
export async function verifyChallenge<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  answer: ChallengeAnswer,
  grant: (stores: Stores, verified: VerifiedAnswer) => Promise<Granted | undefined>,
): Promise<VerifyChallengeOutcome<Granted>> {
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(answer.challengeId, answer.boundTo),
  );
  if (challenge === undefined) return refuse("not_found");
  // The clock is read once, so that a code cannot change its step half way.
  const operation = describeAnswer(answer, challenge, deps.clock.nowMillis());
  const factor = deps.factors[answer.kind];
  if (factor === undefined || !challenge.kinds.includes(answer.kind)) {
    return performOperation(deps, operation, async () => refuse("kind_not_allowed"));
  }
  const isNamed = !factor.isNamed || answer.factorId !== undefined;
  if (!isNamed || !factor.isWellFormed(answer.code)) return refuse("malformed_answer");

  const turn: Turn = { answer, challenge, factor, operation, nowMillis: operation.atMillis };
  const reserved = await reserve(deps, turn);
  if (reserved.outcome === "refused") return reserved;
  const counted: CountedTurn = { ...turn, attempt: reserved.attempt };
  const giveBack = () => deps.unitOfWork.write((stores) => release(stores, counted));
  const comparison = await givingBackOnFault(() => compare(turn), giveBack);
  if (comparison.outcome === "wrong") {
    return performOperation(deps, operation, async () => refuse("invalid_code"));
  }
  if (comparison.outcome === "unknown_factor") return lose(deps, counted, "not_found");
  return givingBackOnFault(() => claim(deps, counted, comparison, grant), giveBack);
}

interface Turn {
  readonly answer: ChallengeAnswer;
  readonly challenge: Challenge;
  readonly factor: Factor;
  readonly operation: Operation;
  readonly nowMillis: number;
}

type Match = Extract<Comparison, { outcome: "match" }>;

interface CountedTurn extends Turn {
  readonly attempt: ReservedAttempt;
}

function describeAnswer(
  answer: ChallengeAnswer,
  challenge: Challenge,
  nowMillis: number,
): Operation {
  const { projectId, subjectId, act } = challenge;
  return {
    atMillis: nowMillis,
    projectId,
    subjectId,
    type: challenge.purpose === "sign_in" ? "sign_in.second_step" : "step_up.approved",
    sessionId: answer.sessionId,
    challengeId: challenge.id,
    factorId: answer.factorId,
    factorKind: answer.kind,
    target: act && `${act.action} ${act.target}`,
    origin: answer.origin,
  };
}

async function reserve<Stores extends VerifierStores>(deps: Deps<Stores>, turn: Turn) {
  const { challenge, factor, operation, nowMillis } = turn;
  return deps.unitOfWork.write(async (stores) => {
    // Every transaction takes its locks in this order: challenge, factor, budget. No two can deadlock.
    const isOpen = await stores.challenges.reserveAttempt(challenge.id, {
      nowMillis,
      maxAttempts: MAX_CHALLENGE_ATTEMPTS,
    });
    if (!isOpen) return recordOperation(deps, stores, operation, refuse("challenge_closed"));
    const reserved = await reserveAttempt(stores, deps.random, {
      subject: challenge,
      lane: factor.lane,
      nowMillis,
    });
    if (reserved.outcome === "reserved") return reserved;
    await stores.challenges.releaseAttempt(challenge.id);
    return recordOperation(deps, stores, operation, reserved);
  });
}

function compare({ answer, challenge, factor, nowMillis }: Turn): Promise<Comparison> {
  const { factorId, code } = answer;
  return factor.compare({ subject: challenge, factorId, code, nowMillis });
}

async function claim<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  turn: CountedTurn,
  match: Match,
  grant: (stores: Stores, verified: VerifiedAnswer) => Promise<Granted | undefined>,
): Promise<VerifyChallengeOutcome<Granted>> {
  const { challenge, factor, operation, nowMillis } = turn;
  const proof = challenge.purpose === "step_up" ? newProof(deps, nowMillis) : undefined;
  try {
    return await performOperation(deps, operation, async (stores) => {
      const isWon = await stores.challenges.satisfy(challenge.id, {
        nowMillis,
        proof: proof && {
          digest: deps.tokenHash.digest(proof.token),
          expiresAtMillis: proof.expiresAtMillis,
        },
      });
      if (!isWon) throw new LostClaim("challenge_closed");
      if (!(await match.spend(stores))) throw new LostClaim("code_already_used");
      await releaseAttempt(stores, turn.attempt);
      const granted = await grant(stores, { challenge, factor, nowMillis });
      if (granted === undefined) throw new LostClaim("challenge_closed");
      return { outcome: "verified", granted, ...(proof && { proof }) };
    });
  } catch (error) {
    if (error instanceof LostClaim) return lose(deps, turn, error.reason);
    throw error;
  }
}

function newProof<Stores extends VerifierStores>(deps: Deps<Stores>, nowMillis: number): Proof {
  return {
    token: newToken(deps.random, "twl_proof"),
    expiresAtMillis: nowMillis + PROOF_MILLIS,
  };
}

/** Refuses what was no wrong guess: the attempt is given back. */
async function lose<Stores extends VerifierStores, Reason extends string>(
  deps: Deps<Stores>,
  turn: CountedTurn,
  reason: Reason,
): Promise<Refusal<Reason>> {
  return performOperation(deps, turn.operation, async (stores) => {
    await release(stores, turn);
    return refuse(reason);
  });
}

async function release(stores: VerifierStores, turn: CountedTurn): Promise<void> {
  await stores.challenges.releaseAttempt(turn.challenge.id);
  await releaseAttempt(stores, turn.attempt);
}
