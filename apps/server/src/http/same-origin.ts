import type { FastifyRequest } from "fastify";

/** What an origin is known by. */
export interface OwnOrigins {
  /** Values of the Host header, lower case. */
  readonly hosts: ReadonlySet<string>;
  /** Values of the Origin header. */
  readonly origins: ReadonlySet<string>;
}

/**
 * What a server at `publicUrl` is known by; in development also by the loopback names of its port.
 */
export function ownOrigins(publicUrl: string, loopbackPort: number | undefined): OwnOrigins {
  const { origin, host, port, protocol } = new URL(publicUrl);
  const explicit = port === "" ? `${host}:${protocol === "https:" ? 443 : 80}` : host;
  const loopback =
    loopbackPort === undefined
      ? []
      : ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${loopbackPort}`);
  return {
    hosts: new Set([host, explicit, ...loopback]),
    origins: new Set([origin, ...loopback.map((name) => `http://${name}`)]),
  };
}

/**
 * Whether the request names this server. A page elsewhere whose name was made to resolve to this
 * address (DNS rebinding) sends its own name, whatever else it can forge.
 */
export function isKnownHost(request: FastifyRequest, own: OwnOrigins): boolean {
  const { host } = request.headers;
  return host !== undefined && own.hosts.has(host.toLowerCase());
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const OWN_SITES: ReadonlySet<string> = new Set(["same-origin", "none"]);

/**
 * Whether a page elsewhere made a browser send this change, with the cookies of its user or to sign
 * them in as somebody else. Browsers say where a request comes from: `same-site` is refused
 * too, since cookies ignore ports. Where neither header is there, it is no browser.
 */
export function isCrossSiteChange(request: FastifyRequest, own: OwnOrigins): boolean {
  if (SAFE_METHODS.has(request.method)) return false;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return typeof site !== "string" || !OWN_SITES.has(site);
  const { origin } = request.headers;
  return origin !== undefined && !own.origins.has(origin);
}
