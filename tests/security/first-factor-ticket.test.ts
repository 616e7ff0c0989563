import type { Problem } from "@twinlatch/api-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

let installation: EdgeInstallation;
let authenticator: Authenticator;
/** A browser with the password, and nothing more. */
let browser: EdgeBrowser;
let challengeId: string;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  const ada = new EdgeBrowser(installation);
  await ada.signUp();
  authenticator = await ada.addAuthenticator();
  browser = new EdgeBrowser(installation);
  const first = expectStatus(await browser.signIn(), 200);
  challengeId = first.json<{ challenge: { id: string } }>().challenge.id;
});
afterEach(() => installation.close());

function answer(code = authenticator.code()) {
  return { body: { kind: "totp", factorId: authenticator.factorId, code } };
}

describe("R-043: after the password", () => {
  it("there is a ticket, and no session", async () => {
    expect([...browser.cookies.keys()]).toEqual(["__Host-twinlatch_ticket"]);
  });

  it("the ticket opens no route of the API description but its own challenge", async () => {
    const description = await installation.console.inject({
      url: "/openapi.json",
      headers: { host: "localhost:4600" },
    });
    const { paths } = description.json<{ paths: Record<string, Record<string, unknown>> }>();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const called: string[] = [];
    const token = browser.cookies.get("__Host-twinlatch_ticket") ?? "";
    for (const { endpoint, method, path, body } of CONTRACT_CALLS) {
      called.push(`${method} /api/v1${endpoint.path}`);
      // What everybody may call gains nothing by a ticket; the challenge's own routes come below.
      if (endpoint.access !== "session") continue;
      const request = body === undefined ? {} : { body };
      const headers = { authorization: `Bearer ${token}`, cookie: "" };
      const byCookie = await browser.send(method, path, request);
      const byHeader = await browser.send(method, path, { ...request, headers });
      expect([byCookie.statusCode, byHeader.statusCode], path).toEqual([401, 401]);
      expect(byCookie.json<Problem>().code).toBe("not_signed_in");
    }
    expect(called.toSorted()).toEqual(described.toSorted());
  });

  it("the ticket is no session by another name, wherever it is put", async () => {
    const ticket = browser.cookies.get("__Host-twinlatch_ticket") ?? "";
    const disguises = [
      { cookie: `__Host-twinlatch_session=${ticket}` },
      { cookie: `__Host-twinlatch_session=${ticket.replace("ticket", "session")}` },
      { authorization: `Bearer ${ticket.replace("ticket", "session")}` },
    ];
    for (const headers of disguises) {
      expect((await browser.send("GET", "/session", { headers })).statusCode).toBe(401);
    }
  });

  it("R-045: no word of the client makes it more: the second step itself does", async () => {
    const claims = { "x-mfa": "done", "x-mfa-required": "false", "x-user-id": "acc_1" };
    const asked = await browser.send("GET", "/account/security", { headers: claims });
    expect(asked.statusCode).toBe(401);
    expectStatus(await browser.send("POST", `/challenges/${challengeId}/verify`, answer()), 200);
    expect((await browser.send("GET", "/account/security")).statusCode).toBe(200);
  });
});

describe("R-044: the ticket", () => {
  it("shows its challenge, and to nobody else", async () => {
    const own = expectStatus(await browser.send("GET", `/challenges/${challengeId}`), 200);
    expect(own.json()).toMatchObject({
      id: challengeId,
      purpose: "sign_in",
      factors: [{ id: authenticator.factorId, kind: "totp" }, { kind: "recovery_code" }],
      defaultFactorId: authenticator.factorId,
    });
    const other = new EdgeBrowser(installation);
    await other.signIn();
    const foreign = await other.send("GET", `/challenges/${challengeId}`);
    const missing = await other.send("GET", `/challenges/chl_${"a".repeat(26)}`);
    const { requestId: _f, ...foreignProblem } = foreign.json<Problem>();
    const { requestId: _m, ...missingProblem } = missing.json<Problem>();
    expect(foreignProblem).toEqual(missingProblem);
    expect(foreign.statusCode).toBe(404);
  });

  it("answers its challenge only: not from another browser, not for another one's", async () => {
    const other = new EdgeBrowser(installation);
    await other.signIn();
    const foreign = await other.send("POST", `/challenges/${challengeId}/verify`, answer());
    expect(foreign.statusCode).toBe(404);
    const nobody = new EdgeBrowser(installation);
    const without = await nobody.send("POST", `/challenges/${challengeId}/verify`, answer());
    expect(without.statusCode).toBe(401);
    // Neither try spent the code.
    expectStatus(await browser.send("POST", `/challenges/${challengeId}/verify`, answer()), 200);
  });

  it("mints one session, whatever arrives together", async () => {
    const request = answer();
    const tries = await Promise.all(
      Array.from({ length: 50 }, () =>
        new EdgeBrowser(installation).send("POST", `/challenges/${challengeId}/verify`, {
          ...request,
          headers: { cookie: browser.cookieHeader() },
        }),
      ),
    );
    expect(tries.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const { session } = installation.rows.all();
    // Ada's own, and this one.
    expect(session).toHaveLength(2);
  });

  it("is over after ten minutes", async () => {
    installation.clock.advance(10 * 60_000);
    const late = await browser.send("POST", `/challenges/${challengeId}/verify`, answer());
    expect(late.statusCode).toBe(410);
    expect(late.json()).toMatchObject({ code: "challenge_closed" });
  });

  it("is taken away with the session it made", async () => {
    expectStatus(await browser.send("POST", `/challenges/${challengeId}/verify`, answer()), 200);
    expect([...browser.cookies.keys()]).toEqual([
      "__Host-twinlatch_session",
      "__Host-twinlatch_browser",
    ]);
  });
});
