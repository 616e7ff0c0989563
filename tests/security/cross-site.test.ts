import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANGES, CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser } from "./edge-browser.ts";
import { type EdgeInstallation, OUTBOX_TOKEN, openEdgeInstallation } from "./edge-installation.ts";

/** What a browser says of a request that a page elsewhere made it send. */
const STRANGERS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ["another port of this host", { "sec-fetch-site": "same-site", origin: "http://localhost:4601" }],
  ["an older browser", { "sec-fetch-site": "", origin: "https://evil.example" }],
  ["a frame without origin", { "sec-fetch-site": "", origin: "null" }],
];

let installation: EdgeInstallation;
let ada: EdgeBrowser;

beforeAll(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  await ada.addAuthenticator();
});
afterAll(() => installation.close());

/** The browser sends along what it has, as it would. */
function strangeHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { "sec-fetch-site": site = "", ...rest } = headers;
  return {
    host: "localhost:4600",
    cookie: ada.cookieHeader(),
    ...(site === "" ? {} : { "sec-fetch-site": site }),
    ...rest,
  };
}

describe.each(STRANGERS)("R-089: %s", (_, stranger) => {
  it.each(CHANGES)("changes nothing by $method $path", async ({ method, url, body }) => {
    const before = installation.rows.all();
    const response = await installation.console.inject({
      method,
      url,
      headers: { ...strangeHeaders(stranger), "content-type": "application/json" },
      payload: JSON.stringify(body ?? {}),
    });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: "cross_site_request" });
    expect(response.headers["set-cookie"]).toBeUndefined();
    expect(installation.rows.all()).toEqual(before);
  });
});

describe("R-089: what a form can send", () => {
  it.each([
    ["application/x-www-form-urlencoded", `email=ada@example.org&password=${TEST_PASSWORD}`],
    ["text/plain", JSON.stringify({ email: "ada@example.org", password: TEST_PASSWORD })],
    ["multipart/form-data; boundary=x", "--x--"],
  ])("is refused for its type %s, even from our own page", async (type, payload) => {
    const before = installation.rows.all();
    const response = await installation.console.inject({
      method: "POST",
      url: "/api/v1/sign-in",
      headers: { host: "localhost:4600", "sec-fetch-site": "same-origin", "content-type": type },
      payload,
    });
    expect(response.statusCode).toBe(415);
    expect(installation.rows.all()).toEqual(before);
  });

  it.each(["x-http-method-override", "x-http-method", "x-method-override"])(
    "does not become another method by %s",
    async (header) => {
      const response = await installation.console.inject({
        method: "POST",
        url: "/api/v1/session",
        headers: { ...strangeHeaders({}), [header]: "GET" },
      });
      expect(response.statusCode).toBe(405);
    },
  );
});

describe("R-089: reading", () => {
  const urls = [
    ...CONTRACT_CALLS.map(({ url }) => url),
    "/",
    "/sign-in",
    "/account/security",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/dev/outbox",
    `/dev/outbox.json?token=${OUTBOX_TOKEN}`,
    "/nothing",
  ];

  it("changes nothing, wherever a signed-in browser is sent", async () => {
    // When a session was last used is noted every 30 seconds; this is the one time.
    await ada.send("GET", "/session");
    const before = installation.rows.all();
    for (const url of urls) {
      for (const method of ["GET", "HEAD"] as const) {
        await installation.console.inject({ method, url, headers: strangeHeaders({}) });
      }
    }
    expect(installation.rows.all()).toEqual(before);
  });

  it("is not granted to other sites: no answer names an origin, and no preflight is answered", async () => {
    for (const url of urls) {
      for (const method of ["GET", "OPTIONS"] as const) {
        const response = await installation.console.inject({
          method,
          url,
          headers: {
            ...strangeHeaders({ origin: "https://evil.example" }),
            "access-control-request-method": "POST",
          },
        });
        const granted = Object.keys(response.headers).filter((name) => name.startsWith("access-"));
        expect(granted, url).toEqual([]);
      }
    }
  });
});

describe("R-089: our own page and clients that are no browser", () => {
  it.each([
    ["our page", { "sec-fetch-site": "same-origin" }],
    ["our page in an older browser", { "sec-fetch-site": "", origin: "http://localhost:4600" }],
    ["a program", { "sec-fetch-site": "" }],
  ])("%s may", async (_, headers) => {
    const response = await installation.console.inject({
      method: "POST",
      url: "/api/v1/account/recovery-codes/acknowledge",
      headers: strangeHeaders(headers),
    });
    expect(response.statusCode).toBe(204);
  });
});

describe("R-090: a page whose name was made to lead here", () => {
  it.each(CONTRACT_CALLS)("is answered by nothing at $method $path", async ({ method, url }) => {
    const response = await installation.console.inject({
      method,
      url,
      headers: { host: "rebound.evil.example:4600", cookie: ada.cookieHeader() },
    });
    expect(response.statusCode).toBe(421);
    expect(response.json()).toMatchObject({ code: "unknown_host" });
  });

  it("reads no outbox", async () => {
    const response = await installation.console.inject({
      url: `/dev/outbox.json?token=${OUTBOX_TOKEN}`,
      headers: { host: "rebound.evil.example:4600" },
    });
    expect(response.statusCode).toBe(421);
  });

  it("finds its name in no link: what the server builds is built from its settings", async () => {
    const response = await installation.console.inject({
      url: "/openapi.json",
      headers: { host: "localhost:4600", "x-forwarded-host": "evil.example" },
    });
    expect(response.body).not.toContain("evil.example");
  });
});

describe("R-090: the outbox of development", () => {
  it("is read with its token, on this machine", async () => {
    const read = (url: string, remoteAddress: string) =>
      installation.console.inject({ url, remoteAddress, headers: { host: "localhost:4600" } });
    const url = `/dev/outbox.json?token=${OUTBOX_TOKEN}`;
    expect((await read(url, "127.0.0.1")).json()).toEqual([]);
    expect((await read(url, "::1")).statusCode).toBe(200);
    expect((await read(url, "192.0.2.1")).statusCode).toBe(404);
    expect((await read("/dev/outbox.json?token=wrong", "127.0.0.1")).statusCode).toBe(404);
    expect((await read("/dev/outbox.json", "127.0.0.1")).statusCode).toBe(404);
    expect((await read("/dev/outbox", "127.0.0.1")).statusCode).toBe(404);
  });
});
