import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser } from "./edge-browser.ts";
import { type EdgeInstallation, OUTBOX_TOKEN, openEdgeInstallation } from "./edge-installation.ts";

const HOST = { host: "localhost:4600" };
const JSON_TYPE = { "content-type": "application/json" };

/** What has to stand on every answer, whatever it is. */
const REQUIRED = {
  "content-security-policy": expect.stringContaining("require-trusted-types-for 'script'"),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()"),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};

interface InjectedRequest {
  readonly method?: "DELETE" | "OPTIONS" | "POST" | "TRACE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

let installation: EdgeInstallation;
beforeAll(async () => {
  installation = await openEdgeInstallation();
});
afterAll(() => installation.close());

describe("R-088: the headers stand on", () => {
  it.each(CONTRACT_CALLS)(
    "the answer of $method $path to nobody",
    async ({ method, url, body }) => {
      const response = await installation.console.inject({
        method,
        url,
        headers: { ...HOST, ...(body === undefined ? {} : JSON_TYPE) },
        ...(body === undefined ? {} : { payload: body }),
      });
      expect(response.headers).toMatchObject(REQUIRED);
    },
  );

  it("answers to somebody who is signed in", async () => {
    const ada = new EdgeBrowser(installation, "headers@example.org");
    await ada.signUp();
    for (const { method, path, body, name } of CONTRACT_CALLS) {
      if (name === "signOut") continue;
      const response = await ada.send(method, path, body === undefined ? {} : { body });
      expect(response.headers, name).toMatchObject(REQUIRED);
    }
  });

  it.each<[string, number, InjectedRequest]>([
    ["an address where nothing is", 404, { url: "/nothing" }],
    ["an API address where nothing is", 404, { url: "/api/v1/nothing" }],
    ["an asset that is not there", 404, { url: "/assets/nothing.js" }],
    ["a path that escapes", 404, { url: "/assets/..%2findex.html" }],
    ["a path that climbs", 404, { url: "/assets/../../package.json" }],
    ["a path with a second slash", 404, { url: "/assets//index-Dq3x.js" }],
    ["a path with a NUL", 404, { url: "/assets/%00" }],
    ["a path that is no path", 404, { url: "/api/v1/challenges/%zz" }],
    ["an id that is too long", 404, { url: `/api/v1/challenges/${"a".repeat(500)}` }],
    ["a method that is not there", 405, { method: "DELETE", url: "/api/v1/session" }],
    ["TRACE", 405, { method: "TRACE", url: "/api/v1/session" }],
    ["a preflight of another site", 405, { method: "OPTIONS", url: "/api/v1/sign-in" }],
    [
      "a body that is too large",
      413,
      { method: "POST", url: "/api/v1/sign-in", headers: JSON_TYPE, payload: "1".repeat(65_537) },
    ],
    [
      "a body that is no JSON",
      422,
      { method: "POST", url: "/api/v1/sign-in", headers: JSON_TYPE, payload: "{" },
    ],
    [
      "a body of another type",
      415,
      {
        method: "POST",
        url: "/api/v1/sign-in",
        headers: { "content-type": "text/plain" },
        payload: "x",
      },
    ],
    ["another host", 421, { url: "/api/v1/session", headers: { host: "evil.example" } }],
    ["probes", 200, { url: "/healthz" }],
    ["probes of the database", 200, { url: "/readyz" }],
    ["metrics without a setting", 404, { url: "/metrics" }],
    ["the description", 200, { url: "/openapi.json" }],
    ["the outbox", 200, { url: `/dev/outbox?token=${OUTBOX_TOKEN}` }],
    ["the outbox without its token", 404, { url: "/dev/outbox" }],
  ])("the answer to %s (%i)", async (_, status, request) => {
    const response = await installation.console.inject({
      ...request,
      method: request.method ?? "GET",
      headers: { ...HOST, ...request.headers },
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject(REQUIRED);
    const isProblem = response.headers["content-type"]?.toString().includes("problem+json");
    expect(isProblem).toBe(status >= 400);
    expect(isProblem ? response.json() : { status, requestId: "" }).toMatchObject({
      status,
      requestId: expect.any(String),
    });
  });

  it.each([
    ["/", "no-cache"],
    ["/sign-in/second-step", "no-cache"],
    ["/favicon.svg", "no-cache"],
    ["/assets/index-Dq3x.js", "public, max-age=31536000, immutable"],
  ])("the static file %s, which may be kept: %s", async (url, cacheControl) => {
    const response = await installation.console.inject({ url, headers: HOST });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ ...REQUIRED, "cache-control": cacheControl });
  });

  it("the authenticator's origin, whose pages may call the API's", async () => {
    for (const [url, status] of [
      ["/", 404],
      ["/healthz", 200],
    ] as const) {
      const response = await installation.authenticator.inject({
        url,
        headers: { host: "localhost:4601" },
      });
      expect(response.statusCode).toBe(status);
      expect(response.headers).toMatchObject(REQUIRED);
      expect(response.headers["content-security-policy"]).toContain(
        "connect-src 'self' http://localhost:4600;",
      );
    }
  });

  it("faults of ours", async () => {
    const broken = await openEdgeInstallation({
      wrapRules: (rules) => ({
        ...rules,
        unitOfWork: {
          read: () => Promise.reject(new Error("canary of the driver")),
          write: () => Promise.reject(new Error("canary of the driver")),
        },
      }),
    });
    const response = await broken.console.inject({
      method: "POST",
      url: "/api/v1/sign-in",
      headers: HOST,
      payload: { email: "ada@example.org", password: "whatever it is" },
    });
    expect(response.statusCode).toBe(500);
    expect(response.headers).toMatchObject(REQUIRED);
    expect(response.body).not.toContain("canary");
    await broken.close();
  });

  it("TLS is asked for in production, with no word of the development outbox", async () => {
    const production = await openEdgeInstallation({
      env: {
        TWINLATCH_MODE: "production",
        TWINLATCH_PUBLIC_URL: "https://id.example.org",
        TWINLATCH_SECRET_KEYS_FILE: "/etc/keys.json",
        TWINLATCH_SMTP_URL: "smtps://mail.example.org",
      },
    });
    for (const url of ["/healthz", "/api/v1/session", "/nothing"]) {
      const { headers } = await production.console.inject({
        url,
        headers: { host: "id.example.org" },
      });
      expect(headers["strict-transport-security"], url).toBe("max-age=31536000");
    }
    await production.close();
  });
});

describe("R-088: what never becomes a request is answered with the headers too", () => {
  let port: number;
  beforeAll(async () => {
    await installation.console.listen({ host: "127.0.0.1", port: 0 });
    const address = installation.console.server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });

  async function exchange(bytes: string): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    socket.write(bytes);
    return text(socket);
  }

  it.each([
    ["no HTTP", "400", "ehlo\r\n\r\n"],
    ["a method that nobody knows", "400", "HACK / HTTP/1.1\r\nHost: localhost:4600\r\n\r\n"],
    ["two lengths", "400", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    ["headers without end", "431", `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
    [
      "an expectation",
      "417",
      "POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost:4600\r\nExpect: tea\r\nConnection: close\r\n\r\n",
    ],
    ["no host", "400", "GET /api/v1/session HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["no host, in an old way", "400", "GET /api/v1/session HTTP/1.0\r\n\r\n"],
  ])("%s (%s)", async (_, status, bytes) => {
    const answer = await exchange(bytes);
    expect(answer.split(" ")[1]).toBe(status);
    const head = answer.split("\r\n\r\n")[0]?.toLowerCase();
    for (const name of Object.keys(REQUIRED)) expect(head).toContain(`\r\n${name}: `);
  });
});
