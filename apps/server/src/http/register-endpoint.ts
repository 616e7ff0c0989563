import type { AccountsDeps } from "@twinlatch/accounts";
import {
  type Access,
  API_BASE,
  CHALLENGE_HEADER,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  PROOF_HEADER,
} from "@twinlatch/api-contract";
import { FaultError, type Origin } from "@twinlatch/verifier";
import type { FastifyRequest } from "fastify";
import { pickAcceptedLanguage } from "./accept-language.ts";
import {
  type AdmissionDeps,
  type Admitted,
  admitBody,
  admitCall,
  isEnough,
  listChangers,
} from "./admit-call.ts";
import { renderAnswer, sendEnding } from "./answer-call.ts";
import type { AnswerOnce, KeepRendered } from "./answer-once.ts";
import type { Answered, Call, Callers, Handler, Keep, Refused } from "./call.ts";
import type { Edge } from "./edge.ts";
import type { Ending, RenderedAnswer } from "./ending.ts";
import type { ProblemDetails } from "./problem.ts";
import { describeRepeatable, identifyCall, readIdempotencyKey } from "./repeatable-call.ts";
import { compileRequestCheck } from "./request-check.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the access check of a route of the contract. */
    admitted: Admitted | undefined;
  }
}

const MAX_USER_AGENT_LENGTH = 256;
const WRONG_QUERY: ProblemDetails = {
  errors: [{ path: "?", message: "is no query of this route" }],
};
const WRONG_KEY: ProblemDetails = {
  errors: [{ path: IDEMPOTENCY_HEADER, message: "must be 16 to 128 visible ASCII signs" }],
};
const NOT_SIGNED_IN: Refused = { outcome: "refused", reason: "not_signed_in" };

export interface EndpointDeps extends Omit<AdmissionDeps, "rules"> {
  readonly rules: AccountsDeps;
  readonly answerOnce: AnswerOnce;
}

/**
 * Serves one route of the contract. Who may call it and what it takes is decided here, from its
 * declaration, and in this order: where the call comes from, who calls, what is asked for; the handler
 * does the rest.
 */
export function registerEndpoint<E extends Endpoint>(
  edge: Edge,
  deps: EndpointDeps,
  endpoint: E,
  handle: Handler<E>,
): void {
  const check = compileRequestCheck(endpoint);
  edge.app.route({
    method: endpoint.method,
    url: `${API_BASE}${endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    onRequest: async (request, reply) => {
      const admission = await admitCall(deps, endpoint, request);
      if (admission.outcome === "turned_away") {
        return edge.refuse(reply, admission.code, admission.details);
      }
      request.admitted = admission;
      return undefined;
    },
    handler: async (request, reply) => {
      const { params, query } = request;
      const body = check.readBody(request.body);
      if (!check.isParams(params)) return edge.refuse(reply, "not_found");
      if (!check.isBody(body)) {
        return edge.refuse(reply, "invalid_request", { errors: check.bodyProblems() });
      }
      if (!isAsked(endpoint, request) || !check.isQuery(query)) {
        return edge.refuse(reply, "invalid_request", WRONG_QUERY);
      }
      const key = readIdempotencyKey(endpoint, request);
      if (key === "malformed") return edge.refuse(reply, "invalid_request", WRONG_KEY);
      const admitted = await admitBody(deps, endpoint, request, certain(request.admitted));
      if (admitted.outcome === "turned_away") {
        return edge.refuse(reply, admitted.code, admitted.details);
      }
      const { credentials, addressBlock } = admitted;
      // From here on it makes an event.
      for (const each of listChangers(endpoint, request, admitted)) deps.changeLimit.count(each);
      const call: PlainCall<E> = {
        body,
        params,
        query,
        credentials,
        addressBlock,
        origin: originOf(request, admitted),
        language: pickAcceptedLanguage(request.headers["accept-language"]),
        proofToken: headerOf(request, PROOF_HEADER),
        challengeId: headerOf(request, CHALLENGE_HEADER),
      };
      const act = (keep?: KeepRendered) => perform(endpoint, handle, { call, admitted }, keep);
      const id = key && identifyCall(deps.rules, endpoint, request, { ...key, credentials, body });
      const ending = await (id === undefined
        ? act()
        : deps.answerOnce(describeRepeatable(deps.rules, id, body), act));
      return sendEnding(edge, reply, deps.rules, { ...call, ending });
    },
  });
}

/** A call before it is known who calls. */
type PlainCall<E extends Endpoint> = Omit<Call<E>, "caller" | "keep">;

async function perform<E extends Endpoint>(
  endpoint: E,
  handle: Handler<E>,
  { call, admitted }: { readonly call: PlainCall<E>; readonly admitted: Admitted },
  keepRendered: KeepRendered | undefined,
): Promise<Ending> {
  const { credentials, signedIn } = admitted;
  // It was let in to repeat what it had done, and that is not kept any more.
  if (!isEnough(endpoint.access, credentials, signedIn)) return NOT_SIGNED_IN;
  const wantsTokens = credentials.areBearer || asksForTokens(call.body);
  const render = (answer: Answered<E>) => renderAnswer(endpoint, answer, wantsTokens);
  let kept: RenderedAnswer | undefined;
  const keep: Keep<E> = (tell) =>
    keepRendered &&
    (async (stores, ended) => {
      const answer = await tell(ended, stores);
      kept = render(answer);
      await keepRendered(stores, kept, answer.begunSessionId ?? signedIn?.session.id);
    });
  const caller = callerOf<E["access"]>(endpoint.access, admitted);
  const outcome = await handle({ ...call, caller, keep });
  if (outcome.outcome === "refused") return outcome;
  return { outcome: "answered", rendered: kept ?? render(outcome) };
}

/** Even a lone question mark has no place where there is no query. */
function isAsked({ query }: Endpoint, { url }: FastifyRequest): boolean {
  return query !== undefined || !url.includes("?");
}

/** Picks out of what was admitted what a route of each access is told. */
const callers: { readonly [A in Access]: (admitted: Admitted) => Callers[A] } = {
  public: () => undefined,
  ticket: ({ credentials, signedIn }) => ({ ticket: credentials.ticket, signedIn }),
  session: ({ signedIn }) => certain(signedIn),
};

function callerOf<A extends Access>(access: A, admitted: Admitted): Callers[A] {
  return callers[access](admitted);
}

function certain<T>(value: T | undefined): T {
  if (value === undefined) throw new FaultError("invariant_broken", "No access was checked");
  return value;
}

function asksForTokens(body: unknown): boolean {
  return typeof body === "object" && body !== null && "session" in body && body.session === "token";
}

function originOf(request: FastifyRequest, { address }: Admitted): Origin {
  const userAgent = request.headers["user-agent"] ?? "";
  return {
    ip: address,
    userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH),
    requestId: request.id,
  };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return typeof value === "string" ? value : undefined;
}
