import type { Problem } from "@twinlatch/api-contract";
import { watchPorts } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { purgeExpired } from "../../apps/server/src/jobs/purge.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const KEY = "idempotency-key";
const HEADERS = { [KEY]: "d9f2c1a40b7e48c6" };
const CODES_PATH = "/account/recovery-codes";
const MINUTE = 60_000;

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

let installation: EdgeInstallation;
let ada: EdgeBrowser;
let phone: Authenticator;
/** The calls of the rules' ports since the list was emptied. */
let portCalls: string[];

beforeEach(async () => {
  portCalls = [];
  installation = await openEdgeInstallation({
    wrapRules: (rules) =>
      watchPorts(rules, (call) => {
        portCalls.push(call);
        return "done";
      }),
  });
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  phone = await ada.addAuthenticator();
});
afterEach(() => installation.close());

/** Signs in as far as the ticket; with the call that would answer the second step. */
async function openSecondStep(email = ada.email, authenticator = phone) {
  const browser = new EdgeBrowser(installation, email);
  const first = expectStatus(await browser.signIn(), 200);
  const { challenge } = first.json<{ challenge: { id: string } }>();
  const body = authenticator.answer();
  return { browser, path: `/challenges/${challenge.id}/verify`, body };
}

/** Makes new recovery codes with the key, and loses them. */
async function regenerateAndLose() {
  const proof = await ada.prove("POST", CODES_PATH, {}, phone.answer());
  installation.clock.advance(30_000);
  const request = { headers: { "twinlatch-proof": proof, ...HEADERS } };
  return { request, lost: expectStatus(await ada.lose("POST", CODES_PATH, request), 201) };
}

function codeOf({ body }: { readonly body: string }): string | undefined {
  return /"code":"(\w+)"/.exec(body)?.[1];
}

describe("the key of a call that was answered", () => {
  it("R-115: gives another person's ticket nothing, and tells it nothing", async () => {
    const { browser, path, body } = await openSecondStep();
    expectStatus(await browser.lose("POST", path, { body, headers: HEADERS }), 200);
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const hers = await openSecondStep(eve.email, await eve.addAuthenticator());
    const known = await hers.browser.send("POST", path, { body, headers: HEADERS });
    const unknown = await hers.browser.send("POST", path.replace(/chl_.{4}/, "chl_aaaa"), {
      body,
      headers: HEADERS,
    });
    const { requestId: _k, ...knownProblem } = known.json<Problem>();
    const { requestId: _u, ...unknownProblem } = unknown.json<Problem>();
    expect(knownProblem).toMatchObject({ code: "not_found" });
    expect(knownProblem).toEqual(unknownProblem);
    // Nor does it get in the way of the other's own call.
    const own = await hers.browser.send("POST", hers.path, { body: hers.body, headers: HEADERS });
    expect(own.statusCode).toBe(200);
    expect(own.headers["idempotent-replayed"]).toBeUndefined();
  });

  it("R-115: gives nothing without a ticket, and nothing to the ticket of another sign-in", async () => {
    const { browser, path, body } = await openSecondStep();
    expectStatus(await browser.lose("POST", path, { body, headers: HEADERS }), 200);
    const other = await openSecondStep();
    const request = { body, headers: HEADERS };
    expect(codeOf(await other.browser.send("POST", path, request))).toBe("not_found");
    const nobody = new EdgeBrowser(installation);
    expect(codeOf(await nobody.send("POST", path, request))).toBe("not_signed_in");
    const invented = { ...HEADERS, authorization: `Bearer twl_ticket_${"a".repeat(52)}` };
    const guessed = await nobody.send("POST", path, { body, headers: invented });
    expect(codeOf(guessed)).toBe("not_found");
  });

  it("R-115: gives another session of the same account nothing", async () => {
    const { request, lost } = await regenerateAndLose();
    const other = await openSecondStep();
    expectStatus(await other.browser.send("POST", other.path, { body: other.body }), 200);
    const asked = await other.browser.send("POST", CODES_PATH, request);
    expect(codeOf(asked)).toBe("step_up_required");
    expect(asked.body).not.toContain(lost.json<{ recoveryCodes: string[] }>().recoveryCodes[0]);
  });

  it("R-115: says nothing on another route, and 422 with another body, five times", async () => {
    const { browser, path, body } = await openSecondStep();
    const first = await browser.lose("POST", path, { body, headers: HEADERS });
    const elsewhere = path.replace("/verify", "/replacement");
    const onOther = await browser.send("POST", elsewhere, { body: {}, headers: HEADERS });
    expect(codeOf(onOther)).toBe("not_found");
    const guess = (number: number) =>
      browser.send("POST", path, {
        body: { ...body, code: String(number).padStart(6, "0") },
        headers: HEADERS,
      });
    for (let number = 1; number < 5; number += 1) {
      const refused = await guess(number);
      expect([refused.statusCode, codeOf(refused)]).toEqual([422, "idempotency_key_reused"]);
    }
    const request = { body, headers: HEADERS };
    expect((await browser.lose("POST", path, request)).body).toBe(first.body);
    expect(codeOf(await guess(5))).toBe("idempotency_key_reused");
    // Whoever guesses at a body has had enough tries.
    expect(codeOf(await browser.send("POST", path, request))).toBe("idempotency_key_reused");
  });

  it("R-115: is forgotten after ten minutes, and nothing of the answer is left", async () => {
    const { request } = await regenerateAndLose();
    installation.clock.advance(10 * MINUTE - 1);
    expect((await ada.send("POST", CODES_PATH, request)).statusCode).toBe(201);
    installation.clock.advance(1);
    expect(codeOf(await ada.send("POST", CODES_PATH, request))).toBe("step_up_required");
    installation.clock.advance(1);
    await purgeExpired(installation.deps, new AbortController().signal);
    expect(installation.rows.all()["kept_answer"]).toEqual([]);
  });

  it("R-049: gives nothing once the session has ended", async () => {
    const { request } = await regenerateAndLose();
    const thief = [...ada.cookies];
    expectStatus(await ada.send("POST", "/sign-out"), 204);
    for (const [name, value] of thief) ada.cookies.set(name, value);
    expect(codeOf(await ada.send("POST", CODES_PATH, request))).toBe("not_signed_in");
  });
});

describe("a key", () => {
  it.each([
    ["too short", "a".repeat(15)],
    ["too long", "a".repeat(129)],
    ["with a blank", "d9f2c1a4 0b7e48c6"],
    ["not ASCII", "d9f2c1a40b7e48cé"],
    ["sent twice", "d9f2c1a40b7e48c6, d9f2c1a40b7e48c6"],
    ["empty", ""],
  ])("R-115: that is %s is refused, with nothing compared or counted", async (_, value) => {
    const { browser, path, body } = await openSecondStep();
    const before = installation.rows.all();
    const refused = await browser.send("POST", path, { body, headers: { [KEY]: value } });
    expect(refused.statusCode).toBe(422);
    expect(refused.json<Problem>().errors).toEqual([
      { path: "Idempotency-Key", message: "must be 16 to 128 visible ASCII signs" },
    ]);
    expect(installation.rows.all()).toEqual(before);
  });

  it("R-115: may be quoted, as a structured header is", async () => {
    const { browser, path, body } = await openSecondStep();
    const quoted = { [KEY]: `"${HEADERS[KEY]}"` };
    const first = await browser.lose("POST", path, { body, headers: quoted });
    expect(first.statusCode).toBe(200);
    const again = await browser.send("POST", path, { body, headers: HEADERS });
    expect(again.body).toBe(first.body);
    expect(again.headers["idempotent-replayed"]).toBe("true");
  });

  it("R-115: where there is none, nothing is looked up and nothing is kept", async () => {
    const { browser, path, body } = await openSecondStep();
    portCalls.length = 0;
    expectStatus(await browser.send("POST", path, { body }), 200);
    expect(portCalls).toContain("stores.challenges.satisfy");
    expect(portCalls.filter((call) => /keptAnswers|secretBox\.seal/.test(call))).toEqual([]);
  });

  it("R-115: costs one read and one row", async () => {
    const { browser, path, body } = await openSecondStep();
    portCalls.length = 0;
    expectStatus(await browser.send("POST", path, { body, headers: HEADERS }), 200);
    expect(portCalls.filter((call) => call.includes("keptAnswers"))).toEqual([
      "stores.keptAnswers.find",
      "stores.keptAnswers.insert",
    ]);
  });
});
