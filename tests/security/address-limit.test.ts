import type { Problem } from "@twinlatch/api-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, type EdgeRequest } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** Failures an address block may have in a minute. */
const LIMIT = 300;

let installation: EdgeInstallation;
let somebody: EdgeBrowser;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  somebody = new EdgeBrowser(installation);
});
afterEach(() => installation.close());

/** Guesses at the code of a sign-up that there is not. */
async function fail(request: EdgeRequest = {}) {
  const body = { email: "ada@example.org", code: "000000", signUpToken: "none" };
  return somebody.send("POST", "/sign-up/verify", { ...request, body });
}

async function failTimes(times: number, request: (n: number) => EdgeRequest): Promise<void> {
  for (let n = 0; n < times; n += 1) await fail(request(n));
}

describe("R-038: an address that fails 300 times in a minute", () => {
  it("waits, is told how long, and goes on after that", async () => {
    await failTimes(LIMIT, () => ({ ip: "192.0.2.1" }));
    const refused = await somebody.signIn("whatever it is", { ip: "192.0.2.1" });
    expect(refused.statusCode).toBe(429);
    expect(refused.headers["retry-after"]).toBe("60");
    expect(refused.json<Problem>()).toMatchObject({
      code: "too_many_requests",
      retryAfterSeconds: 60,
    });
    installation.advanceAddressClock(60_000);
    const heard = await somebody.signIn("whatever it is", { ip: "192.0.2.1" });
    expect(heard.json<Problem>().code).toBe("invalid_credentials");
  });

  it("keeps nobody else waiting", async () => {
    await failTimes(LIMIT, () => ({ ip: "192.0.2.1" }));
    const other = await somebody.signIn("whatever it is", { ip: "192.0.2.2" });
    expect(other.json<Problem>().code).toBe("invalid_credentials");
  });

  it("is the same address whatever it forwards", async () => {
    await failTimes(LIMIT, (n) => ({
      ip: "192.0.2.1",
      headers: {
        "x-forwarded-for": `198.51.100.${n % 250}`,
        forwarded: `for=198.51.100.${n % 250}`,
        "x-real-ip": `198.51.100.${n % 250}`,
        "cf-connecting-ip": `198.51.100.${n % 250}`,
      },
    }));
    expect((await somebody.signIn("x", { ip: "192.0.2.1" })).statusCode).toBe(429);
  });

  it("is the same address anywhere in its /64, and another one beside it", async () => {
    await failTimes(LIMIT, (n) => ({ ip: `2001:db8:1:2:${n.toString(16)}::1` }));
    expect((await somebody.signIn("x", { ip: "2001:db8:1:2:ffff::9" })).statusCode).toBe(429);
    expect((await somebody.signIn("x", { ip: "2001:db8:1:3::1" })).statusCode).toBe(401);
  });

  it("R-090: cannot be made to wait by the page of another site", async () => {
    const crossSite = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    for (let n = 0; n < LIMIT; n += 1) {
      await somebody.send("GET", "/nothing", { ip: "192.0.2.1", headers: crossSite });
      await somebody.send("POST", "/sign-out", { ip: "192.0.2.1", headers: crossSite });
    }
    const heard = await somebody.signIn("whatever it is", { ip: "192.0.2.1" });
    expect(heard.json<Problem>().code).toBe("invalid_credentials");
  });

  it("is still shown pages and probes", async () => {
    await failTimes(LIMIT, () => ({ ip: "192.0.2.1" }));
    for (const url of ["/", "/healthz"]) {
      const response = await installation.console.inject({
        url,
        remoteAddress: "192.0.2.1",
        headers: { host: "localhost:4600" },
      });
      expect(response.statusCode).toBe(200);
    }
  });
});

describe("behind a configured proxy", () => {
  beforeEach(async () => {
    await installation.close();
    installation = await openEdgeInstallation({
      env: { TWINLATCH_TRUSTED_PROXIES: "10.0.0.0/8" },
    });
    somebody = new EdgeBrowser(installation);
  });

  const from = (forwarded: string): EdgeRequest => ({
    ip: "10.1.2.3",
    headers: { "x-forwarded-for": forwarded },
  });

  it("R-038: it is the client's address that is counted, not the proxy's", async () => {
    await failTimes(LIMIT, () => from("198.51.100.1"));
    expect((await somebody.signIn("x", from("198.51.100.1"))).statusCode).toBe(429);
    expect((await somebody.signIn("x", from("198.51.100.2"))).statusCode).toBe(401);
  });

  it("R-038: what the client itself claims to have forwarded counts for nothing", async () => {
    await failTimes(LIMIT, (n) => from(`203.0.113.${n % 250}, 198.51.100.1`));
    expect((await somebody.signIn("x", from("203.0.113.99, 198.51.100.1"))).statusCode).toBe(429);
  });

  it("R-038: what is no address is the proxy's own, and reaches neither limit nor record", async () => {
    await somebody.signIn("x", from("<script>alert(1)</script>"));
    expect(installation.rows.events().at(-1)?.ip).toBe("10.1.2.3");
  });
});

it("a page that asks whether it is signed in, and forms filled in wrongly, are no failures", async () => {
  for (let n = 0; n < LIMIT + 10; n += 1) {
    await somebody.send("GET", "/session", { ip: "192.0.2.1" });
    await somebody.send("POST", "/sign-in", { ip: "192.0.2.1", body: {} });
  }
  expect((await somebody.signIn("x", { ip: "192.0.2.1" })).statusCode).toBe(401);
});

describe("an address that begins 300 sign-ups in a minute", () => {
  const signUp = (n: number, ip: string) =>
    somebody.send("POST", "/sign-up", {
      ip,
      body: { email: `person-${n}@example.org`, password: "a sunny walk by the lake" },
    });

  it("begins no more for a while, and signs in all the same", async () => {
    for (let n = 0; n < LIMIT; n += 1) await signUp(n, "192.0.2.1");
    const refused = await signUp(LIMIT, "192.0.2.1");
    expect(refused.statusCode).toBe(429);
    expect(refused.headers["retry-after"]).toBe("60");
    expect((await signUp(LIMIT, "192.0.2.2")).statusCode).toBe(202);
    const heard = await somebody.signIn("whatever it is", { ip: "192.0.2.1" });
    expect(heard.json<Problem>().code).toBe("invalid_credentials");
    installation.advanceAddressClock(60_000);
    expect((await signUp(LIMIT + 1, "192.0.2.1")).statusCode).toBe(202);
  });
});
