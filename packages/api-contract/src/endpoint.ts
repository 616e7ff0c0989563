import type { Static, TObject, TSchema } from "typebox";
import type { ProblemCode } from "./problem-code.ts";
import type { StepUpAction } from "./step-up.ts";

/**
 * Who may call a route. `public`: anybody. `ticket`: whoever holds the challenge's ticket, or the
 * session it was opened for. `session`: a signed-in session.
 */
export type Access = "public" | "ticket" | "session";

/**
 * One route, as clients see it.
 *
 * Every route that changes something says how it is protected: `proof` names the action that a fresh
 * proof has to approve, `"none"` says that the route needs none and `proofReason` why.
 */
export interface Endpoint<
  Body extends TSchema | undefined = TSchema | undefined,
  Params extends TSchema | undefined = TSchema | undefined,
  Answer extends TSchema | undefined = TSchema | undefined,
  Caller extends Access = Access,
  Query extends TObject | undefined = TObject | undefined,
> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, parameters in braces: `/challenges/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Caller;
  readonly proof: StepUpAction | "none";
  readonly proofReason?: string;
  /** What a call is instead, for some bodies. */
  readonly otherProofs?: readonly StepUpAction[];
  /** Whether a session may call it while its account's password is retired: else 403 `password_retired`. */
  readonly isForRetiredPassword?: true;
  /**
   * Whether a caller that lost the answer gets it again, by repeating the request with the same
   * `Idempotency-Key`. Only for what takes effect in one transaction and leaves the caller signed in.
   */
  readonly isRepeatable?: true;
  readonly body: Body;
  readonly params: Params;
  /** What may stand behind a question mark; nothing where it is undefined. Never a code or a token. */
  readonly query: Query;
  /** The status of success, and the shape of its body: undefined where there is none. */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: Answer;
  /** Codes of this route's own refusals, beside those every route can give. */
  readonly problems: readonly ProblemCode[];
}

type ValueOf<Schema> = Schema extends TSchema ? Static<Schema> : undefined;

/** The request body a route takes; undefined where it takes none. */
export type BodyOf<E extends Endpoint> = ValueOf<E["body"]>;
/** The path parameters a route takes; undefined where it takes none. */
export type ParamsOf<E extends Endpoint> = ValueOf<E["params"]>;
/** The query a route takes; undefined where it takes none. */
export type QueryOf<E extends Endpoint> = ValueOf<E["query"]>;
/** What a route answers on success; undefined where it answers without a body. */
export type AnswerOf<E extends Endpoint> = ValueOf<E["answer"]>;

/** Declares a route, keeping the types of its schemas. */
export function endpoint<
  Caller extends Access,
  Body extends TSchema | undefined = undefined,
  Params extends TSchema | undefined = undefined,
  Answer extends TSchema | undefined = undefined,
  Query extends TObject | undefined = undefined,
>(
  route: Omit<Endpoint, "access" | "body" | "params" | "query" | "answer"> & {
    readonly access: Caller;
    readonly body?: Body;
    readonly params?: Params;
    readonly query?: Query;
    readonly answer?: Answer;
  },
): Endpoint<Body, Params, Answer, Caller, Query> {
  // What is left out is undefined, and so is its type parameter by default.
  // oxlint-disable typescript/no-unsafe-type-assertion
  return {
    ...route,
    body: route.body as Body,
    params: route.params as Params,
    query: route.query as Query,
    answer: route.answer as Answer,
  };
  // oxlint-enable typescript/no-unsafe-type-assertion
}
