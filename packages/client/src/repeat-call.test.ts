import { describe, expect, it } from "vitest";
import { createClient } from "./create-client.ts";

const ANSWER = { params: { id: "chl_1" }, body: { kind: "recovery_code", code: "x" } } as const;

type Line = "lost" | "stopped" | Response;

/** A client whose requests meet these fates in turn; the last one for ever. */
function clientOn(...fates: readonly (() => Line)[]) {
  const sent: { key: string | null; body: unknown }[] = [];
  const client = createClient({
    baseUrl: "https://id.example.org",
    fetch: async (_input, init) => {
      const fate = fates[Math.min(sent.length, fates.length - 1)]!();
      sent.push({ key: new Headers(init?.headers).get("idempotency-key"), body: init?.body });
      if (fate === "lost") throw new TypeError("fetch failed");
      if (fate === "stopped") throw new DOMException("stopped", "AbortError");
      return fate;
    },
  });
  const keys = () => sent.map(({ key }) => key);
  return { client, sent, keys };
}

const lost = () => "lost" as const;
const done = () => new Response('{"status":"signed_in"}');
const badGateway = () => new Response("<h1>Bad gateway</h1>", { status: 502 });

function refused(code: string, status: number) {
  return () => new Response(JSON.stringify({ code, status }), { status });
}

describe("a call that changes something", () => {
  it("R-115: has a key of its own, and others have none", async () => {
    const { client, keys } = clientOn(done);
    await client.call("verifyChallenge", ANSWER);
    await client.call("verifyChallenge", ANSWER);
    await client.call("getSession", {});
    await client.call("signIn", { body: { email: "ada@example.org", password: "x" } });
    const [first, second, ...others] = keys();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    expect(others).toEqual([null, null]);
  });

  it.each([
    ["no answer comes", lost],
    ["a proxy answers in the server's place", badGateway],
  ])("R-115: is sent once more, the same, when %s", async (_, fate) => {
    const { client, sent } = clientOn(fate, done);
    expect(await client.call("verifyChallenge", ANSWER)).toMatchObject({ ok: true });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("R-115: is sent no third time, and keeps its key for when the person tries again", async () => {
    const { client, keys } = clientOn(lost, lost, done);
    const unreachable = { ok: false, problem: { code: "unreachable" } };
    expect(await client.call("verifyChallenge", ANSWER)).toEqual(unreachable);
    expect(await client.call("verifyChallenge", ANSWER)).toMatchObject({ ok: true });
    await client.call("verifyChallenge", ANSWER);
    const [key, ...more] = keys();
    expect(more.slice(0, 2)).toEqual([key, key]);
    expect(more[2]).not.toBe(key);
  });

  it.each([
    ["another body", { ...ANSWER, body: { ...ANSWER.body, code: "y" } }],
    ["another target", { ...ANSWER, params: { id: "chl_2" } }],
    ["a proof", { ...ANSWER, proof: "proof" }],
  ])("R-115: has a new key with %s", async (_, other) => {
    const { client, keys } = clientOn(lost, lost, done);
    await client.call("verifyChallenge", ANSWER);
    await client.call("verifyChallenge", other);
    expect(keys()[2]).not.toBe(keys()[0]);
  });

  it.each([
    ["a refusal", refused("invalid_code", 401), false],
    ["a fault of the server, after which it may have happened", refused("unavailable", 503), true],
  ])("R-115: is not repeated after %s", async (_, fate, keepsKey) => {
    const { client, keys } = clientOn(fate, done);
    await client.call("verifyChallenge", ANSWER);
    expect(keys()).toHaveLength(1);
    await client.call("verifyChallenge", ANSWER);
    expect(keys()[1] === keys()[0]).toBe(keepsKey);
  });

  it("is not repeated when it was stopped, nor what has no key", async () => {
    const stopped = clientOn(() => "stopped" as const);
    await stopped.client.call("verifyChallenge", { ...ANSWER, signal: AbortSignal.abort() });
    expect(stopped.sent).toHaveLength(1);
    const keyless = clientOn(lost);
    await keyless.client.call("signOut", {});
    expect(keyless.sent).toHaveLength(1);
  });
});
