import { readFileSync } from "node:fs";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHANGES } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const NEW = "a rainy walk by the sea";
const DEVICE = "__Host-twinlatch_device";

let installation: EdgeInstallation;
/** Has a second factor. */
let ada: EdgeBrowser;
let phone: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
/** Knows whatever a way in needs, but holds no second factor. */
let eve: EdgeBrowser;
let people = 0;

beforeAll(async () => {
  installation = await openEdgeInstallation();
});
afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  ada = new EdgeBrowser(installation, `ada-${people}@example.org`);
  await ada.signUp();
  phone = await ada.addAuthenticator();
  eve = new EdgeBrowser(installation, ada.email);
});

interface FirstStep {
  readonly status: string;
  readonly challenge: {
    readonly id: string;
    readonly factors: readonly { readonly kind: string }[];
  };
  readonly ticket?: string;
}

/** The password is right, and it is not enough: the challenge, which no guess answers. */
async function expectChallenge(password: string, email = ada.email): Promise<FirstStep> {
  const browser = new EdgeBrowser(installation, email);
  const first = expectStatus(await browser.signIn(password), 200).json<FirstStep>();
  expect(first.status).toBe("second_step");
  expect(first.challenge.factors.map(({ kind }) => kind)).toEqual(["totp", "recovery_code"]);
  expect([...browser.cookies.keys()]).toEqual(["__Host-twinlatch_ticket"]);
  for (const [kind, code] of [
    ["totp", phone.wrongCode()],
    ["password", password],
  ] as const) {
    const body = { kind, ...(kind === "totp" && { factorId: phone.factorId }), code };
    const answered = await browser.send("POST", `/challenges/${first.challenge.id}/verify`, {
      body,
    });
    expect(answered.statusCode).not.toBe(200);
  }
  expect((await browser.send("GET", "/session")).statusCode).toBe(401);
  return first;
}

function mailedToken(email: string): string {
  const mail = installation.mails.findLast(
    ({ to, text }) => to === email && text.includes("#twl_reset_"),
  );
  return /#(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
}

async function addEmail(email: string): Promise<void> {
  const request = { body: { email } };
  const added = await ada.sendProved("POST", "/account/emails", request, phone.answer());
  const { id } = expectStatus(added, 201).json<{ email: { id: string } }>().email;
  const mail = installation.mails.findLast(({ to }) => to === email);
  const code = /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0];
  expectStatus(await ada.send("POST", `/account/emails/${id}/confirm`, { body: { code } }), 200);
}

/** Every documented way in, walked to its end by somebody without the second factor. */
const WALKS: Readonly<Record<string, () => Promise<unknown>>> = {
  "Signing in": () => expectChallenge(TEST_PASSWORD),

  "Signing in without cookies": async () => {
    const body = { email: ada.email, password: TEST_PASSWORD, session: "token" };
    const response = expectStatus(await eve.send("POST", "/sign-in", { body }), 200);
    const first = response.json<FirstStep>();
    expect(first).toMatchObject({ status: "second_step", ticket: expect.any(String) });
    expect(response.body).not.toContain("sessionToken");
    const bearer = { headers: { authorization: `Bearer ${first.ticket}` } };
    expect((await eve.send("GET", "/session", bearer)).statusCode).toBe(401);
  },

  "A code by text message": async () => {
    const browser = new EdgeBrowser(installation, ada.email);
    const response = expectStatus(await browser.signIn(TEST_PASSWORD), 200);
    const path = `/challenges/${response.json<FirstStep>().challenge.id}`;
    const body = { factorId: "pho_of_somebody_else" };
    expect((await browser.send("POST", `${path}/send`, { body })).statusCode).toBe(422);
    const guess = { kind: "sms", factorId: body.factorId, code: "123456" };
    expect((await browser.send("POST", `${path}/verify`, { body: guess })).statusCode).toBe(422);
  },

  "A trusted device": async () => {
    const request = { body: { value: "once_per_device" } };
    const path = "/account/sign-in-setting";
    expectStatus(await ada.sendProved("PUT", path, request, phone.answer()), 200);
    installation.clock.advance(30_000);
    await expectChallenge(TEST_PASSWORD);
    const first = expectStatus(await ada.signIn(), 200).json<FirstStep>();
    const body = { ...phone.answer(), trustDevice: true };
    const verify = `/challenges/${first.challenge.id}/verify`;
    expectStatus(await ada.send("POST", verify, { body }), 200);
    eve.cookies.set(DEVICE, ada.cookies.get(DEVICE) ?? "");
    expect((await ada.signIn()).json()).toEqual({ status: "signed_in", trustedDevice: true });
    expect((await ada.send("GET", "/session")).json()).toMatchObject({
      acr: "urn:twinlatch:acr:aal1",
    });
    installation.clock.advance(30_000);
    expect((await eve.signIn()).json<FirstStep>().status).toBe("second_step");
    await expectChallenge(TEST_PASSWORD);
  },

  "A forgotten password": async () => {
    expectStatus(await eve.send("POST", "/password-reset", { body: { email: ada.email } }), 202);
    const body = { token: mailedToken(ada.email), newPassword: NEW };
    const done = expectStatus(await eve.send("POST", "/password-reset/complete", { body }), 204);
    expect(done.cookies).toEqual([]);
    await expectChallenge(NEW);
  },

  "Signing up for an address that has an account": async () => {
    const body = { email: ada.email, password: NEW };
    expectStatus(await eve.send("POST", "/sign-up", { body }), 202);
    expect(installation.mails.at(-1)?.text).not.toMatch(/\b[0-9]{6}\b/);
    for (const code of ["000000", "123456"]) {
      const verify = { body: { email: ada.email, code } };
      expect((await eve.send("POST", "/sign-up/verify", verify)).statusCode).toBe(401);
    }
    await expectChallenge(TEST_PASSWORD);
  },

  "Another address of the account": async () => {
    const work = `work-${people}@example.org`;
    await addEmail(work);
    await expectChallenge(TEST_PASSWORD, work);
    const begun = await eve.send("POST", "/password-reset", { body: { email: work } });
    expectStatus(begun, 202);
    const body = { token: mailedToken(work), newPassword: NEW };
    expectStatus(await eve.send("POST", "/password-reset/complete", { body }), 204);
    await expectChallenge(NEW, work);
  },

  "A changed password": async () => {
    const request = { body: { newPassword: NEW } };
    const changed = await ada.sendProved("PUT", "/account/password", request, phone.answer());
    expectStatus(changed, 204);
    await expectChallenge(NEW);
  },

  "A replaced authenticator": async () => {
    const { challenge } = await expectChallenge(TEST_PASSWORD);
    const path = `/challenges/${challenge.id}/replacement`;
    const bare = await eve.send("POST", path, { body: {} });
    expect(bare.statusCode).toBe(401);
    // Nor for the holder of the ticket, who is not the browser that asked 24 hours before.
    const first = expectStatus(await eve.signIn(), 200).json<FirstStep>();
    for (const body of [{}, { replacementToken: `twl_replacement_${"a".repeat(52)}` }]) {
      const own = await eve.send("POST", `/challenges/${first.challenge.id}/replacement`, { body });
      expect(own.statusCode).toBe(404);
    }
  },

  "An invitation to a second person": async () => {
    const invited = await ada.sendProved("POST", "/account/factor-invitations", {}, phone.answer());
    const { link, token: invitationToken } = expectStatus(invited, 201).json<{
      link: string;
      token: string;
    }>();
    // S3: behind #, where it reaches no server.
    expect(link).toBe(`https://twinlatch.test/invitation#${invitationToken}`);
    const first = expectStatus(await eve.signIn(), 200).json<FirstStep>();
    const path = `/challenges/${first.challenge.id}/invited-factor`;
    const guess = { body: { invitationToken: "twl_invitation_guessed" } };
    expect((await eve.send("POST", path, guess)).statusCode).toBe(404);
    const enrolled = expectStatus(await eve.send("POST", path, { body: { invitationToken } }), 201);
    const { factorId, secret } = enrolled.json<{ factorId: string; secret: string }>();
    const theirs = testAuthenticator(installation, factorId, secret);
    const body = { invitationToken, factorId, code: theirs.code() };
    const confirmed = expectStatus(await eve.send("POST", `${path}/confirm`, { body }), 200);
    expect(confirmed.json()).toMatchObject({ status: "awaiting_approval" });
    installation.clock.advance(30_000);
    // Nobody has approved it yet.
    const again = expectStatus(await eve.signIn(), 200).json<FirstStep>();
    const answer = { kind: "totp", factorId, code: theirs.code() };
    const answered = await eve.send("POST", `/challenges/${again.challenge.id}/verify`, {
      body: answer,
    });
    expect(answered.statusCode).toBe(404);
    await expectChallenge(TEST_PASSWORD);
  },
};

interface DocumentedWay {
  readonly way: string;
  readonly routes: readonly string[];
}

function readDocumentedWays(): readonly DocumentedWay[] {
  const file = new URL("../../docs/integrate/README.md", import.meta.url);
  const [, section = ""] = readFileSync(file, "utf8").split("## Ways in\n");
  const [table = ""] = section.split("\n## ");
  const rows = [...table.matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm)].slice(1);
  return rows.map(([, way = "", routes = ""]) => ({
    way,
    routes: [...routes.matchAll(/`([^`]+)`/g)].map(([, route = ""]) => route),
  }));
}

describe("every way in ends at the second step", () => {
  it.each(Object.entries(WALKS))("R-046: %s", async (_, walk) => {
    await walk();
    for (const path of ["/session", "/account/security"]) {
      expect((await eve.send("GET", path)).statusCode).toBe(401);
    }
  });

  it("R-046: each of which is documented, and no other is", () => {
    expect(readDocumentedWays().map(({ way }) => way)).toEqual(Object.keys(WALKS));
  });

  it("R-046: over the routes that are open to strangers and ticket holders, all of them", () => {
    const open = CHANGES.filter(({ endpoint }) => endpoint.access !== "session");
    const found = open.map(({ method, endpoint }) => `${method} ${endpoint.path}`);
    const documented = new Set(readDocumentedWays().flatMap(({ routes }) => routes));
    expect([...documented].toSorted()).toEqual(found.toSorted());
    expect(found.length).toBeGreaterThan(5);
  });
});
