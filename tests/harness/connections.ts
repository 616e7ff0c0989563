import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { type Client, createClient } from "@twinlatch/client";

export interface ConnectionOptions {
  /** How many stay open side by side. Default 1: requests go one after the other. */
  readonly count?: number;
  /** Where they come from: any address of 127.0.0.0/8. Default: the system's choice. */
  readonly localAddress?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps cookies and sends them back, as a browser does. Default false. */
  readonly keepsCookies?: boolean;
  /** Stands between the caller and the wire, and sees every exchange. */
  readonly watch?: (send: typeof fetch) => typeof fetch;
}

/** Kept-alive connections to one server, from one address. */
export interface Connections {
  /** Origin of the server. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** A client of the contract over these connections. `token` is asked at every call. */
  client(token?: string | (() => string | undefined)): Client;
  close(): void;
}

/** Opens connections to a server; each is made when first needed. */
export function openConnections(baseUrl: string, options: ConnectionOptions = {}): Connections {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: options.count ?? 1,
    ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
  });
  const jar = options.keepsCookies === true ? new Map<string, string>() : undefined;
  const send: typeof fetch = async (input, init) => {
    if (typeof input !== "string") throw new TypeError("These connections take URLs as text");
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    if (jar !== undefined && jar.size > 0) headers.set("cookie", writeCookies(jar));
    const response = await exchange(agent, input, init ?? {}, headers);
    if (jar !== undefined) keepCookies(jar, response.headers.getSetCookie());
    return response;
  };
  const watched = options.watch?.(send) ?? send;
  return {
    baseUrl,
    fetch: watched,
    client: (token) =>
      createClient({
        baseUrl,
        fetch: watched,
        ...(token === undefined ? {} : { token: () => (isFunction(token) ? token() : token) }),
      }),
    close: () => agent.destroy(),
  };
}

function isFunction<T>(value: string | (() => T)): value is () => T {
  return typeof value === "function";
}

async function exchange(
  agent: Agent,
  url: string,
  { method = "GET", body, signal }: RequestInit,
  headers: Headers,
): Promise<Response> {
  try {
    return await new Promise<Response>((resolve, reject) => {
      const outgoing = request(url, {
        agent,
        method,
        headers: Object.fromEntries(headers),
        ...(signal ? { signal } : {}),
      });
      outgoing.once("error", reject);
      outgoing.once("response", (incoming) => {
        const status = incoming.statusCode ?? 0;
        const received = new Headers();
        for (const [name, values] of Object.entries(incoming.headersDistinct)) {
          for (const value of values ?? []) received.append(name, value);
        }
        text(incoming).then(
          (content) =>
            resolve(new Response(status === 204 ? null : content, { status, headers: received })),
          reject,
        );
      });
      outgoing.end(typeof body === "string" ? body : undefined);
    });
  } catch (cause) {
    // What fetch throws when there is no answer.
    throw new TypeError("fetch failed", { cause });
  }
}

function writeCookies(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

function keepCookies(jar: Map<string, string>, headers: readonly string[]): void {
  for (const header of headers) {
    const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(header) ?? [];
    if (/;\s*max-age=0(;|$)/i.test(header)) jar.delete(name);
    else jar.set(name, value);
  }
}
