import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";

export interface ProviderHttpOptions {
  /** Authorities to trust instead of the host's, as PEM. */
  readonly certificateAuthorities?: string | undefined;
  /** How long a connection with TLS may take: the next provider needs time, too. Default 1.5 s. */
  readonly connectTimeoutMillis?: number | undefined;
  /** Longest answer that is read. Default 64 KiB. */
  readonly maxAnswerBytes?: number | undefined;
}

export interface ProviderRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a request ended. Only `not_sent` says that nothing was written. */
export type ProviderAnswer =
  | { readonly outcome: "not_sent" }
  | { readonly outcome: "unknown"; readonly reason: "timeout" | "connection_lost" }
  /** `body` is what its JSON says; undefined where it is none, or too long. */
  | { readonly outcome: "answered"; readonly status: number; readonly body: unknown };

/** Makes one POST, and never a second one. */
export type PostToProvider = (
  request: ProviderRequest,
  signal: AbortSignal,
) => Promise<ProviderAnswer>;

const DEFAULT_CONNECT_TIMEOUT_MILLIS = 1_500;
const DEFAULT_MAX_ANSWER_BYTES = 65_536;

/**
 * Makes requests whose end says whether anything was written. Certificates are verified, redirects
 * not followed, answers bounded. See ADR 16 for why this is not `fetch`.
 */
export function createProviderHttp(options: ProviderHttpOptions = {}): PostToProvider {
  const maxAnswerBytes = options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
  const connectTimeoutMillis = options.connectTimeoutMillis ?? DEFAULT_CONNECT_TIMEOUT_MILLIS;
  return async ({ url, headers, body }, signal) => {
    if (signal.aborted) return { outcome: "not_sent" };
    const request = (url.protocol === "http:" ? requestHttp : requestHttps)(url, {
      method: "POST",
      // A connection of its own: one that was kept may be cut at any moment, and what was written
      // to it is in doubt.
      agent: false,
      signal,
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      ca: options.certificateAuthorities,
      headers: {
        ...headers,
        accept: "application/json",
        "accept-encoding": "identity",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Twinlatch",
      },
    });
    const isWritten = watchConnection(request, url.protocol, connectTimeoutMillis);
    const answer = readAnswer(request, maxAnswerBytes);
    request.end(body);
    const answered = await answer;
    if (answered !== undefined) return answered;
    if (!isWritten()) return { outcome: "not_sent" };
    return { outcome: "unknown", reason: signal.aborted ? "timeout" : "connection_lost" };
  };
}

/**
 * Tells whether the request may have left. Node writes nothing before the connection, with its TLS,
 * stands: who was not reached until then was told nothing.
 */
function watchConnection(
  request: ClientRequest,
  protocol: string,
  connectTimeoutMillis: number,
): () => boolean {
  let isConnected = false;
  const timer = setTimeout(() => request.destroy(), connectTimeoutMillis);
  const onConnected = () => {
    isConnected = true;
    clearTimeout(timer);
  };
  request.once("socket", (socket: Socket) => {
    socket.once(protocol === "http:" ? "connect" : "secureConnect", onConnected);
  });
  request.once("close", () => clearTimeout(timer));
  return () => isConnected;
}

/** The answer, whole; undefined when it did not come. */
function readAnswer(request: ClientRequest, maxBytes: number): Promise<ProviderAnswer | undefined> {
  return new Promise((resolve) => {
    // From here on only the body decides: the connection may end before it has been read.
    request.once("response", (response) => resolve(readResponse(response, maxBytes)));
    request.once("close", () => resolve(undefined));
    request.on("error", () => {});
  });
}

async function readResponse(
  response: IncomingMessage,
  maxBytes: number,
): Promise<ProviderAnswer | undefined> {
  try {
    const body = parseJson(await readBody(response, maxBytes));
    return { outcome: "answered", status: response.statusCode ?? 0, body };
  } catch {
    return undefined;
  }
}

/** Undefined where it is too long. @throws when it breaks off */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
