import type { AccountsStores, Language, SignedIn } from "@twinlatch/accounts";
import type {
  Access,
  AnswerOf,
  BodyOf,
  Endpoint,
  ParamsOf,
  QueryOf,
} from "@twinlatch/api-contract";
import type { Origin, Settle, StepUpDemand } from "@twinlatch/verifier";
import type { Credentials, TokenName } from "./credential.ts";
import type { RefusalReason } from "./refusal-problem.ts";

/** Who calls a route, by its access: each route is told what it asked for and no more. */
export interface Callers extends Record<Access, unknown> {
  readonly public: undefined;
  readonly ticket: ChallengeHolder;
  readonly session: SignedIn;
}

/** Holds a ticket, a session, or both; never neither. */
export interface ChallengeHolder {
  readonly ticket: string | undefined;
  readonly signedIn: SignedIn | undefined;
}

/** One call of a route, past all checks that do not depend on what the route does. */
export interface Call<E extends Endpoint> {
  readonly body: BodyOf<E>;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly caller: Callers[E["access"]];
  readonly credentials: Credentials;
  /** Where the call comes from: recorded, never believed. */
  readonly origin: Origin;
  /** What failures of this address are counted under. */
  readonly addressBlock: string;
  /** What the caller speaks, of the languages there are. */
  readonly language: Language;
  /** The proof that came with the call. */
  readonly proofToken: string | undefined;
  /** The open step-up that the call asks to be approved with, where it still needs a proof. */
  readonly challengeId: string | undefined;
  /** Of a repeatable route: makes what keeps the answer; undefined where the caller sent no key. */
  readonly keep: Keep<E>;
}

/**
 * Makes of what tells an outcome to the caller what keeps that answer for a repetition, in the
 * transaction of the effect (ADR 13).
 */
export type Keep<E extends Endpoint> = <Ended>(
  tell: (ended: Ended, stores: AccountsStores) => Answered<E> | Promise<Answered<E>>,
) => Settle<AccountsStores, Ended> | undefined;

/** Tokens to hand over (or with `null` to take away): as cookies, or in the body without cookies. */
export type Tokens = { readonly [Name in TokenName]?: string | null };

export interface Answered<E extends Endpoint> {
  readonly outcome: "answered";
  readonly answer: AnswerOf<E>;
  readonly tokens: Tokens;
  /** The session that it begins. */
  readonly begunSessionId?: string | undefined;
}

/** A refusal of the rules. With `step_up_required` goes the demand to open a challenge for. */
export interface Refused {
  readonly outcome: "refused";
  readonly reason: RefusalReason;
  readonly retryAfterSeconds?: number | undefined;
  readonly demand?: StepUpDemand;
  /** With a reason that is told as a wrong field: which one, where it is not the usual. */
  readonly fieldPath?: string;
}

/** What a route does: nothing but translate between its schema and a use case. */
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answered<E> | Refused>;

/** Makes an answer. */
export function answered<Answer>(answer: Answer, tokens: Tokens = {}, begunSessionId?: string) {
  return { outcome: "answered", answer, tokens, begunSessionId } as const;
}
