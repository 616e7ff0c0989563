import { type Operation, performOperation, recordOperation } from "../audit/record-operation.ts";
import type { RecognisedBrowser } from "../browser/browser.ts";
import { findBrowser } from "../browser/recognise-browser.ts";
import type { Comparison, Factor, PreparedComparison, WrongGuess } from "../factor/factor.ts";
import type { FactorKind } from "../factor/factor-kind.ts";
import { newToken } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import type { GuessingSignal } from "../throttle/password-doubt.ts";
import { givingBackOnFault } from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type ApprovedAct, type Challenge, nameActs, PROOF_MILLIS } from "./challenge.ts";
import {
  type CountedAttempt,
  countAttempt,
  giveBackAttempt,
  releaseBudgets,
} from "./count-attempt.ts";
import { countFailure, recordSignal } from "./count-failure.ts";
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
  /** So many of its acts the person was shown and approves, from the first. Default 1; only for step-up. */
  readonly acts?: number | undefined;
  /** What the browser holds to be recognised by; those of others are ignored. */
  readonly browserTokens?: readonly string[] | undefined;
  /** Whether `grant` writes what only a transaction may that holds the subject. Default false. */
  readonly holdsSubject?: boolean | undefined;
  readonly origin: Origin;
}

/** A right answer, about to take effect in the same transaction. */
export interface VerifiedAnswer {
  readonly challenge: Challenge;
  readonly factor: Factor;
  /** Where it was given, if that is a browser the subject is known in. */
  readonly browser: RecognisedBrowser | undefined;
  /** What a step-up gives. */
  readonly proof?: Proof | undefined;
  readonly nowMillis: number;
}

/** The same, with its event, which names the session that the answer begins. */
export interface GrantedAnswer extends VerifiedAnswer {
  readonly event: { sessionId?: string | undefined };
}

/** A proof for each act of a step-up challenge that the answer approved. Shown once. */
export interface Proof {
  readonly token: string;
  readonly expiresAtMillis: number;
}

export type VerifyChallengeOutcome<Granted> =
  | { readonly outcome: "verified"; readonly granted: Granted }
  | Refusal<
      | "not_found"
      | "malformed_answer"
      | "kind_not_allowed"
      | "acts_not_listed"
      | "invalid_code"
      | "code_already_used"
      | "code_expired"
      | "challenge_closed"
      | "too_many_attempts"
    >;

/**
 * Answers a challenge with one code for one named factor.
 *
 * The attempt is counted and committed before anything is compared, on the challenge and in the
 * subject's pooled budget: that of browsers it is known in, or that of all others. A right code is spent,
 * the challenge satisfied and `grant` run in one transaction: all of it happens or none, and none when
 * `grant` brings undefined because what it was for is gone. Wrong codes stay counted; a success, a replay
 * and a fault of ours are given back.
 *
 * An act that was added after the person looked is not approved: the answer says how many were seen, and
 * more than there are is refused.
 *
 * Every answer makes one event, but for those that nothing is known of or compared with: an unknown
 * challenge, acts that are not there and a malformed code.
 */
export async function verifyChallenge<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  answer: ChallengeAnswer,
  grant: Grant<Stores, Granted>,
  listeners: ChallengeListeners<Stores> = {},
): Promise<VerifyChallengeOutcome<Granted>> {
  const reserved = await reserve(deps, answer, listeners);
  if (reserved.outcome === "refused") return reserved;
  const { turn } = reserved;
  const giveBack = () => deps.unitOfWork.write((stores) => release(stores, turn));
  const comparison = await givingBackOnFault(() => turn.prepared.compare(), giveBack);
  if (comparison.outcome === "wrong") return fail(deps, turn, comparison, listeners);
  if (comparison.outcome === "unknown_factor") return lose(deps, turn, "not_found");
  if (comparison.outcome === "expired") return lose(deps, turn, "code_expired");
  return givingBackOnFault(async () => {
    const claimed = await claim(deps, turn, comparison, grant);
    if (!(claimed instanceof LostClaim)) return claimed;
    return lose(deps, turn, claimed.reason, listeners);
  }, giveBack);
}

type Grant<Stores, Granted> = (
  stores: Stores,
  granted: GrantedAnswer,
) => Promise<Granted | undefined>;

/** Who is told of what an answer leads to beside its outcome, in the transaction that records it. */
export interface ChallengeListeners<Stores> {
  /** A right code was refused because it was used already. */
  readonly onReplay?: (stores: Stores, replayed: VerifiedAnswer) => Promise<void>;
  /** Wrong codes have led to something. */
  readonly onSignal?: (
    stores: Stores,
    signal: GuessingSignal,
    operation: Operation,
  ) => Promise<void>;
}

/** An answer whose attempt is counted. */
interface Turn {
  readonly challenge: Challenge;
  readonly approvedActs: number;
  readonly holdsSubject: boolean;
  readonly factor: Factor;
  readonly browser: RecognisedBrowser | undefined;
  readonly operation: Operation;
  readonly nowMillis: number;
  readonly counted: CountedAttempt;
  readonly prepared: PreparedComparison;
}

interface Conclusion<Stores extends VerifierStores> {
  readonly operation: Operation;
  readonly signals: readonly GuessingSignal[];
  readonly listeners: ChallengeListeners<Stores>;
}

type Match = Extract<Comparison, { outcome: "match" }>;

type ReserveOutcome =
  | { readonly outcome: "reserved"; readonly turn: Turn }
  | Extract<VerifyChallengeOutcome<never>, Refusal>;

function describeAnswer(
  answer: ChallengeAnswer,
  challenge: Challenge,
  nowMillis: number,
): Operation {
  const { projectId, subjectId } = challenge;
  return {
    atMillis: nowMillis,
    projectId,
    subjectId,
    type: challenge.purpose === "sign_in" ? "sign_in.second_step" : "step_up.approved",
    sessionId: answer.sessionId,
    challengeId: challenge.id,
    factorId: answer.factorId,
    factorKind: answer.kind,
    target: nameActs(approvedBy(answer, challenge)),
    origin: answer.origin,
  };
}

function approvedBy({ acts = 1 }: ChallengeAnswer, challenge: Challenge): readonly ApprovedAct[] {
  return challenge.acts.slice(0, acts);
}

/** Finds what the answer is for and counts the attempt, in one transaction. */
function reserve<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  answer: ChallengeAnswer,
  listeners: ChallengeListeners<Stores>,
): Promise<ReserveOutcome> {
  const { kind, factorId, code } = answer;
  return deps.unitOfWork.write(async (stores) => {
    const challenge = await stores.challenges.find(answer.challengeId, answer.boundTo);
    if (challenge === undefined) return refuse("not_found");
    if ((answer.acts ?? 0) > challenge.acts.length) return refuse("acts_not_listed");
    // The clock is read once, so that a code cannot change its step half way.
    const nowMillis = deps.clock.nowMillis();
    const operation = describeAnswer(answer, challenge, nowMillis);
    const factor = deps.factors[kind];
    if (factor === undefined || !challenge.kinds.includes(kind)) {
      return recordOperation(deps, stores, operation, refuse("kind_not_allowed"));
    }
    const isNamed = !factor.isNamed || factorId !== undefined;
    if (!isNamed || !factor.isWellFormed(code)) return refuse("malformed_answer");
    const { browserTokens } = answer;
    const browser = await findBrowser(deps, stores, {
      subject: challenge,
      browserTokens,
      nowMillis,
    });
    const isRecognised = browser !== undefined;
    const facts = { challenge, kindLane: factor.lane, isRecognised, nowMillis };
    const counting = await countAttempt(deps, stores, facts);
    if (counting.outcome === "refused") {
      const { signal, ...refusal } = counting;
      if (signal !== undefined)
        await conclude(deps, stores, { operation, signals: [signal], listeners });
      return recordOperation(deps, stores, operation, refusal);
    }
    const guess = { subject: challenge, challengeId: challenge.id, factorId, code, nowMillis };
    const prepared = await factor.prepareComparison(stores, guess);
    const { counted } = counting;
    const named = { ...operation, factorLabel: prepared.factorLabel };
    const approvedActs = approvedBy(answer, challenge).length;
    const turn = { challenge, approvedActs, factor, browser, operation: named, nowMillis };
    const holdsSubject = answer.holdsSubject === true;
    return { outcome: "reserved", turn: { ...turn, holdsSubject, counted, prepared } };
  });
}

/** Records a wrong code, which stays counted, and tells what follows from it. */
function fail<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  { operation, counted }: Turn,
  guess: WrongGuess,
  listeners: ChallengeListeners<Stores>,
): Promise<Refusal<"invalid_code">> {
  return performOperation(deps, operation, async (stores) => {
    const signals = await countFailure(stores, { counted, guess, nowMillis: operation.atMillis });
    await conclude(deps, stores, { operation, signals, listeners });
    return refuse("invalid_code");
  });
}

/** Records and tells what follows from guessing. */
async function conclude<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  stores: Stores,
  { operation, signals, listeners }: Conclusion<Stores>,
): Promise<void> {
  for (const signal of signals) {
    await recordSignal(deps, stores, operation, signal);
    await listeners.onSignal?.(stores, signal, operation);
  }
}

async function claim<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  turn: Turn,
  match: Match,
  grant: Grant<Stores, Granted>,
): Promise<VerifyChallengeOutcome<Granted> | LostClaim> {
  const { challenge, approvedActs, factor, browser, operation, nowMillis } = turn;
  const proof = challenge.purpose === "step_up" ? newProof(deps, nowMillis) : undefined;
  try {
    return await performOperation<Stores, VerifyChallengeOutcome<Granted>>(
      deps,
      operation,
      async (stores, event) => {
        const isThere = !turn.holdsSubject || (await stores.signInSettings.hold(challenge));
        if (!isThere) throw new LostClaim("challenge_closed");
        const isWon = await stores.challenges.satisfy(challenge.id, {
          nowMillis,
          proof: proof && {
            digest: deps.tokenHash.digest(proof.token),
            expiresAtMillis: proof.expiresAtMillis,
            approvedActs,
          },
        });
        if (!isWon) throw new LostClaim("challenge_closed");
        // Budgets before factors, as whoever counts an attempt locks them (ADR 17).
        await releaseBudgets(stores, turn.counted);
        if (!(await match.spend(stores))) throw new LostClaim("code_already_used");
        const right = { challenge, factor, browser, event, proof, nowMillis };
        const granted = await grant(stores, right);
        if (granted === undefined) throw new LostClaim("challenge_closed");
        return { outcome: "verified", granted };
      },
    );
  } catch (error) {
    if (error instanceof LostClaim) return error;
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
  turn: Turn,
  reason: Reason,
  listeners: ChallengeListeners<Stores> = {},
): Promise<Refusal<Reason>> {
  return performOperation(deps, turn.operation, async (stores) => {
    await release(stores, turn);
    if (reason === "code_already_used") await listeners.onReplay?.(stores, turn);
    return refuse(reason);
  });
}

async function release(stores: VerifierStores, { counted, prepared }: Turn): Promise<void> {
  await giveBackAttempt(stores, counted);
  await prepared.giveBack?.(stores);
}
