import type { Problem } from "@twinlatch/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANGES } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

let installation: EdgeInstallation;
let ada: EdgeBrowser;
let authenticator: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
/** Waits for its second step. */
let waiting: EdgeBrowser;
let challengeId: string;

beforeAll(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  authenticator = await ada.addAuthenticator();
  waiting = new EdgeBrowser(installation);
  const first = expectStatus(await waiting.signIn(), 200);
  challengeId = first.json<{ challenge: { id: string } }>().challenge.id;
  await ada.send("GET", "/session");
});
afterAll(() => installation.close());

/** Sends bytes as they are, signed in. */
function sendRaw(method: "DELETE" | "PATCH" | "POST" | "PUT", url: string, payload: string) {
  return installation.console.inject({
    method,
    url,
    headers: {
      host: "localhost:4600",
      cookie: ada.cookieHeader(),
      "content-type": "application/json",
    },
    payload,
  });
}

const EXTRA_FIELDS = ["role", "tenantId", "mfaEnabled", "verified", "proof", "isAdmin", "toString"];

describe("R-074: a field that is not declared changes nothing", () => {
  it.each(CHANGES)("at $method $path", async ({ method, url, body }) => {
    const before = installation.rows.all();
    for (const field of EXTRA_FIELDS) {
      const response = await ada.send(method, url.replace("/api/v1", ""), {
        body: { ...body, [field]: true },
      });
      expect(response.statusCode, field).toBe(422);
      expect(response.json<Problem>()).toMatchObject({
        code: "invalid_request",
        errors: expect.arrayContaining([
          { path: `/${field}`, message: "is not a field of this request" },
        ]),
      });
    }
    expect(installation.rows.all()).toEqual(before);
  });

  it.each(CHANGES)("nor one that means to change objects, at $method $path", async (call) => {
    const before = installation.rows.all();
    const fields = JSON.stringify(call.body ?? {}).slice(1, -1);
    for (const poison of ['"__proto__":{"role":"owner"}', '"constructor":{"prototype":{"a":1}}']) {
      const payload = `{${poison}${fields === "" ? "" : `,${fields}`}}`;
      const response = await sendRaw(changeOf(call), call.url, payload);
      expect(response.statusCode).toBe(422);
    }
    expect(Reflect.get({}, "role")).toBeUndefined();
    expect(installation.rows.all()).toEqual(before);
  });

  it.each(CHANGES)("nor a query, at $method $path", async (call) => {
    const before = installation.rows.all();
    const response = await sendRaw(
      changeOf(call),
      `${call.url}?role=owner&role=admin`,
      JSON.stringify(call.body ?? {}),
    );
    expect(response.statusCode).toBe(422);
    expect(installation.rows.all()).toEqual(before);
  });
});

describe("R-090: a body of the wrong kind is refused with a problem, at", () => {
  it.each(CHANGES)("$method $path", async (call) => {
    const before = installation.rows.all();
    const bodies = ["[]", '"text"', "0", "true", "{", '{"a":1', "\u0000", `"${"x".repeat(1_000)}"`];
    for (const payload of bodies) {
      const response = await sendRaw(changeOf(call), call.url, payload);
      expect(response.statusCode, payload).toBe(422);
    }
    const large = await sendRaw(changeOf(call), call.url, `"${"x".repeat(65_536)}"`);
    expect(large.statusCode).toBe(413);
    expect(large.json<Problem>().code).toBe("body_too_large");
    expect(installation.rows.all()).toEqual(before);
  });

  it("with every field of a wrong type", async () => {
    const before = installation.rows.all();
    for (const { url, body, ...call } of CHANGES) {
      for (const name of Object.keys(body ?? {})) {
        for (const value of [null, 7, [], {}, true, ["123456"], "x".repeat(60_000)]) {
          if (name === "isPrimary" && value === true) continue;
          const payload = JSON.stringify({ ...body, [name]: value });
          const response = await sendRaw(changeOf(call), url, payload);
          expect(response.statusCode, `${url} ${payload}`.slice(0, 120)).toBe(422);
        }
      }
    }
    expect(installation.rows.all()).toEqual(before);
  });
});

describe("R-014: one request tests one code of six ASCII digits", () => {
  const malformed: readonly (readonly [string, unknown])[] = [
    ["a list of codes", ["123456", "234567"]],
    ["a number", 123_456],
    ["an object", { $ne: "" }],
    ["Unicode digits", "１２３４５６"],
    ["an exponent", "1e5000"],
    ["a NUL", "12345\0"],
    ["seven digits", "1234567"],
    ["five digits", "12345"],
    ["a line end", "123456\n"],
    ["a blank in it", "123 456"],
    ["nothing", ""],
    ["60 kB of digits", "1".repeat(60_000)],
  ];

  it.each(malformed)(
    "%s at a second step is compared with nothing and counts nothing",
    async (_, code) => {
      const before = installation.rows.all();
      const response = await waiting.send("POST", `/challenges/${challengeId}/verify`, {
        body: { kind: "totp", factorId: authenticator.factorId, code },
      });
      expect(response.statusCode).toBe(422);
      expect(installation.rows.all()).toEqual(before);
    },
  );

  it.each(malformed)("%s at an enrolment counts nothing", async (_, code) => {
    const before = installation.rows.all();
    const response = await ada.send("POST", `/account/factors/${authenticator.factorId}/confirm`, {
      body: { code },
    });
    expect(response.statusCode).toBe(422);
    expect(installation.rows.all()).toEqual(before);
  });

  it("two codes in one body are refused, and neither counts", async () => {
    const countAttempts = () => installation.rows.all()["challenge"]?.at(-1)?.["attempts"];
    const before = Number(countAttempts());
    const wrong = authenticator.wrongCode();
    const response = await installation.console.inject({
      method: "POST",
      url: `/api/v1/challenges/${challengeId}/verify`,
      headers: {
        host: "localhost:4600",
        cookie: waiting.cookieHeader(),
        "content-type": "application/json",
      },
      payload: `{"kind":"totp","factorId":"${authenticator.factorId}","code":"${authenticator.code()}","code":"${wrong}"}`,
    });
    expect(response.json<Problem>().code).toBe("invalid_request");
    expect(countAttempts()).toBe(before);
  });
});

function changeOf(call: { readonly method: string }): "DELETE" | "PATCH" | "POST" | "PUT" {
  const { method: name } = call;
  if (name === "DELETE" || name === "PATCH" || name === "POST" || name === "PUT") return name;
  throw new Error(`${name} changes nothing`);
}
