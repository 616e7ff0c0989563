import { Readable } from "node:stream";
import type { SecurityView, SessionEntry } from "@twinlatch/api-contract";
import { testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

let installation: EdgeInstallation;
let ada: EdgeBrowser;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
});
afterEach(() => installation.close());

/** Ada in one more browser. */
async function signInElsewhere(authenticator?: Authenticator): Promise<EdgeBrowser> {
  const browser = new EdgeBrowser(installation);
  const first = expectStatus(await browser.signIn(), 200).json<{ challenge?: { id: string } }>();
  if (authenticator !== undefined) {
    const path = `/challenges/${first.challenge?.id}/verify`;
    expectStatus(await browser.send("POST", path, { body: authenticator.answer() }), 200);
    installation.clock.advance(30_000);
  }
  return browser;
}

async function statusesOf(...browsers: readonly EdgeBrowser[]): Promise<readonly number[]> {
  const responses = await Promise.all(browsers.map((browser) => browser.send("GET", "/session")));
  return responses.map(({ statusCode }) => statusCode);
}

async function listSessions(browser: EdgeBrowser): Promise<readonly SessionEntry[]> {
  const response = expectStatus(await browser.send("GET", "/account/sessions"), 200);
  return response.json<{ sessions: SessionEntry[] }>().sessions;
}

/** Begins and confirms an enrolment; `choice` goes along with the confirmation. */
async function confirmAuthenticator(proving: Authenticator | undefined, choice: object) {
  const request = { body: { label: "New" } };
  const { factor, secret } = expectStatus(
    await ada.sendProved("POST", "/account/factors/totp", request, proving?.answer()),
    201,
  ).json<{ factor: { id: string }; secret: string }>();
  const code = testAuthenticator(installation, factor.id, secret).code();
  const path = `/account/factors/${factor.id}/confirm`;
  expectStatus(await ada.send("POST", path, { body: { code, ...choice } }), 200);
  installation.clock.advance(30_000);
}

describe("R-008: other sessions, when a factor changes", () => {
  it("the first authenticator: they end where that was chosen, and stay where it was not", async () => {
    const others = [await signInElsewhere(), await signInElsewhere()];
    await confirmAuthenticator(undefined, { endOtherSessions: true });
    expect(await statusesOf(ada, ...others)).toEqual([200, 401, 401]);
  });

  it("one more authenticator: the choice is the owner's", async () => {
    const phone = await ada.addAuthenticator();
    const others = [await signInElsewhere(phone), await signInElsewhere(phone)];
    await confirmAuthenticator(phone, { endOtherSessions: false });
    expect(await statusesOf(ada, ...others)).toEqual([200, 200, 200]);
    await confirmAuthenticator(phone, { endOtherSessions: true });
    expect(await statusesOf(ada, ...others)).toEqual([200, 401, 401]);
  });

  it("a removed authenticator: they end whatever anybody wishes", async () => {
    const phone = await ada.addAuthenticator();
    const others = [await signInElsewhere(phone), await signInElsewhere(phone)];
    const path = `/account/factors/${phone.factorId}`;
    expectStatus(await ada.sendProved("DELETE", path, {}, phone.answer()), 204);
    expect(await statusesOf(ada, ...others)).toEqual([200, 401, 401]);
    const security = (await ada.send("GET", "/account/security")).json<SecurityView>();
    expect(security.factors).toEqual([]);
  });
});

describe("the list of sessions", () => {
  it("names each by its browser and place, marks this one, and holds no token", async () => {
    const headers = {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    };
    const other = new EdgeBrowser(installation);
    expectStatus(await other.signIn(undefined, { headers, ip: "203.0.113.9" }), 200);
    installation.clock.advance(60_000);
    const response = await ada.send("GET", "/account/sessions");
    expect(response.body).not.toContain("twl_");
    expect((await listSessions(ada)).map(({ id: _id, ...entry }) => entry)).toMatchObject([
      { isCurrent: true },
      { isCurrent: false, browser: "Firefox", system: "Linux", ip: "203.0.113.9", recovery: false },
    ]);
    expect((await listSessions(other)).find(({ isCurrent }) => isCurrent)?.browser).toBe("Firefox");
  });

  it("R-049: one that is ended is over at once; ending this one takes its cookie along", async () => {
    const other = await signInElsewhere();
    const stolen = (await listSessions(ada)).find(({ isCurrent }) => !isCurrent);
    const path = `/account/sessions/${stolen?.id}`;
    expect((await ada.send("DELETE", path)).statusCode).toBe(204);
    expect(await statusesOf(ada, other)).toEqual([200, 401]);
    expect((await ada.send("DELETE", path)).statusCode).toBe(404);
    const [own] = await listSessions(ada);
    expect((await ada.send("DELETE", `/account/sessions/${own?.id}`)).statusCode).toBe(204);
    expect([...ada.cookies]).toEqual([]);
  });

  it("another account's session is not there, like one that never was", async () => {
    const grace = new EdgeBrowser(installation, "grace@example.org");
    await grace.signUp();
    const [hers] = await listSessions(grace);
    const foreign = await ada.send("DELETE", `/account/sessions/${hers?.id}`);
    const missing = await ada.send("DELETE", "/account/sessions/ses_nothing");
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404]);
    const { requestId: _f, ...foreignBody } = foreign.json<Record<string, unknown>>();
    const { requestId: _m, ...missingBody } = missing.json<Record<string, unknown>>();
    expect(foreignBody).toEqual(missingBody);
    expect((await ada.send("DELETE", "/account/sessions")).statusCode).toBe(204);
    expect(await statusesOf(ada, grace)).toEqual([200, 200]);
  });
});

describe("R-049: a request whose body comes late", () => {
  it("does nothing any more where its session was ended meanwhile", async () => {
    const thief = await signInElsewhere();
    const { promise: isAwaited, resolve: read } = Promise.withResolvers<void>();
    const payload = new Readable({ read: () => read() });
    const late = installation.console.inject({
      method: "DELETE",
      url: "/api/v1/account/sessions",
      headers: {
        host: "localhost:4600",
        cookie: thief.cookieHeader(),
        "content-type": "application/json",
      },
      payload,
    });
    // It was let in by its headers, and its body is waited for.
    await isAwaited;
    expectStatus(await ada.send("DELETE", "/account/sessions"), 204);
    installation.clock.advance(1_000);
    payload.push("{}");
    payload.push(null);
    expect((await late).statusCode).toBe(401);
    expect(await statusesOf(ada, thief)).toEqual([200, 401]);
  });
});
