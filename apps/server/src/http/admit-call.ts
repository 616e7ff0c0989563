import { type AccountsDeps, findSession, isAnswerKept, type SignedIn } from "@twinlatch/accounts";
import type { Access, Endpoint, ProblemCode } from "@twinlatch/api-contract";
import type { FastifyRequest } from "fastify";
import { addressBlock } from "./address-block.ts";
import type { AddressLimit } from "./address-limit.ts";
import { clientAddress } from "./client-address.ts";
import { type Credentials, readCredentials } from "./credential.ts";
import type { ProblemDetails } from "./problem.ts";
import { identifyCall, readIdempotencyKey } from "./repeatable-call.ts";
import { isCrossSiteChange, type OwnOrigins } from "./same-origin.ts";

/** What is known of a call before its body is read. */
export interface Admitted {
  readonly outcome: "admitted";
  readonly credentials: Credentials;
  readonly signedIn: SignedIn | undefined;
  readonly address: string;
  readonly addressBlock: string;
  readonly atMillis: number;
}

interface TurnedAway {
  readonly outcome: "turned_away";
  readonly code: ProblemCode;
  readonly details?: ProblemDetails;
}

export interface AdmissionDeps {
  readonly rules: Pick<AccountsDeps, "clock" | "tokenHash" | "unitOfWork">;
  readonly addressLimit: AddressLimit;
  /** By the id of a session, or by a ticket: what it may try to change. */
  readonly changeLimit: AddressLimit;
  readonly own: OwnOrigins;
}

/** A body that comes later than this after its headers is one of another moment. */
const LATE_MILLIS = 500;

/**
 * Decides whether a call may go on, from its headers alone: an address with too many failures, another
 * site's page, whoever lacks the route's credential, and a session that changes more than a person could
 * are turned away before a body is parsed, and leave no line in the audit trail.
 */
export async function admitCall(
  deps: AdmissionDeps,
  endpoint: Pick<Endpoint, "access" | "isForRetiredPassword" | "isRepeatable">,
  request: FastifyRequest,
): Promise<Admitted | TurnedAway> {
  const { access, isForRetiredPassword } = endpoint;
  const address = clientAddress(request);
  const block = addressBlock(address);
  const wait = deps.addressLimit.secondsToWait(block);
  if (wait !== undefined) return turnAway("too_many_requests", { retryAfterSeconds: wait });
  if (isCrossSiteChange(request, deps.own)) return turnAway("cross_site_request");

  const atMillis = deps.rules.clock.nowMillis();
  const credentials = readCredentials(request);
  const signedIn =
    access === "public" || credentials.session === undefined
      ? undefined
      : await findSession(deps.rules, credentials.session);
  const isHolder = isEnough(access, credentials, signedIn);
  if (!isHolder && !(await mayRepeat(deps, endpoint, request, credentials))) {
    return turnAway("not_signed_in");
  }
  const changers = listChangers(endpoint, request, { credentials, signedIn });
  const pauses = changers.flatMap((each) => deps.changeLimit.secondsToWait(each) ?? []);
  if (pauses.length > 0) {
    return turnAway("too_many_requests", { retryAfterSeconds: Math.max(...pauses) });
  }
  const mustChoosePassword = access === "session" && signedIn?.account.isPasswordRetired === true;
  if (mustChoosePassword && isForRetiredPassword !== true) return turnAway("password_retired");
  return { outcome: "admitted", credentials, signedIn, address, addressBlock: block, atMillis };
}

/**
 * The same once the body is there, for a call that was let in by its headers: whoever held the body back may
 * have lost meanwhile what let them in.
 */
export async function admitBody(
  deps: AdmissionDeps,
  endpoint: Parameters<typeof admitCall>[1],
  request: FastifyRequest,
  admitted: Admitted,
): Promise<Admitted | TurnedAway> {
  const isLate = Math.abs(deps.rules.clock.nowMillis() - admitted.atMillis) >= LATE_MILLIS;
  return isLate ? admitCall(deps, endpoint, request) : admitted;
}

/** By what it is counted that a call tries to change something; by nothing where it does not. */
export function listChangers(
  { access }: Pick<Endpoint, "access">,
  { method }: Pick<FastifyRequest, "method">,
  { credentials, signedIn }: Pick<Admitted, "credentials" | "signedIn">,
): readonly string[] {
  if (method === "GET") return [];
  const { ticket } = credentials;
  return [
    ...(signedIn === undefined ? [] : [signedIn.session.id]),
    ...(access === "ticket" && ticket !== undefined ? [ticket] : []),
  ];
}

/** The answer that a caller lost may have renewed the session that the repetition comes with. */
async function mayRepeat(
  { rules }: AdmissionDeps,
  endpoint: Pick<Endpoint, "access" | "isRepeatable">,
  request: FastifyRequest,
  credentials: Credentials,
): Promise<boolean> {
  const read = readIdempotencyKey(endpoint, request);
  if (read === undefined || read === "malformed") return false;
  const id = identifyCall(rules, endpoint, request, { ...read, credentials });
  return id !== undefined && isAnswerKept(rules, id);
}

/** Whether the route lets in who holds this. */
export function isEnough(
  access: Access,
  credentials: Credentials,
  signedIn: SignedIn | undefined,
): boolean {
  // A ticket is compared with the challenge it opens, and opens nothing else.
  const holdsTicket = access === "ticket" && credentials.ticket !== undefined;
  return access === "public" || signedIn !== undefined || holdsTicket;
}

function turnAway(code: ProblemCode, details: ProblemDetails = {}): TurnedAway {
  return { outcome: "turned_away", code, details };
}
