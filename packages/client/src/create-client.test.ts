import { describe, expect, expectTypeOf, it } from "vitest";
import { type CallOptions, createClient } from "./create-client.ts";

function answering(status: number, body: string | null, headers: Record<string, string> = {}) {
  const requests: Request[] = [];
  const client = createClient({
    baseUrl: "https://id.example.org",
    token: () => "session-token",
    fetch: async (input, init) => {
      requests.push(new Request(input, init));
      return new Response(body, { status, headers });
    },
  });
  return { client, requests };
}

const problem = {
  type: "about:blank",
  title: "The code is not right",
  status: 401,
  code: "invalid_code",
  requestId: "r1",
};

describe("call", () => {
  it("sends method, path, body, token and proof, and hands back the answer with the server's time", async () => {
    const { client, requests } = answering(200, JSON.stringify({ id: "factor_1" }), {
      date: "Sun, 03 May 2026 14:00:00 GMT",
    });
    const result = await client.call("changeFactor", {
      params: { id: "factor_1" },
      body: { label: "Work phone" },
      proof: "proof-1",
      challenge: "chl_1",
    });
    expect(result).toEqual({
      ok: true,
      answer: { id: "factor_1" },
      serverNowMillis: Date.UTC(2026, 4, 3, 14),
    });
    const [request] = requests;
    expect(request?.method).toBe("PATCH");
    expect(request?.url).toBe("https://id.example.org/api/v1/account/factors/factor_1");
    expect(request?.headers.get("authorization")).toBe("Bearer session-token");
    expect(request?.headers.get("twinlatch-proof")).toBe("proof-1");
    expect(request?.headers.get("twinlatch-challenge")).toBe("chl_1");
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(await request?.json()).toEqual({ label: "Work phone" });
  });

  it("answers undefined where the route has no body, and sends none", async () => {
    const { client, requests } = answering(204, null);
    expect(await client.call("signOut", {})).toEqual({
      ok: true,
      answer: undefined,
      serverNowMillis: null,
    });
    expect(requests[0]?.headers.has("content-type")).toBe(false);
  });

  it("hands back a problem document as a value", async () => {
    const { client } = answering(401, JSON.stringify(problem));
    expect(await client.call("getSession", {})).toEqual({ ok: false, problem });
  });

  it.each([
    ["a proxy's page", 502, "<h1>Bad gateway</h1>"],
    ["JSON that is no problem document", 500, '{"error":"x"}'],
    ["a page with status 200", 200, "<!doctype html>"],
  ])("does not take %s for the server's word", async (_, status, body) => {
    const { client } = answering(status, body);
    expect(await client.call("getSession", {})).toEqual({
      ok: false,
      problem: { code: "unreachable" },
    });
  });

  it("turns a failing network and a stopped call into values", async () => {
    const failing = createClient({
      baseUrl: "",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    });
    expect(await failing.call("getSession", {})).toEqual({
      ok: false,
      problem: { code: "unreachable" },
    });
    const stopped = createClient({
      baseUrl: "",
      fetch: () => Promise.reject(new DOMException("stopped", "AbortError")),
    });
    expect(await stopped.call("getSession", { signal: AbortSignal.abort() })).toEqual({
      ok: false,
      problem: { code: "unreachable" },
    });
  });

  it("lets a fault of ours through", async () => {
    const broken = createClient({ baseUrl: "", fetch: () => Promise.reject(new RangeError("x")) });
    await expect(broken.call("getSession", {})).rejects.toThrow(RangeError);
  });

  it("is typed by the contract: bodies and parameters are asked for where the route takes them", async () => {
    expectTypeOf<CallOptions<"getSession">["body"]>().toEqualTypeOf<undefined>();
    expectTypeOf<CallOptions<"getChallenge">["params"]>().toEqualTypeOf<{ id: string }>();
    const { client } = answering(200, "{}");
    // @ts-expect-error -- a sign-in without a password
    await client.call("signIn", { body: { email: "ada@example.org" } });
    // @ts-expect-error -- a challenge without its id
    await expect(client.call("getChallenge", {})).rejects.toThrow(TypeError);
  });
});
