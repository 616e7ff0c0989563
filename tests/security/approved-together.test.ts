import type { Challenge, Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

let installation: EdgeInstallation;
let ada: EdgeBrowser;
let phone: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  phone = await ada.addAuthenticator();
});
afterEach(() => installation.close());

type Sent = Parameters<EdgeBrowser["send"]>;

const CODES: Sent = ["POST", "/account/recovery-codes", {}];
const ENROL: Sent = ["POST", "/account/factors/totp", { body: { label: "Tablet" } }];

function enrol(label: string): Sent {
  return ["POST", "/account/factors/totp", { body: { label } }];
}

/** Sends a request with a header of its own. */
function sendWith(browser: EdgeBrowser, [method, path, request]: Sent, headers: object) {
  return browser.send(method, path, { ...request, headers: { ...headers } });
}

/** Asks for a request, to be approved with the challenge if one is given; brings what it opened. */
async function demand(browser: EdgeBrowser, request: Sent, challengeId?: string) {
  const headers = challengeId === undefined ? {} : { "twinlatch-challenge": challengeId };
  const refused = expectStatus(await sendWith(browser, request, headers), 401);
  return refused.json<Problem & { challenge: Challenge }>();
}

function repeat(browser: EdgeBrowser, request: Sent, proof: string) {
  return sendWith(browser, request, { "twinlatch-proof": proof });
}

function verify(browser: EdgeBrowser, challengeId: string, more: object = {}) {
  const body = { ...phone.answer(), ...more };
  return browser.send("POST", `/challenges/${challengeId}/verify`, { body });
}

async function approve(challengeId: string, more: object = {}): Promise<string> {
  const approved = expectStatus(await verify(ada, challengeId, more), 200);
  return approved.json<{ proof: string }>().proof;
}

describe("requests approved together", () => {
  it("R-053, R-054: are listed in one challenge, and each goes through once", async () => {
    const first = await demand(ada, CODES);
    const second = await demand(ada, ENROL, first.challenge.id);
    const { target } = first;
    const acts = [
      { action: "account.recovery_codes.regenerate", target },
      { action: "account.factor.add", target },
    ];
    expect(first).toMatchObject({ ...acts[0], challenge: { ...acts[0], acts: [acts[0]] } });
    expect(second).toMatchObject({ ...acts[1], challenge: { ...acts[0], acts } });
    expect(second.challenge).toEqual({ ...first.challenge, acts });
    const shown = await ada.send("GET", `/challenges/${first.challenge.id}`);
    expect(shown.json()).toEqual(second.challenge);

    const proof = await approve(first.challenge.id, { acts: 2 });
    const done = [await repeat(ada, CODES, proof), await repeat(ada, ENROL, proof)];
    expect(done.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    const again = [await repeat(ada, CODES, proof), await repeat(ada, ENROL, proof)];
    expect(again.map(({ statusCode }) => statusCode)).toEqual([401, 401]);
  });

  it("R-053: what was slipped in after somebody looked is not approved", async () => {
    const { challenge } = await demand(ada, CODES);
    await demand(ada, ENROL, challenge.id);
    const slipped = await demand(ada, enrol("Thief's"), challenge.id);
    expect(slipped.challenge.acts).toHaveLength(3);
    const proof = await approve(challenge.id, { acts: 2 });
    expect((await repeat(ada, enrol("Thief's"), proof)).statusCode).toBe(401);
    expect((await repeat(ada, ENROL, proof)).statusCode).toBe(201);
  });

  it("R-053: who knows nothing of it approves what the challenge was opened for, and no more", async () => {
    const demanded = await demand(ada, CODES);
    await demand(ada, ENROL, demanded.challenge.id);
    const approved = expectStatus(await verify(ada, demanded.challenge.id), 200);
    const { status, proof, expiresAt, ...more } = approved.json<Record<string, string>>();
    expect([status, typeof expiresAt, more]).toEqual(["approved", "string", {}]);
    expect((await repeat(ada, ENROL, proof ?? "")).statusCode).toBe(401);
    expect((await repeat(ada, CODES, proof ?? "")).statusCode).toBe(201);
  });

  it("are five at most: the sixth gets a challenge of its own", async () => {
    const { challenge } = await demand(ada, CODES);
    for (const label of ["1", "2", "3", "4"]) {
      expect((await demand(ada, enrol(label), challenge.id)).challenge.id).toBe(challenge.id);
    }
    const sixth = await demand(ada, enrol("5"), challenge.id);
    expect(sixth.challenge.id).not.toBe(challenge.id);
    expect(sixth.challenge.acts).toHaveLength(1);
    const proof = await approve(challenge.id, { acts: 5 });
    expect((await repeat(ada, enrol("5"), proof)).statusCode).toBe(401);
    expect((await repeat(ada, enrol("4"), proof)).statusCode).toBe(201);
  });

  it.each([0, -1, 1.5, "2", null, 3, 1e15])(
    "R-014: %j acts are refused, uncompared and uncounted",
    async (acts) => {
      const { challenge } = await demand(ada, CODES);
      await demand(ada, ENROL, challenge.id);
      const before = installation.rows.all();
      const refused = expectStatus(await verify(ada, challenge.id, { acts }), 422);
      expect(refused.json<Problem>()).toMatchObject({
        code: "invalid_request",
        errors: [{ path: "/acts" }],
      });
      const { session: _session, ...after } = installation.rows.all();
      expect(before).toMatchObject(after);
      await approve(challenge.id, { acts: 2 });
    },
  );

  it("are none at sign-in: an answer there that counts some is refused", async () => {
    const stranger = new EdgeBrowser(installation);
    const { challenge } = (await stranger.signIn()).json<{ challenge: Challenge }>();
    expect(challenge.acts).toBeUndefined();
    const refused = await verify(stranger, challenge.id, { acts: 1 });
    expect(refused.json<Problem>()).toMatchObject({ errors: [{ path: "/acts" }] });
    expectStatus(await verify(stranger, challenge.id), 200);
  });
});

describe("R-053: naming a challenge that is not this session's", () => {
  async function inAnotherBrowser(): Promise<EdgeBrowser> {
    const elsewhere = new EdgeBrowser(installation);
    const { challenge } = (await elsewhere.signIn()).json<{ challenge: Challenge }>();
    expectStatus(await verify(elsewhere, challenge.id), 200);
    installation.clock.advance(30_000);
    return elsewhere;
  }
  async function ofSomebodyElse(): Promise<EdgeBrowser> {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    return eve;
  }

  it.each([
    ["in another browser", inAnotherBrowser],
    ["of somebody else", ofSomebodyElse],
  ])("%s is answered as if there were none, and changes nothing there", async (_, open) => {
    const owner = await open();
    const { challenge } = await demand(owner, ENROL);
    const told = await demand(ada, CODES, challenge.id);
    const unknown = await demand(ada, CODES, "chl_aaaaaaaaaaaaaaaaaaaaaaaaaa");
    const withoutIds = ({ challenge: opened, requestId: _r, ...rest }: typeof told) => ({
      ...rest,
      challenge: { ...opened, id: "" },
    });
    expect(withoutIds(told)).toEqual(withoutIds(unknown));
    expect(told.challenge.id).not.toBe(challenge.id);
    const shown = await owner.send("GET", `/challenges/${challenge.id}`);
    expect(shown.json()).toEqual(challenge);
  });

  it("does not stop a thief's session from being told apart: neither spends the other's proof", async () => {
    const elsewhere = await inAnotherBrowser();
    const { challenge } = await demand(ada, CODES);
    await demand(ada, ENROL, challenge.id);
    const proof = await approve(challenge.id, { acts: 2 });
    const stolen = [await repeat(elsewhere, CODES, proof), await repeat(elsewhere, ENROL, proof)];
    expect(stolen.map(({ statusCode }) => statusCode)).toEqual([401, 401]);
    const own = [await repeat(ada, CODES, proof), await repeat(ada, ENROL, proof)];
    expect(own.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  });

  it("is answered so too once a new password has closed what was open", async () => {
    const password = { body: { newPassword: "a rainy walk by the sea" } };
    const { challenge } = await demand(ada, CODES);
    const change: Sent = ["PUT", "/account/password", password];
    await demand(ada, change, challenge.id);
    const proof = await approve(challenge.id, { acts: 2 });
    expectStatus(await repeat(ada, change, proof), 204);
    // Whatever else was approved with it: a new password spends every proof there is.
    expect((await repeat(ada, CODES, proof)).statusCode).toBe(401);
    expect((await demand(ada, ENROL, challenge.id)).challenge.acts).toHaveLength(1);
  });

  it("does not let the password stand in for a code", async () => {
    // Suspending takes the password too, in a session begun with a code.
    const elsewhere = await inAnotherBrowser();
    const suspension: Sent = ["POST", `/account/factors/${phone.factorId}/suspend`, {}];
    const { challenge } = await demand(elsewhere, suspension);
    expect(challenge.factors.map(({ kind }) => kind)).toContain("password");
    const own = await demand(elsewhere, CODES, challenge.id);
    expect(own.challenge.id).not.toBe(challenge.id);
    const byPassword = { kind: "password", code: TEST_PASSWORD };
    const path = `/challenges/${challenge.id}/verify`;
    const approved = expectStatus(await elsewhere.send("POST", path, { body: byPassword }), 200);
    const { proof } = approved.json<{ proof: string }>();
    expect((await repeat(elsewhere, CODES, proof)).statusCode).toBe(401);
  });
});
