import {
  BROWSER_MILLIS,
  MAX_BROWSER_TOKENS,
  MAX_DEVICE_TOKENS,
  REPLACEMENT_READY_MILLIS,
  REPLACEMENT_WAIT_MILLIS,
  TRUSTED_DEVICE_MILLIS,
} from "@twinlatch/verifier";
import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyRequest } from "fastify";

/** The secrets that a client holds on to. */
export type TokenName = "session" | "ticket" | "signUp" | "browser" | "device" | "replacement";

const COOKIE_NAMES: Readonly<Record<TokenName, string>> = {
  session: "__Host-twinlatch_session",
  ticket: "__Host-twinlatch_ticket",
  signUp: "__Host-twinlatch_signup",
  browser: "__Host-twinlatch_browser",
  device: "__Host-twinlatch_device",
  replacement: "__Host-twinlatch_replacement",
};

/** What the rules make; anything else is not worth a query. */
const TOKEN_SHAPES: Readonly<Record<TokenName, RegExp>> = {
  session: /^twl_session_[a-z2-7]{52}$/,
  ticket: /^twl_ticket_[a-z2-7]{52}$/,
  signUp: /^twl_signup_[a-z2-7]{52}$/,
  browser: /^twl_browser_[a-z2-7]{52}$/,
  device: /^twl_device_[\w-]{12}_[a-z2-7]{26}_[\w-]{43}$/,
  replacement: /^twl_replacement_[a-z2-7]{52}$/,
};

/**
 * Not for scripts, this host only, and never sent along with a request that another site began.
 * `strict` costs nothing here: the pages are static files that need no cookie, and what they fetch
 * themselves is same-site however the visitor came. No `maxAge` but for what outlives sessions: the
 * server's own limits end a session, and closing the browser does.
 */
const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: "strict", path: "/" } as const;

/** Ends with the newest token in it. */
const MAX_AGES: Readonly<Partial<Record<TokenName, number>>> = {
  browser: BROWSER_MILLIS / 1000,
  device: TRUSTED_DEVICE_MILLIS / 1000,
  // Twice: its wait can begin anew when it is nearly over.
  replacement: (2 * (REPLACEMENT_WAIT_MILLIS + REPLACEMENT_READY_MILLIS)) / 1000,
};

/** Between the tokens of several accounts in one cookie. */
const SEPARATOR = ".";
/** In one cookie. */
const MAX_TOKENS = Math.max(MAX_BROWSER_TOKENS, MAX_DEVICE_TOKENS);

/** What a request is authenticated with. Whoever sends a Bearer token keeps no cookies. */
export interface Credentials {
  readonly session?: string | undefined;
  readonly ticket?: string | undefined;
  readonly signUp?: string | undefined;
  /** From the browser that asked to replace an authenticator. */
  readonly replacement?: string | undefined;
  /** What the browser is recognised by, one token for each account used in it, newest first. */
  readonly browsers: readonly string[];
  /** What it is trusted by, likewise. */
  readonly devices: readonly string[];
  readonly areBearer: boolean;
}

/**
 * Reads what the request is authenticated with: the Bearer token where there is one, otherwise the
 * cookies, never both. What has not the shape of a token of ours is left out.
 */
export function readCredentials(request: FastifyRequest): Credentials {
  const { authorization, cookie } = request.headers;
  const bearer = authorization && /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) {
    return {
      ...sortTokens((name) => (hasShape(name, bearer) ? bearer : undefined)),
      browsers: [],
      devices: [],
      areBearer: true,
    };
  }
  if (cookie === undefined) return { browsers: [], devices: [], areBearer: false };
  const cookies = parseCookie(cookie);
  const find = (name: TokenName) => {
    const value = cookies[COOKIE_NAMES[name]];
    return hasShape(name, value) ? value : undefined;
  };
  const list = (name: "browser" | "device") =>
    (cookies[COOKIE_NAMES[name]] ?? "")
      .split(SEPARATOR, MAX_TOKENS)
      .filter((token) => hasShape(name, token));
  const [browsers, devices] = [list("browser"), list("device")];
  return { ...sortTokens(find), browsers, devices, areBearer: false };
}

function sortTokens(find: (name: TokenName) => string | undefined) {
  return {
    session: find("session"),
    ticket: find("ticket"),
    signUp: find("signUp"),
    replacement: find("replacement"),
  };
}

function hasShape(name: TokenName, token: string | undefined): boolean {
  return token !== undefined && TOKEN_SHAPES[name].test(token);
}

/** Several tokens as one cookie holds them. */
export function joinTokens(tokens: readonly string[]): string {
  return tokens.slice(0, MAX_TOKENS).join(SEPARATOR);
}

/** The `Set-Cookie` header that hands a token over, or with `null` takes it away. */
export function tokenCookie(name: TokenName, token: string | null): string {
  return stringifySetCookie({
    ...ATTRIBUTES,
    name: COOKIE_NAMES[name],
    value: token ?? "",
    ...(token === null ? { maxAge: 0 } : maxAgeOf(name)),
  });
}

function maxAgeOf(name: TokenName) {
  const maxAge = MAX_AGES[name];
  return maxAge === undefined ? {} : { maxAge };
}

/** Names of the answer's fields that carry tokens to a client without cookies. */
export const TOKEN_FIELDS: Readonly<Record<TokenName, string>> = {
  session: "sessionToken",
  ticket: "ticket",
  signUp: "signUpToken",
  browser: "browserToken",
  device: "deviceToken",
  replacement: "replacementToken",
};
