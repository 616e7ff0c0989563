import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { isCrossSiteChange, isKnownHost, ownOrigins } from "./same-origin.ts";

const own = ownOrigins("https://id.example.org", undefined);
const developing = ownOrigins("http://localhost:4600", 4600);

async function judge(method: "GET" | "POST", headers: Record<string, string>, at = own) {
  const app = fastify();
  app.route({
    method,
    url: "/",
    handler: async (request) => ({
      isCrossSite: isCrossSiteChange(request, at),
      isKnown: isKnownHost(request, at),
    }),
  });
  const response = await app.inject({ method, url: "/", headers });
  return response.json<{ isCrossSite: boolean; isKnown: boolean }>();
}

describe("isCrossSiteChange", () => {
  it.each([
    ["its own page", { "sec-fetch-site": "same-origin" }, false],
    ["the address bar", { "sec-fetch-site": "none" }, false],
    ["another site", { "sec-fetch-site": "cross-site" }, true],
    ["another port or subdomain", { "sec-fetch-site": "same-site" }, true],
    ["a value that there is not yet", { "sec-fetch-site": "same-planet" }, true],
    ["two values at once", { "sec-fetch-site": "same-origin, cross-site" }, true],
    ["an older browser on its own page", { origin: "https://id.example.org" }, false],
    ["an older browser on another site", { origin: "https://evil.example" }, true],
    ["a name that only begins like ours", { origin: "https://id.example.org.evil.example" }, true],
    ["our host without TLS", { origin: "http://id.example.org" }, true],
    ["a sandboxed frame", { origin: "null" }, true],
    [
      "a page that claims our origin",
      { "sec-fetch-site": "cross-site", origin: "https://id.example.org" },
      true,
    ],
    ["no browser", {}, false],
  ])("R-089: a change from %s", async (_, headers, isCrossSite) => {
    const verdict = await judge("POST", headers);
    expect(verdict.isCrossSite).toBe(isCrossSite);
  });

  it("R-089: reading is not a change", async () => {
    const verdict = await judge("GET", { "sec-fetch-site": "cross-site" });
    expect(verdict.isCrossSite).toBe(false);
  });
});

describe("isKnownHost", () => {
  it.each([
    ["id.example.org", true],
    ["ID.example.org", true],
    ["id.example.org:443", true],
    ["id.example.org:8443", false],
    ["id.example.org.", false],
    ["rebound.evil.example", false],
    ["localhost:4600", false],
  ])("R-090: in production %s: %s", async (host, isKnown) => {
    expect((await judge("GET", { host })).isKnown).toBe(isKnown);
  });

  it.each([
    ["localhost:4600", true],
    ["127.0.0.1:4600", true],
    ["[::1]:4600", true],
    ["localhost:4601", false],
    ["rebound.evil.example:4600", false],
  ])("R-090: in development %s: %s", async (host, isKnown) => {
    expect((await judge("GET", { host }, developing)).isKnown).toBe(isKnown);
  });
});
