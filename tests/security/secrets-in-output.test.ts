import { hash } from "node:crypto";
import { TEST_NUMBER, TEST_PASSWORD } from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** Every form in which a secret could slip into a text. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString("hex"),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** Words that a person wrote and nobody else may read. */
const WRONG_PASSWORD = "canary password ü/+&";
const UNKNOWN_FIELD = "canaryField";

describe("R-083: nothing that was logged, at the lowest level, holds", () => {
  let installation: EdgeInstallation;
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    installation = await openEdgeInstallation();
    const ada = new EdgeBrowser(installation);
    await ada.signUp();
    secrets.set("the mailed code", /[0-9]{6}/.exec(installation.mails[0]?.text ?? "")?.[0] ?? "");
    secrets.set("the first session", ada.cookies.get("__Host-twinlatch_session") ?? "");
    const phone = await ada.addAuthenticator();
    secrets.set("the set-up key", phone.secret);
    phone.recoveryCodes.forEach((code, index) => secrets.set(`recovery code ${index + 1}`, code));
    const proof = await ada.prove("POST", "/account/recovery-codes", {}, phone.answer());
    secrets.set("a proof", proof);
    const spent = phone.code();
    secrets.set("a code", spent);

    const thief = new EdgeBrowser(installation);
    await thief.signIn(WRONG_PASSWORD);
    const first = expectStatus(await thief.signIn(), 200).json<{ challenge: { id: string } }>();
    secrets.set("a ticket", thief.cookies.get("__Host-twinlatch_ticket") ?? "");
    for (const body of [
      { kind: "totp", factorId: phone.factorId, code: spent },
      { kind: "totp", factorId: phone.factorId, code: "canary" },
      { kind: "recovery_code", code: phone.recoveryCodes[0] },
    ]) {
      await thief.send("POST", `/challenges/${first.challenge.id}/verify`, { body });
    }
    secrets.set("a session", thief.cookies.get("__Host-twinlatch_session") ?? "");
    secrets.set("the password", TEST_PASSWORD);
    secrets.set("a wrong password", WRONG_PASSWORD);
    secrets.set("an unknown field", UNKNOWN_FIELD);
    await thief.send("POST", "/sign-in", { body: { [UNKNOWN_FIELD]: WRONG_PASSWORD } });
    await thief.send("GET", `/challenges/${WRONG_PASSWORD}?code=${spent}`);
    await installation.console.inject({
      url: `/${UNKNOWN_FIELD}?token=${proof}`,
      headers: { host: `${UNKNOWN_FIELD}.example`, "user-agent": UNKNOWN_FIELD, referer: proof },
    });
    await installation.console.inject({
      method: "POST",
      url: "/api/v1/sign-in",
      headers: { host: "localhost:4600", "content-type": "application/json" },
      payload: `{"password":"${WRONG_PASSWORD}`,
    });
  });
  afterAll(() => installation.close());

  it("any of the planted secrets, in any encoding", () => {
    const output = installation.logLines.join("");
    // The search would find them if they were there: each is something, and much was logged.
    expect(secrets.size).toBe(18);
    expect([...secrets.values()].every((secret) => secret.length >= 6)).toBe(true);
    expect(installation.logLines.length).toBeGreaterThan(15);
    const found = [...secrets].filter(([, secret]) =>
      encodings(secret).some((form) => output.includes(form)),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });

  it("anything but the fields of the closed list", () => {
    const names = new Set(installation.logLines.flatMap((line) => Object.keys(JSON.parse(line))));
    expect([...names].toSorted()).toEqual([
      "durationMillis",
      "event",
      "level",
      "method",
      "requestId",
      "route",
      "status",
      "time",
    ]);
  });

  it("a path as it was asked for: routes are named by their pattern", () => {
    const routes = new Set(
      installation.logLines.map((line) => JSON.parse(line).route).filter(Boolean),
    );
    expect([...routes].filter((route) => /chl_|fac_|canary/.test(route))).toEqual([]);
    expect(routes).toContain("/api/v1/challenges/:id/verify");
    expect(routes).toContain("none");
  });
});

describe("R-004: no answer but the first holds", () => {
  it("the set-up key or a recovery code", async () => {
    const installation = await openEdgeInstallation();
    const ada = new EdgeBrowser(installation);
    await ada.signUp();
    const phone = await ada.addAuthenticator();
    const shown = [phone.secret, ...phone.recoveryCodes];
    const readable = ["/session", "/account/security"];
    for (const path of readable) {
      const { body, headers } = expectStatus(await ada.send("GET", path), 200);
      expect(shown.filter((secret) => body.includes(secret))).toEqual([]);
      expect(headers["cache-control"]).toBe("no-store");
    }
    const renamed = await ada.send("PATCH", `/account/factors/${phone.factorId}`, {
      body: { label: "Old phone" },
    });
    expect(shown.filter((secret) => renamed.body.includes(secret))).toEqual([]);
    await installation.close();
  });
});

describe("R-077: whoever has the database searches it in vain for", () => {
  it("the number that somebody is adding, also by the hash of the request", async () => {
    const installation = await openEdgeInstallation();
    const ada = new EdgeBrowser(installation);
    await ada.signUp();
    const bodies = [{ phone: TEST_NUMBER }, { label: "Mine", phone: TEST_NUMBER }];
    for (const body of bodies) {
      expectStatus(await ada.send("POST", "/account/factors/sms", { body }), 401);
      expectStatus(await ada.sendProved("POST", "/account/factors/sms", { body }), 201);
      installation.clock.advance(60_000);
    }
    const others = { label: "App" };
    expectStatus(await ada.send("POST", "/account/factors/totp", { body: others }), 401);
    const stored = JSON.stringify(installation.rows.all());
    const hashOf = (body: object) => hash("sha256", JSON.stringify(body), "base64url");
    // What can be guessed of other requests is found in this way: there it tells nothing.
    expect(stored).toContain(hashOf(others));
    for (const body of bodies) expect(stored).not.toContain(hashOf(body));
    expect(stored).not.toContain(TEST_NUMBER);
    await installation.close();
  });
});
