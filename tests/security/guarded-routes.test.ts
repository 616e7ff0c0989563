import { Agent, METHODS, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { API_BASE, type Problem } from "@twinlatch/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  GUARDED,
  type GuardedAccount,
  openGuardedAccount,
  type Prepared,
} from "./guarded-account.ts";

let account: GuardedAccount;
let agent: Agent;
/** Where each origin of the server listens. */
let origins: readonly { readonly name: "console" | "authenticator"; readonly port: number }[];

beforeAll(async () => {
  account = await openGuardedAccount();
  agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { console, authenticator } = account.installation;
  await Promise.all(
    [console, authenticator].map((app) => app.listen({ host: "127.0.0.1", port: 0 })),
  );
  origins = [
    { name: "console", port: portOf(console.server.address()) },
    { name: "authenticator", port: portOf(authenticator.server.address()) },
  ];
});
afterAll(async () => {
  agent?.destroy();
  await account?.installation.close();
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  return address.port;
}

interface WireRequest {
  readonly method: string;
  /** As it stands in the request line: nothing is normalised on the way. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly payload?: string | undefined;
}

interface WireAnswer {
  /** 0 where the connection was closed without one. */
  readonly status: number;
  readonly authenticate: string;
  readonly body: string;
}

const CLOSED: WireAnswer = { status: 0, authenticate: "", body: "" };

/** Sends a request over the wire, with the cookies of the signed-in browser. */
async function sendRaw(
  { method, target, headers, payload }: WireRequest,
  origin = origins[0],
): Promise<WireAnswer> {
  const isAuthenticator = origin?.name === "authenticator";
  const sent = request({
    agent,
    host: "127.0.0.1",
    port: origin?.port,
    method,
    path: target,
    headers: {
      host: isAuthenticator ? "localhost:4601" : "localhost:4600",
      "sec-fetch-site": "same-origin",
      cookie: account.grace.cookieHeader(),
      ...(payload === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
      ...headers,
    },
  });
  return new Promise((resolve) => {
    sent.on("error", () => resolve(CLOSED));
    sent.on("connect", (_response, socket) => {
      socket.destroy();
      resolve(CLOSED);
    });
    sent.on("response", (response) => {
      const authenticate = response.headers["www-authenticate"] ?? "";
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, authenticate, body }),
        () => resolve(CLOSED),
      );
    });
    sent.end(payload);
  });
}

function payloadOf({ body }: Prepared): { readonly payload?: string } {
  return body === undefined ? {} : { payload: JSON.stringify(body) };
}

/** Every way to write the address of a route, and what else servers take for it. */
function aliasesOf(path: string): readonly string[] {
  const url = `${API_BASE}${path}`;
  const [, first = "", ...rest] = path.split("/");
  const hex = first.charCodeAt(0).toString(16);
  const under = (head: string) => `${API_BASE}/${[head, ...rest].join("/")}`;
  return [
    ...["/", "//", "/.", "/./", "%2f", "%00", "%20", "%09", ";a=1", ".json", "?", "#x", "\\"].map(
      (end) => `${url}${end}`,
    ),
    `${url}?_method=DELETE`,
    `/${url}`,
    `${API_BASE}/${path}`,
    `${API_BASE}/.${path}`,
    `${API_BASE}/x/..${path}`,
    `${API_BASE}/%2e${path}`,
    `${API_BASE}/x/%2e%2e${path}`,
    `${API_BASE}%2F${path.slice(1)}`,
    `${API_BASE}%5C${path.slice(1)}`,
    `${API_BASE}%c0%af${path.slice(1)}`,
    `${API_BASE}%ef%bc%8f${path.slice(1)}`,
    `${API_BASE}${path.toUpperCase()}`,
    `${API_BASE.toUpperCase()}${path}`,
    url.toUpperCase(),
    under(`%${hex}${first.slice(1)}`),
    under(`%${hex.toUpperCase()}${first.slice(1)}`),
    under(`%25${hex}${first.slice(1)}`),
    under(first.charAt(0).toUpperCase() + first.slice(1)),
    ...["/api", "/api/v0", "/api/v2", "/api/V1", "/api/v1.0", "/v1", ""].map(
      (base) => `${base}${path}`,
    ),
    `http://localhost:4600${url}`,
    `http://example.org${url}`,
  ];
}

/** What else may name another method, path or version than the request line. */
function overridesOf({ method, path }: Prepared): readonly Readonly<Record<string, string>>[] {
  const url = `${API_BASE}${path}`;
  return [
    { "x-http-method-override": method, "x-http-method": method, "x-method-override": method },
    { "x-original-url": url, "x-rewrite-url": url, "x-original-uri": url },
    { "x-forwarded-prefix": API_BASE, "x-forwarded-uri": url },
    { "accept-version": "1.0.0", "api-version": "0", "x-api-version": "2" },
    { accept: "application/vnd.twinlatch.v0+json" },
  ];
}

/** Several requests in one, as servers take them. */
function batchesOf({ method, path, body }: Prepared): readonly WireRequest[] {
  const url = `${API_BASE}${path}`;
  const one = { method, path: url, url, relative_url: url, body, headers: {} };
  const part = `--x\r\nContent-Type: application/http\r\n\r\n${method} ${url} HTTP/1.1\r\n\r\n\r\n--x--`;
  const mixed = { "content-type": "multipart/mixed; boundary=x" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const places = ["/batch", "/$batch", "/api/batch", `${API_BASE}/batch`, `${API_BASE}/$batch`];
  return [
    ...[...places, API_BASE, `${API_BASE}/`, url].flatMap((target) => [
      { method: "POST", target, payload: JSON.stringify([one, one]) },
      { method: "POST", target, payload: JSON.stringify({ requests: [one], batch: [one] }) },
      { method: "POST", target, payload: part, headers: mixed },
    ]),
    { method, target: url, payload: JSON.stringify([body ?? {}, body ?? {}]) },
    { method: "POST", target: url, payload: `_method=${method}`, headers: form },
    { method, target: url, payload: JSON.stringify(body ?? {}), headers: form },
    { method, target: url, payload: "{}", headers: { "content-type": "text/plain" } },
  ];
}

const CHANGES = ["POST", "PUT", "PATCH", "DELETE"] as const;

/** Every request that could pass for the call without being it, or while being it. */
function formsOf(call: Prepared): readonly WireRequest[] {
  const target = `${API_BASE}${call.path}`;
  const payload = payloadOf(call);
  const aliases = [target, ...aliasesOf(call.path)];
  return [
    ...aliases.flatMap((alias) => METHODS.map((method) => ({ method, target: alias, ...payload }))),
    ...overridesOf(call).flatMap((headers) => [
      ...[...CHANGES, "GET"].map((method) => ({ method, target, headers, ...payload })),
      { method: "POST", target: `${API_BASE}/account/language`, headers, ...payload },
      { method: "GET", target: `${API_BASE}/session`, headers },
    ]),
    ...batchesOf(call),
  ];
}

const INSUFFICIENT =
  /^Bearer error="insufficient_user_authentication", acr_values="[^"]+", max_age="300"$/;

describe("without a proof, whatever the form of the request", () => {
  it.each(GUARDED)(
    "R-052: $method $endpoint.path does nothing, by any verb, alias, version or batch",
    async (each) => {
      const call = account.prepare(each);
      const before = account.readState();
      const unexpected: string[] = [];
      let demands = 0;
      for (const form of formsOf(call)) {
        // Demands for a proof count as failures of an address; here none of them is told to wait.
        account.installation.advanceAddressClock(1_000);
        const answer = await sendRaw(form);
        const isDemand = answer.body.includes('"step_up_required"');
        if (isDemand) demands += 1;
        const isRefused = answer.status === 0 || answer.status >= 400;
        const isRead = ["GET", "HEAD"].includes(form.method);
        const isAnswered = isDemand ? INSUFFICIENT.test(answer.authenticate) : isRefused || isRead;
        if (!isAnswered || answer.status >= 500 || answer.status === 429) {
          unexpected.push(`${form.method} ${form.target} ${answer.status}`);
        }
      }
      expect(unexpected).toEqual([]);
      expect(demands).toBeGreaterThan(0);
      expect(account.readState()).toEqual(before);
    },
    600_000,
  );

  it("R-052: the authenticator's origin knows none of the routes, by any verb", async () => {
    const before = account.readState();
    for (const call of GUARDED.map((each) => account.prepare(each))) {
      for (const method of METHODS) {
        const wire = { method, target: `${API_BASE}${call.path}`, ...payloadOf(call) };
        const { status } = await sendRaw(wire, origins[1]);
        expect([0, 400, 404, 405], `${method} ${call.path}`).toContain(status);
      }
    }
    expect(account.readState()).toEqual(before);
  });

  it("R-052: the same call does something once it has its proof", async () => {
    const before = account.readState();
    const [each] = GUARDED.filter(({ name }) => name === "regenerateRecoveryCodes");
    const call = account.prepare(each!);
    const proof = await account.prove(call);
    const wire = { method: call.method, target: `${API_BASE}${call.path}` };
    const { status } = await sendRaw({ ...wire, headers: { "twinlatch-proof": proof } });
    expect(status).toBe(201);
    expect(account.readState()).not.toEqual(before);
  });
});

/** Everywhere a proof could be put but in its header. */
const WRONG_PLACES: Record<string, (proof: string, call: Prepared) => Partial<WireRequest>> = {
  "in the query": (proof, { path }) => ({
    target: `${API_BASE}${path}?proof=${proof}&Twinlatch-Proof=${proof}`,
  }),
  "in the body": (proof, { body }) => ({
    payload: JSON.stringify({ ...body, proof, "Twinlatch-Proof": proof }),
  }),
  "in a cookie": (proof) => ({
    headers: {
      cookie: `${account.grace.cookieHeader()}; twinlatch-proof=${proof}; proof=${proof}`,
    },
  }),
  "as another header": (proof) => ({
    headers: { "x-twinlatch-proof": proof, twinlatch_proof: proof, proof },
  }),
  "twice in its header": (proof) => ({ headers: { "twinlatch-proof": [proof, proof] } }),
  "with more in its header": (proof) => ({ headers: { "twinlatch-proof": `Bearer ${proof}` } }),
  "as the challenge to be approved with": (proof) => ({
    headers: { "twinlatch-challenge": proof },
  }),
};

describe("with its proof in the wrong place", () => {
  it.each(Object.entries(WRONG_PLACES))("R-052: %s, no call does anything", async (_, place) => {
    const { prepare, prove, readState, send } = account;
    const [each] = GUARDED.filter(({ name }) => name === "enrolTotp");
    const call = prepare(each!);
    const proof = await prove(call);
    const before = readState();
    const wire = { method: call.method, target: `${API_BASE}${call.path}`, ...payloadOf(call) };
    const { status } = await sendRaw({ ...wire, ...place(proof, call) });
    expect([401, 422]).toContain(status);
    expect(readState()).toEqual(before);
    const done = await send(call, proof);
    expect(done.body).not.toContain('"step_up_required"' satisfies `"${Problem["code"]}"`);
  });
});
