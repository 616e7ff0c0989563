import type { AccountsDeps, RepeatableCall } from "@twinlatch/accounts";
import {
  type Access,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY,
} from "@twinlatch/api-contract";
import { FaultError } from "@twinlatch/verifier";
import canonicalize from "canonicalize";
import type { FastifyRequest } from "fastify";
import type { Credentials } from "./credential.ts";

/** The key that a call names; `malformed` where it is none, undefined where it names none. */
export type ReadKey = { readonly key: string } | "malformed" | undefined;

const HEADER = IDEMPOTENCY_HEADER.toLowerCase();
const SHAPE = new RegExp(IDEMPOTENCY_KEY);
/** A string of RFC 9651, as draft-ietf-httpapi-idempotency-key-header has it. */
const QUOTED = /^"(.*)"$/;

/** Reads the key of a call. Routes that are not repeatable look at none. */
export function readIdempotencyKey(
  { isRepeatable }: Pick<Endpoint, "isRepeatable">,
  { headers }: Pick<FastifyRequest, "headers">,
): ReadKey {
  const value = headers[HEADER];
  if (value === undefined || isRepeatable !== true) return undefined;
  if (typeof value !== "string") return "malformed";
  const key = QUOTED.exec(value)?.[1] ?? value;
  return SHAPE.test(key) ? { key } : "malformed";
}

type Holdings = readonly (string | undefined)[];

/**
 * The secrets that tell the caller of a route from all others, as the call presents them: a session's
 * token, not its id, since the answer that was lost may have renewed it.
 */
const HOLDINGS: {
  readonly [A in Access]: (credentials: Credentials, body: unknown) => Holdings;
} = {
  public: ({ signUp }, body) => [signUp, fieldOf(body, "signUpToken"), fieldOf(body, "token")],
  ticket: ({ ticket, session }) => [ticket, session],
  session: ({ session }) => [session],
};

/**
 * The id under which the answer to a call is kept: of the key, and of who calls what. Undefined where the
 * caller holds nothing to be told from others by. `body` is looked at on public routes alone.
 */
export function identifyCall(
  { tokenHash }: Pick<AccountsDeps, "tokenHash">,
  { access }: Pick<Endpoint, "access">,
  { method, url }: Pick<FastifyRequest, "method" | "url">,
  by: { readonly key: string; readonly credentials: Credentials; readonly body?: unknown },
): string | undefined {
  const holdings = HOLDINGS[access](by.credentials, by.body);
  if (holdings.every((held) => held === undefined)) return undefined;
  return tokenHash.digest(JSON.stringify([method, url, by.key, ...holdings]));
}

/** The call with its body. A plain hash would let a stolen database be searched for the code in it. */
export function describeRepeatable(
  { tokenHash }: Pick<AccountsDeps, "tokenHash">,
  id: string,
  body: unknown,
): RepeatableCall {
  const canonical = canonicalize(body ?? null);
  if (canonical === undefined) throw new FaultError("invariant_broken", "The body is no JSON");
  return { id, bodyHash: tokenHash.keyed("repeatable-call", `${id} ${canonical}`) };
}

function fieldOf(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : undefined;
}
