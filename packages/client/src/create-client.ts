import type { AnswerOf, BodyOf, endpoints, ParamsOf, QueryOf } from "@twinlatch/api-contract";
import { type CallKeys, createCallKeys } from "./call-keys.ts";
import { type ClientProblem, describeNoAnswer, isProblem } from "./client-problem.ts";
import {
  API_BASE,
  CHALLENGE_HEADER,
  type EndpointName,
  IDEMPOTENCY_HEADER,
  locateEndpoint,
  PROOF_HEADER,
  REPEATABLE,
} from "./routes.ts";

type EndpointOf<Name extends EndpointName> = (typeof endpoints)[Name];

/** What a route answers on success; undefined where it answers without a body. */
export type Answer<Name extends EndpointName> = AnswerOf<EndpointOf<Name>>;

type Given<Key extends string, Value> = Value extends undefined
  ? { readonly [K in Key]?: undefined }
  : { readonly [K in Key]: Value };

/** What goes with a call: the body, the path parameters and the query that its route takes. */
export type CallOptions<Name extends EndpointName> = Given<"body", BodyOf<EndpointOf<Name>>> &
  Given<"params", ParamsOf<EndpointOf<Name>>> & {
    readonly query?: QueryOf<EndpointOf<Name>>;
    /** From a step-up challenge: approves exactly this request, once. */
    readonly proof?: string | undefined;
    /** Id of an open step-up challenge: without a proof, asks to be approved with what it lists. */
    readonly challenge?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  };

/** An answer, or why there is none. Refusals are values: `call` does not throw for them. */
export type CallResult<Name extends EndpointName> =
  | {
      readonly ok: true;
      readonly answer: Answer<Name>;
      /** The server's clock when it answered, in milliseconds since 1970; null where unknown. */
      readonly serverNowMillis: number | null;
    }
  | { readonly ok: false; readonly problem: ClientProblem };

export interface Client {
  /**
   * Calls a route of the contract, by its name there; `{}` where it takes nothing. What changes something
   * carries a key of its own: where no answer comes it is sent once more by itself, and happens once. The
   * same call made again after that carries the same key.
   */
  call<Name extends EndpointName>(
    name: Name,
    options: CallOptions<Name>,
  ): Promise<CallResult<Name>>;
}

export interface ClientSettings {
  /** Origin of the server, such as `https://id.example.org`; empty in its own pages. */
  readonly baseUrl: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** The bearer token of clients that are not browsers; asked at every call, since it changes. */
  readonly token?: () => string | undefined;
  /** What the person reads, as BCP 47 names it. Default: what the platform says by itself. */
  readonly language?: string | undefined;
}

/** A client of Twinlatch's HTTP contract, typed by it. Browsers use their cookie, others `token`. */
export function createClient(settings: ClientSettings): Client {
  const send = settings.fetch ?? ((input, init) => fetch(input, init));
  const keys = createCallKeys();
  return {
    async call<Name extends EndpointName>(
      name: Name,
      options: CallOptions<Name>,
    ): Promise<CallResult<Name>> {
      const request = prepareRequest(name, settings, options);
      if (!REPEATABLE.has(name)) return exchange<Name>(send, request);
      const key = takeKey(keys, request);
      const first = await exchange<Name>(send, request);
      const isLost = problemCode(first) === "unreachable" && !request.init.signal?.aborted;
      const result = isLost ? await exchange<Name>(send, request) : first;
      if (!MAY_HAVE_HAPPENED.has(problemCode(result))) keys.answered(key);
      return result;
    },
  };
}

/** What leaves open whether the call took effect. */
const MAY_HAVE_HAPPENED: ReadonlySet<string | undefined> = new Set([
  "offline",
  "unreachable",
  "unavailable",
  "internal_error",
]);

function problemCode(result: CallResult<EndpointName>): string | undefined {
  return result.ok ? undefined : result.problem.code;
}

interface PreparedRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Headers };
}

function takeKey(keys: CallKeys, { url, init }: PreparedRequest): string {
  const shown = [PROOF_HEADER, CHALLENGE_HEADER].map((name) => init.headers.get(name));
  const content = [init.method, url, ...shown, init.body];
  const key = keys.keyOf(JSON.stringify(content));
  init.headers.set(IDEMPOTENCY_HEADER, key);
  return key;
}

async function exchange<Name extends EndpointName>(
  send: typeof fetch,
  { url, init }: PreparedRequest,
): Promise<CallResult<Name>> {
  try {
    return await readResult<Name>(await send(url, init));
  } catch (error) {
    // fetch throws TypeError for every network failure; a stopped call is no answer either.
    if (error instanceof TypeError || init.signal?.aborted) {
      return { ok: false, problem: describeNoAnswer() };
    }
    throw error;
  }
}

interface AnyCallOptions {
  readonly body?: unknown;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly proof?: string | undefined;
  readonly challenge?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

function prepareRequest(
  name: EndpointName,
  settings: ClientSettings,
  options: AnyCallOptions,
): PreparedRequest {
  const { method, path } = locateEndpoint(name, options.params);
  const token = settings.token?.();
  const headers = new Headers({ accept: "application/json, application/problem+json" });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (settings.language !== undefined) headers.set("accept-language", settings.language);
  if (options.proof !== undefined) headers.set(PROOF_HEADER, options.proof);
  if (options.challenge !== undefined) headers.set(CHALLENGE_HEADER, options.challenge);
  const init: PreparedRequest["init"] = { method, headers, cache: "no-store", redirect: "error" };
  if (options.signal !== undefined) init.signal = options.signal;
  if (options.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(options.body);
  }
  return { url: `${settings.baseUrl}${API_BASE}${path}${writeQuery(options.query)}`, init };
}

function writeQuery(query: AnyCallOptions["query"] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

async function readResult<Name extends EndpointName>(
  response: Response,
): Promise<CallResult<Name>> {
  const body = response.status === 204 ? undefined : await readJson(response);
  if (!response.ok) {
    return { ok: false, problem: isProblem(body) ? body : { code: "unreachable" } };
  }
  if (!isAnswer<Name>(body)) return { ok: false, problem: { code: "unreachable" } };
  const serverNowMillis = Date.parse(response.headers.get("date") ?? "");
  return {
    ok: true,
    answer: body,
    serverNowMillis: Number.isNaN(serverNowMillis) ? null : serverNowMillis,
  };
}

// A proxy's error page is not JSON; a fault of the network while reading is a TypeError and goes up.
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Tells an answer from a stranger's page. That it has the contract's shape is not checked again here:
 * the server that serves it is held to the same schemas by its tests, and could send any code to a page anyway.
 */
function isAnswer<Name extends EndpointName>(body: unknown): body is Answer<Name> {
  return body === undefined || (typeof body === "object" && body !== null);
}
