import type { AccountsDeps } from "@twinlatch/accounts";
import {
  type Access,
  API_BASE,
  CHALLENGE_HEADER,
  type Endpoint,
  PROOF_HEADER,
} from "@twinlatch/api-contract";
import { FaultError, type Origin } from "@twinlatch/verifier";
import type { FastifyRequest } from "fastify";
import { pickAcceptedLanguage } from "./accept-language.ts";
import { type AdmissionDeps, type Admitted, admitCall } from "./admit-call.ts";
import { sendAnswer, sendRefusal } from "./answer-call.ts";
import type { Call, Callers, Handler } from "./call.ts";
import type { Edge } from "./edge.ts";
import type { ProblemDetails } from "./problem.ts";
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

export interface EndpointDeps extends Omit<AdmissionDeps, "rules"> {
  readonly rules: AccountsDeps;
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
      const { body, params, query } = request;
      if (!check.isParams(params)) return edge.refuse(reply, "not_found");
      if (!check.isBody(body)) {
        return edge.refuse(reply, "invalid_request", { errors: check.bodyProblems() });
      }
      if (!isAsked(endpoint, request) || !check.isQuery(query)) {
        return edge.refuse(reply, "invalid_request", WRONG_QUERY);
      }
      const admitted = certain(request.admitted);
      const { credentials, addressBlock } = admitted;
      const call: Call<E> = {
        body,
        params,
        query,
        caller: callerOf<E["access"]>(endpoint.access, admitted),
        credentials,
        addressBlock,
        origin: originOf(request, admitted),
        language: pickAcceptedLanguage(request.headers["accept-language"]),
        proofToken: headerOf(request, PROOF_HEADER),
        challengeId: headerOf(request, CHALLENGE_HEADER),
      };
      const outcome = await handle(call);
      return outcome.outcome === "answered"
        ? sendAnswer(reply, endpoint, outcome, credentials.areBearer || asksForTokens(body))
        : sendRefusal(edge, reply, deps.rules, { ...outcome, origin: call.origin });
    },
  });
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
