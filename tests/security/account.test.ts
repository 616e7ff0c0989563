import { hash } from "node:crypto";
import type { Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const NEW = "a rainy walk by the sea";

let installation: EdgeInstallation;
let bob: EdgeBrowser;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  await new EdgeBrowser(installation, "admin@example.org").signUp();
  bob = new EdgeBrowser(installation, "bob@example.org");
  await bob.signUp();
});
afterEach(() => installation.close());

describe("the password over HTTP", () => {
  it("is changed with a proof for exactly this new one, and the session goes on", async () => {
    const request = { body: { newPassword: NEW } };
    const proof = await bob.prove("PUT", "/account/password", request);
    const headers = { "twinlatch-proof": proof };
    const other = { body: { newPassword: `${NEW}!` }, headers };
    expect((await bob.send("PUT", "/account/password", other)).statusCode).toBe(401);
    expectStatus(await bob.send("PUT", "/account/password", { ...request, headers }), 204);
    expectStatus(await bob.send("GET", "/session"), 200);
    const elsewhere = new EdgeBrowser(installation, bob.email);
    expect((await elsewhere.signIn()).statusCode).toBe(401);
    expect((await elsewhere.signIn(NEW)).statusCode).toBe(200);
  });

  it("R-083: leaves no hash of the new one that could be searched without a key", async () => {
    const request = { body: { newPassword: NEW } };
    await bob.prove("PUT", "/account/password", request);
    const dump = JSON.stringify(installation.rows.all());
    for (const text of [NEW, JSON.stringify({ newPassword: NEW })]) {
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(dump).not.toContain(hash("sha256", text, encoding));
      }
    }
    expect(dump).not.toContain(NEW);
  });

  it("R-080: is refused at the field that is wrong", async () => {
    for (const newPassword of ["1234567", "common password", bob.email]) {
      const response = await bob.send("PUT", "/account/password", { body: { newPassword } });
      expectStatus(response, 422);
      expect(response.json<Problem>().errors?.map(({ path }) => path)).toEqual(["/newPassword"]);
    }
    const reset = { body: { token: "twl_reset_guessed", newPassword: "1234567" } };
    const response = expectStatus(await bob.send("POST", "/password-reset/complete", reset), 422);
    expect(response.json<Problem>().errors).toMatchObject([{ path: "/newPassword" }]);
  });

  it("R-050: forgotten, is answered alike for every address, to the byte", async () => {
    const stranger = new EdgeBrowser(installation, "eve@example.org");
    const answers = [];
    for (const email of [bob.email, "nobody@example.org", "NOBODY@EXAMPLE.ORG"]) {
      const response = await stranger.send("POST", "/password-reset", { body: { email } });
      const { date: _date, ...headers } = response.headers;
      answers.push([response.statusCode, response.body, headers]);
    }
    expect(answers[0]).toEqual([202, '{"status":"check_email"}', expect.anything()]);
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it("forgotten, is asked for 300 times a minute from one address at most", async () => {
    const ask = () =>
      bob.send("POST", "/password-reset", { body: { email: "a@example.org" }, ip: "192.0.2.44" });
    const statuses = [];
    for (let each = 0; each < 301; each += 1) statuses.push((await ask()).statusCode);
    expect(statuses.filter((status) => status === 202)).toHaveLength(300);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("deleting the account over HTTP", () => {
  it("R-049: takes the cookie away, and every session is over", async () => {
    const elsewhere = new EdgeBrowser(installation, bob.email);
    expectStatus(await elsewhere.signIn(), 200);
    expectStatus(await bob.sendProved("DELETE", "/account", {}), 204);
    expect([...bob.cookies.keys()]).not.toContain("__Host-twinlatch_session");
    expect((await elsewhere.send("GET", "/session")).statusCode).toBe(401);
    expect((await elsewhere.signIn(TEST_PASSWORD)).statusCode).toBe(401);
    await bob.signUp();
    const { factors } = (await bob.send("GET", "/account/security")).json<{ factors: [] }>();
    expect(factors).toEqual([]);
  });

  it("is refused to the only admin with a code of its own", async () => {
    const admin = new EdgeBrowser(installation, "admin@example.org");
    expectStatus(await admin.signIn(), 200);
    const response = await admin.send("DELETE", "/account");
    expect([response.statusCode, response.json<Problem>().code]).toEqual([409, "last_admin"]);
  });
});

describe("the addresses over HTTP", () => {
  it("R-006: of another account are as absent as unknown ones", async () => {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const { emails } = (await bob.send("GET", "/account/emails")).json<{
      emails: { id: string; isPrimary: boolean; status: string }[];
    }>();
    expect(emails).toMatchObject([{ email: bob.email, isPrimary: true, status: "confirmed" }]);
    const own = emails[0]?.id ?? "";
    for (const id of [own, "eml_unknown"]) {
      const removed = await eve.send("DELETE", `/account/emails/${id}`);
      const preferred = await eve.send("PATCH", `/account/emails/${id}`, {
        body: { isPrimary: true },
      });
      const confirmed = await eve.send("POST", `/account/emails/${id}/confirm`, {
        body: { code: "123456" },
      });
      expect([removed, preferred, confirmed].map(({ statusCode }) => statusCode)).toEqual([
        404, 404, 404,
      ]);
    }
    const last = await bob.sendProved("DELETE", `/account/emails/${own}`, {});
    expect([last.statusCode, last.json<Problem>().code]).toEqual([409, "last_email"]);
  });
});
