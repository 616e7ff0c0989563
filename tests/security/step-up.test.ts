import type { Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser, type EdgeRequest, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

let installation: EdgeInstallation;
let ada: EdgeBrowser;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
});
afterEach(() => installation.close());

const ENROL = ["POST", "/account/factors/totp"] as const;

/** Nothing is suspended here, and nobody was invited. */
const NOTHING_TO_DO = new Set(["account.factor.approve", "account.factor.resume"]);

function withProof(request: EdgeRequest, proof: string): EdgeRequest {
  return { ...request, headers: { "twinlatch-proof": proof } };
}

describe("a call that needs a fresh proof", () => {
  it("R-005: is told which, as RFC 9470 has it, with the challenge already open", async () => {
    const response = await ada.send(...ENROL, { body: { label: "Phone" } });
    expect(response.statusCode).toBe(401);
    expect(response.headers["www-authenticate"]).toBe(
      'Bearer error="insufficient_user_authentication", ' +
        'acr_values="urn:twinlatch:acr:aal1", max_age="300"',
    );
    const { account } = (await ada.send("GET", "/session")).json<{ account: { id: string } }>();
    expect(response.json<Problem>()).toMatchObject({
      code: "step_up_required",
      action: "account.factor.add",
      target: account.id,
      challenge: {
        purpose: "step_up",
        action: "account.factor.add",
        target: account.id,
        factors: [{ id: "password", kind: "password", label: "Password" }],
        defaultFactorId: "password",
      },
    });
  });

  it("R-005: asks for the second factor where there is one, and not for the password", async () => {
    const authenticator = await ada.addAuthenticator();
    const response = await ada.send(...ENROL, { body: {} });
    expect(response.headers["www-authenticate"]).toContain("urn:twinlatch:acr:aal2");
    const { challenge } = response.json<Problem>();
    expect(challenge?.factors).toEqual([
      { id: authenticator.factorId, kind: "totp", label: "Phone" },
    ]);
    const byPassword = await ada.send("POST", `/challenges/${challenge?.id}/verify`, {
      body: { kind: "password", code: TEST_PASSWORD },
    });
    expect(byPassword.json<Problem>()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "/kind" }],
    });
    const factorId = "pho_any";
    const byText = await ada.send("POST", `/challenges/${challenge?.id}/send`, {
      body: { factorId },
    });
    expect(byText.json<Problem>()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "/factorId" }],
    });
  });

  it("R-005: changes nothing without the proof, at any route that wants one", async () => {
    // The installation's only admin may not delete the account, with whatever proof.
    const grace = new EdgeBrowser(installation, "grace@example.org");
    await grace.signUp();
    const { factorId } = await grace.addAuthenticator();
    const { emails } = (await grace.send("GET", "/account/emails")).json<{
      emails: { id: string }[];
    }>();
    const guarded = CONTRACT_CALLS.filter(({ endpoint }) => endpoint.proof !== "none");
    expect(guarded.map(({ endpoint }) => endpoint.proof).toSorted()).toEqual([
      "account.delete",
      "account.email.change",
      "account.email.change",
      "account.email.change",
      "account.factor.add",
      "account.factor.add",
      "account.factor.approve",
      "account.factor.invite",
      "account.factor.remove",
      "account.factor.replace",
      "account.factor.resume",
      "account.factor.suspend",
      "account.password.change",
      "account.recovery_codes.regenerate",
      "account.two_factor.disable",
    ]);
    for (const { method, endpoint, body } of guarded) {
      const id = endpoint.path.includes("/emails/") ? emails[0]?.id : factorId;
      const path = endpoint.path.replace("{id}", id ?? "");
      const before = installation.rows.all();
      const own = body !== undefined && "factorId" in body ? { ...body, factorId } : body;
      const response = await grace.send(method, path, own === undefined ? {} : { body: own });
      const isAbsent = NOTHING_TO_DO.has(endpoint.proof);
      expect(response.json<Problem>().code, path).toBe(isAbsent ? "not_found" : "step_up_required");
      const { challenge: _c, audit_event: _a, ...after } = installation.rows.all();
      expect(before).toMatchObject(after);
    }
  });
});

describe("a proof", () => {
  it("is spent by the request it fits, once", async () => {
    const request = { body: { label: "Phone" } };
    const proof = await ada.prove(...ENROL, request);
    expect((await ada.send(...ENROL, withProof(request, proof))).statusCode).toBe(201);
    expect((await ada.send(...ENROL, withProof(request, proof))).statusCode).toBe(401);
  });

  it("fits however the same body was written, and no other body; then it stays unspent", async () => {
    const authenticator = await ada.addAuthenticator();
    const request = { body: { label: "Phone" } };
    const proof = await ada.prove(...ENROL, request, authenticator.answer());
    const other = await ada.send(...ENROL, withProof({ body: { label: "Thief" } }, proof));
    expect(other.statusCode).toBe(401);
    const none = await ada.send(...ENROL, withProof({ body: {} }, proof));
    expect(none.statusCode).toBe(401);
    const rewritten = await installation.console.inject({
      method: "POST",
      url: "/api/v1/account/factors/totp",
      headers: {
        host: "localhost:4600",
        cookie: ada.cookieHeader(),
        "content-type": "application/json",
        "twinlatch-proof": proof,
      },
      payload: ' { "label" : "Pho\\u006ee" } ',
    });
    expect(rewritten.statusCode).toBe(201);
  });

  it("fits no other action, no other target and no other session; then it stays unspent", async () => {
    const authenticator = await ada.addAuthenticator();
    const removal = ["DELETE", `/account/factors/${authenticator.factorId}`] as const;
    const elsewhere = new EdgeBrowser(installation);
    const first = expectStatus(await elsewhere.signIn(), 200).json<{ challenge: { id: string } }>();
    expectStatus(
      await elsewhere.send("POST", `/challenges/${first.challenge.id}/verify`, {
        body: authenticator.answer(),
      }),
      200,
    );
    installation.clock.advance(30_000);

    const proof = await ada.prove(...removal, {}, authenticator.answer());
    const misused = [
      await ada.send("POST", "/account/recovery-codes", withProof({}, proof)),
      await ada.send(
        "PUT",
        "/account/sign-in-setting",
        withProof({ body: { value: "off" } }, proof),
      ),
      await elsewhere.send(...removal, withProof({}, proof)),
    ];
    expect(misused.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401]);
    expect((await ada.send(...removal, withProof({}, proof))).statusCode).toBe(204);
  });

  it("lives five minutes", async () => {
    const request = { body: {} };
    const late = await ada.prove(...ENROL, request);
    installation.clock.advance(5 * 60_000);
    expect((await ada.send(...ENROL, withProof(request, late))).statusCode).toBe(401);
  });

  it("R-006: is answered for by the session it was opened for, and by nobody else", async () => {
    const demanded = await ada.send(...ENROL, { body: {} });
    const { challenge } = demanded.json<Problem>();
    const grace = new EdgeBrowser(installation, "grace@example.org");
    await grace.signUp();
    const adaElsewhere = new EdgeBrowser(installation);
    await adaElsewhere.signIn();
    for (const stranger of [grace, adaElsewhere]) {
      const shown = await stranger.send("GET", `/challenges/${challenge?.id}`);
      const answered = await stranger.send("POST", `/challenges/${challenge?.id}/verify`, {
        body: { kind: "password", code: TEST_PASSWORD },
      });
      expect([shown.statusCode, answered.statusCode]).toEqual([404, 404]);
    }
  });
});
