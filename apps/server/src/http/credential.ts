import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyRequest } from "fastify";

/** The secrets that a client holds on to. */
export type TokenName = "session" | "ticket" | "signUp";

const COOKIE_NAMES: Readonly<Record<TokenName, string>> = {
  session: "__Host-twinlatch_session",
  ticket: "__Host-twinlatch_ticket",
  signUp: "__Host-twinlatch_signup",
};

/** What `newToken` makes; anything else is not worth a query. */
const TOKEN_SHAPES: Readonly<Record<TokenName, RegExp>> = {
  session: /^twl_session_[a-z2-7]{52}$/,
  ticket: /^twl_ticket_[a-z2-7]{52}$/,
  signUp: /^twl_signup_[a-z2-7]{52}$/,
};

/**
 * Not for scripts, this host only, and never sent along with a request that another site began.
 * `strict` costs nothing here: the pages are static files that need no cookie, and what they fetch
 * themselves is same-site however the visitor came. No `maxAge`: the server's own limits end a
 * session, and closing the browser does.
 */
const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: "strict", path: "/" } as const;

/** What a request is authenticated with. Whoever sends a Bearer token keeps no cookies. */
export interface Credentials {
  readonly session?: string | undefined;
  readonly ticket?: string | undefined;
  readonly signUp?: string | undefined;
  readonly areBearer: boolean;
}

/**
 * Reads what the request is authenticated with: the Bearer token where there is one, otherwise the
 * cookies, never both. What has not the shape of a token of ours is left out.
 */
export function readCredentials(request: FastifyRequest): Credentials {
  const { authorization, cookie } = request.headers;
  const token = authorization && /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token !== undefined) {
    return {
      ...sortTokens((name) => (hasShape(name, token) ? token : undefined)),
      areBearer: true,
    };
  }
  if (cookie === undefined) return { areBearer: false };
  const cookies = parseCookie(cookie);
  const find = (name: TokenName) => {
    const value = cookies[COOKIE_NAMES[name]];
    return hasShape(name, value) ? value : undefined;
  };
  return { ...sortTokens(find), areBearer: false };
}

function sortTokens(find: (name: TokenName) => string | undefined) {
  return { session: find("session"), ticket: find("ticket"), signUp: find("signUp") };
}

function hasShape(name: TokenName, token: string | undefined): boolean {
  return token !== undefined && TOKEN_SHAPES[name].test(token);
}

/** The `Set-Cookie` header that hands a token over, or with `null` takes it away. */
export function tokenCookie(name: TokenName, token: string | null): string {
  return stringifySetCookie({
    ...ATTRIBUTES,
    name: COOKIE_NAMES[name],
    value: token ?? "",
    ...(token === null ? { maxAge: 0 } : {}),
  });
}

/** Names of the answer's fields that carry tokens to a client without cookies. */
export const TOKEN_FIELDS: Readonly<Record<TokenName, string>> = {
  session: "sessionToken",
  ticket: "ticket",
  signUp: "signUpToken",
};
