import type { Endpoint, endpoints } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import type { EdgeInstallation } from "./edge-installation.ts";
import { GUARDED, type GuardedAccount, openGuardedAccount } from "./guarded-account.ts";

const KEY = "idempotency-key";
const HEADERS = { [KEY]: "d9f2c1a40b7e48c6" };

let account: GuardedAccount;
let installation: EdgeInstallation;
let grace: EdgeBrowser;

beforeEach(async () => {
  account = await openGuardedAccount();
  ({ installation, grace } = account);
});
afterEach(() => installation.close());

interface Sent {
  readonly browser: EdgeBrowser;
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a call twice with one key, the answer to the first being lost, and compares what came. */
async function expectSameAgain({ browser, method, path, body, headers }: Sent) {
  const request = { ...(body && { body }), headers: { ...headers, ...HEADERS } };
  const first = await browser.lose(method, path, request);
  expect(first.statusCode, first.body).toBeLessThan(300);
  expect(first.headers["idempotent-replayed"]).toBeUndefined();
  const state = account.readState();
  const events = installation.rows.events();
  const again = await browser.send(method, path, request);
  expect(again.statusCode).toBe(first.statusCode);
  expect(again.body).toBe(first.body);
  expect(again.headers["set-cookie"]).toEqual(first.headers["set-cookie"]);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect(again.headers["cache-control"]).toBe("no-store");
  // It happened once: nothing is spent, counted, recorded, mailed or begun a second time.
  expect(account.readState()).toEqual(state);
  expect(installation.rows.events()).toEqual(events);
  return again;
}

async function signInAsFarAsTicket(email = grace.email) {
  const browser = new EdgeBrowser(installation, email);
  const first = expectStatus(await browser.signIn(), 200);
  return { browser, challengeId: first.json<{ challenge: { id: string } }>().challenge.id };
}

function rightAnswer() {
  installation.clock.advance(30_000);
  return account.phone.answer();
}

function mailedTo(email: string): string {
  return installation.mails.findLast(({ to }) => to === email)?.text ?? "";
}

async function openSecondStep(): Promise<Sent> {
  const { browser, challengeId } = await signInAsFarAsTicket();
  const path = `/challenges/${challengeId}/verify`;
  return { browser, method: "POST", path, body: rightAnswer() };
}

async function openStepUp(): Promise<Sent> {
  const demanded = expectStatus(await grace.send("POST", "/account/recovery-codes"), 401);
  const { challenge } = demanded.json<{ challenge: { id: string } }>();
  const path = `/challenges/${challenge.id}/verify`;
  return { browser: grace, method: "POST", path, body: rightAnswer() };
}

async function beginEnrolment(): Promise<Sent> {
  const browser = new EdgeBrowser(installation, "new@example.org");
  await browser.signUp();
  const enrolled = await browser.sendProved("POST", "/account/factors/totp", { body: {} });
  const { factor, secret } = expectStatus(enrolled, 201).json<{
    factor: { id: string };
    secret: string;
  }>();
  const code = testAuthenticator(installation, factor.id, secret).code();
  const path = `/account/factors/${factor.id}/confirm`;
  return { browser, method: "POST", path, body: { code } };
}

async function beginSignUp(): Promise<Sent> {
  const email = "newer@example.org";
  const browser = new EdgeBrowser(installation, email);
  await browser.send("POST", "/sign-up", { body: { email, password: TEST_PASSWORD } });
  const code = /[0-9]{6}/.exec(mailedTo(email))?.[0];
  return { browser, method: "POST", path: "/sign-up/verify", body: { email, code } };
}

async function beginReset(): Promise<Sent> {
  const browser = new EdgeBrowser(installation, grace.email);
  await browser.send("POST", "/password-reset", { body: { email: grace.email } });
  const token = /#(\S+)/.exec(mailedTo(grace.email))?.[1];
  const body = { token, newPassword: "a rainy walk by the sea" };
  return { browser, method: "POST", path: "/password-reset/complete", body };
}

async function beginEmailAddition(): Promise<Sent> {
  const body = { email: "work@example.org" };
  const call = { method: "POST", path: "/account/emails", body } as const;
  const added = await account.send(call, await account.prove(call));
  const { email } = expectStatus(added, 201).json<{
    email: { id: string };
  }>();
  const code = /\b[0-9]{6}\b/.exec(mailedTo(body.email))?.[0];
  const path = `/account/emails/${email.id}/confirm`;
  return { browser: grace, method: "POST", path, body: { code } };
}

async function acceptInvitation(): Promise<Sent> {
  const call = { method: "POST", path: "/account/factor-invitations", body: undefined } as const;
  const invited = await account.send(call, await account.prove(call));
  const { token: invitationToken } = expectStatus(invited, 201).json<{
    token: string;
  }>();
  const { browser, challengeId } = await signInAsFarAsTicket();
  const path = `/challenges/${challengeId}/invited-factor`;
  const enrolled = await browser.send("POST", path, { body: { invitationToken } });
  const { factorId, secret } = expectStatus(enrolled, 201).json<{
    factorId: string;
    secret: string;
  }>();
  const code = testAuthenticator(installation, factorId, secret).code();
  const body = { invitationToken, factorId, code };
  return { browser, method: "POST", path: `${path}/confirm`, body };
}

async function waitForReplacement(): Promise<Sent> {
  const { factorId } = account.phone;
  const path = "/account/factor-replacement";
  const call = { method: "POST", path, body: { factorId } } as const;
  expectStatus(await account.send(call, await account.prove(call)), 201);
  installation.clock.advance(24 * 3_600_000);
  const first = expectStatus(await grace.signIn(), 200);
  const { challenge } = first.json<{ challenge: { id: string } }>();
  return {
    browser: grace,
    method: "POST",
    path: `/challenges/${challenge.id}/replacement`,
    body: {},
  };
}

async function beginPhone(): Promise<Sent> {
  const call = {
    method: "POST",
    path: "/account/factors/sms",
    body: { phone: "+41791234589" },
  } as const;
  const added = expectStatus(await account.send(call, await account.prove(call)), 201);
  const { id } = added.json<{ factor: { id: string } }>().factor;
  installation.clock.advance(30_000);
  return { browser: grace, method: "POST", path: `/account/factors/${id}/send`, body: {} };
}

async function waitForText(): Promise<Sent> {
  const { path } = await beginPhone();
  const code = /[0-9]{6}/.exec(installation.texts.at(-1)?.text ?? "")?.[0];
  const confirmation = path.replace("/send", "/confirm");
  expectStatus(await grace.send("POST", confirmation, { body: { code } }), 200);
  const { browser, challengeId } = await signInAsFarAsTicket();
  const body = { factorId: path.split("/")[3] };
  return { browser, method: "POST", path: `/challenges/${challengeId}/send`, body };
}

/** Repeatable calls that need no proof, each ready to be sent. */
const OTHERS: Partial<Record<keyof typeof endpoints, () => Promise<Sent>>> = {
  verifyChallenge: openSecondStep,
  confirmFactor: beginEnrolment,
  sendCode: waitForText,
  sendEnrolmentCode: beginPhone,
  verifySignUp: beginSignUp,
  completePasswordReset: beginReset,
  confirmEmail: beginEmailAddition,
  confirmInvitedFactor: acceptInvitation,
  completeReplacement: waitForReplacement,
};

describe("a call repeated with its key", () => {
  it.each(GUARDED.filter(({ endpoint }) => endpoint.isRepeatable))(
    "R-115: $method $endpoint.path is answered the same, and happens once",
    async (each) => {
      const call = account.prepare(each);
      const headers = { "twinlatch-proof": await account.prove(call) };
      await expectSameAgain({ browser: grace, ...call, headers });
    },
  );

  it.each(Object.entries(OTHERS))(
    "R-115: %s is answered the same, and happens once",
    async (_, open) => {
      await expectSameAgain(await open());
    },
  );

  it("R-115: a step-up is, although its first answer renewed the session that the second comes with", async () => {
    const call = await openStepUp();
    const { proof } = (await expectSameAgain(call)).json<{ proof: string }>();
    const made = await grace.send("POST", "/account/recovery-codes", {
      headers: { "twinlatch-proof": proof },
    });
    expect(made.statusCode).toBe(201);
  });

  it("R-115: a client without cookies gets the same tokens again", async () => {
    const { browser, challengeId } = await signInAsFarAsTicket();
    const ticket = browser.cookies.get("__Host-twinlatch_ticket") ?? "";
    browser.cookies.clear();
    const headers = { authorization: `Bearer ${ticket}` };
    const path = `/challenges/${challengeId}/verify`;
    const call = { browser, method: "POST", path, body: rightAnswer(), headers } as const;
    const { sessionToken } = (await expectSameAgain(call)).json<{ sessionToken: string }>();
    const session = await browser.send("GET", "/session", {
      headers: { authorization: `Bearer ${sessionToken}` },
    });
    expect(session.statusCode).toBe(200);
  });

  it("R-115: every repeatable route was tried, and which guarded one is none is known", () => {
    const tried = [
      ...GUARDED.filter(({ endpoint }) => endpoint.isRepeatable).map(({ name }) => name),
      ...Object.keys(OTHERS),
    ];
    const repeatable = CONTRACT_CALLS.filter(({ endpoint }) => endpoint.isRepeatable);
    expect(tried.toSorted()).toEqual(repeatable.map(({ name }) => name).toSorted());
    // It ends the session, so that its repetition is told that nobody is signed in.
    const others = GUARDED.filter(({ endpoint }) => endpoint.isRepeatable !== true);
    expect(others.map(({ name }) => name)).toEqual(["deleteAccount"]);
  });
});

describe("a wrong code repeated with its key", () => {
  it("R-115: is refused the same, and counted once", async () => {
    const call = await openSecondStep();
    const { answer, wrongCode } = account.phone;
    const right = answer();
    const request = { body: { ...right, code: wrongCode() }, headers: HEADERS };
    const count = () => installation.rows.all()["challenge"]?.map(({ attempts }) => attempts);
    expectStatus(await call.browser.send("POST", call.path, request), 401);
    const counted = count();
    const events = installation.rows.events();
    for (let repeated = 0; repeated < 10; repeated += 1) {
      const again = await call.browser.send("POST", call.path, request);
      expect(again.json<{ code: string }>().code).toBe("invalid_code");
    }
    expect(count()).toEqual(counted);
    expect(installation.rows.events()).toEqual(events);
    const key = { [KEY]: "another-key-of-its-own" };
    const answered = await call.browser.send("POST", call.path, {
      body: right,
      headers: key,
    });
    expect(answered.statusCode).toBe(200);
  });
});

describe("a session that a sign-in replaced", () => {
  it("R-047: is ended by the repetition where the first try did not come to it", async () => {
    const { tokenHash, unitOfWork } = installation.deps;
    const digest = tokenHash.digest(grace.cookies.get("__Host-twinlatch_session") ?? "");
    const find = () => unitOfWork.read(({ sessions }) => sessions.findByTokenDigest(digest));
    const old = await find();
    const first = expectStatus(await grace.signIn(), 200);
    const path = `/challenges/${first.json<{ challenge: { id: string } }>().challenge.id}/verify`;
    const request = { body: rightAnswer(), headers: HEADERS };
    expectStatus(await grace.lose("POST", path, request), 200);
    expect(await find()).toBeUndefined();
    // As if the process had been killed between the two.
    await unitOfWork.write(({ sessions }) => sessions.insert(old!.session));
    expectStatus(await grace.send("POST", path, request), 200);
    expect(await find()).toBeUndefined();
    expect((await grace.send("GET", "/session")).statusCode).toBe(200);
  });
});
