import { type AccountsDeps, findSession, type SignedIn } from "@twinlatch/accounts";
import type { Access, Endpoint, ProblemCode } from "@twinlatch/api-contract";
import type { FastifyRequest } from "fastify";
import { addressBlock } from "./address-block.ts";
import type { AddressLimit } from "./address-limit.ts";
import { clientAddress } from "./client-address.ts";
import { type Credentials, readCredentials } from "./credential.ts";
import type { ProblemDetails } from "./problem.ts";
import { isCrossSiteChange, type OwnOrigins } from "./same-origin.ts";

/** What is known of a call before its body is read. */
export interface Admitted {
  readonly outcome: "admitted";
  readonly credentials: Credentials;
  readonly signedIn: SignedIn | undefined;
  readonly address: string;
  readonly addressBlock: string;
}

interface TurnedAway {
  readonly outcome: "turned_away";
  readonly code: ProblemCode;
  readonly details?: ProblemDetails;
}

export interface AdmissionDeps {
  readonly rules: Pick<AccountsDeps, "clock" | "tokenHash" | "unitOfWork">;
  readonly addressLimit: AddressLimit;
  readonly own: OwnOrigins;
}

/**
 * Decides whether a call may go on, from its headers alone: an address with too many failures, another
 * site's page, and whoever lacks the route's credential are turned away before a body is parsed.
 */
export async function admitCall(
  deps: AdmissionDeps,
  { access, isForRetiredPassword }: Pick<Endpoint, "access" | "isForRetiredPassword">,
  request: FastifyRequest,
): Promise<Admitted | TurnedAway> {
  const address = clientAddress(request);
  const block = addressBlock(address);
  const wait = deps.addressLimit.secondsToWait(block);
  if (wait !== undefined) return turnAway("too_many_requests", { retryAfterSeconds: wait });
  if (isCrossSiteChange(request, deps.own)) return turnAway("cross_site_request");

  const credentials = readCredentials(request);
  const signedIn =
    access === "public" || credentials.session === undefined
      ? undefined
      : await findSession(deps.rules, credentials.session);
  if (!isEnough(access, credentials, signedIn)) return turnAway("not_signed_in");
  const mustChoosePassword = access === "session" && signedIn?.account.isPasswordRetired === true;
  if (mustChoosePassword && isForRetiredPassword !== true) return turnAway("password_retired");
  return { outcome: "admitted", credentials, signedIn, address, addressBlock: block };
}

function isEnough(
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
