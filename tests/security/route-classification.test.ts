import {
  API_BASE,
  type Endpoint,
  endpoints,
  type Problem,
  STEP_UP_ACTIONS,
} from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT_CALLS, type ContractCall } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** Routes that change something and neither name an act nor say why they need no proof for it. */
function findUnclassified(routes: Readonly<Record<string, Endpoint>>): readonly string[] {
  return Object.entries(routes)
    .filter(([, { method, proof, proofReason = "" }]) => {
      const isExplained = proofReason.length >= 10;
      return method !== "GET" && (proof === "none" ? !isExplained : proofReason !== "");
    })
    .map(([name]) => name);
}

describe("the contract", () => {
  it("R-052: says of every route that changes something which act it is, or why it needs no proof", () => {
    expect(findUnclassified(endpoints)).toEqual([]);
  });

  it("R-052: sees a route that says neither, and one that says both", () => {
    const { removeFactor, signOut } = endpoints;
    const { proofReason: _, ...unexplained } = signOut;
    const both = { ...removeFactor, proofReason: "Somebody wanted it to be quick" };
    expect(findUnclassified({ removeFactor, signOut, unexplained, both })).toEqual([
      "unexplained",
      "both",
    ]);
  });

  it("R-052: names no act that no route is, and none by two names", () => {
    const acts = new Set<string>(Object.values(endpoints).map(({ proof }) => proof));
    expect(STEP_UP_ACTIONS.filter((action) => !acts.has(action))).toEqual([]);
  });
});

const GUARDED = CONTRACT_CALLS.filter(({ endpoint }) => endpoint.proof !== "none");

interface Prepared {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly body: object | undefined;
}

let installation: EdgeInstallation;
let grace: EdgeBrowser;
/** Ids of what the acts can be done to, two of each kind where there can be two. */
let factorIds: readonly string[];
let suspendedIds: readonly string[];
let invitationIds: readonly string[];
let emailId: string;
let codeOf: (factorId: string) => string;

/** Adds one more authenticator, approved with the given answer. */
async function addAuthenticator(label: string, answer: Readonly<Record<string, string>>) {
  const path = "/account/factors/totp";
  const enrolled = await grace.sendProved("POST", path, { body: { label } }, answer);
  const { factor, secret } = expectStatus(enrolled, 201).json<{
    factor: { id: string };
    secret: string;
  }>();
  const added = testAuthenticator(installation, factor.id, secret);
  const body = { code: added.code() };
  expectStatus(await grace.send("POST", `/account/factors/${factor.id}/confirm`, { body }), 200);
  installation.clock.advance(30_000);
  return added;
}

/** Invites somebody, who enrols an authenticator that then waits for the approval; returns the invitation. */
async function inviteSomebody(answer: Readonly<Record<string, string>>): Promise<string> {
  const made = await grace.sendProved("POST", "/account/factor-invitations", {}, answer);
  installation.clock.advance(30_000);
  const { invitation, token: invitationToken } = expectStatus(made, 201).json<{
    invitation: { id: string };
    token: string;
  }>();
  const other = new EdgeBrowser(installation, grace.email);
  const first = expectStatus(await other.signIn(), 200).json<{ challenge: { id: string } }>();
  const path = `/challenges/${first.challenge.id}/invited-factor`;
  const enrolled = await other.send("POST", path, { body: { invitationToken } });
  const { factorId, secret } = expectStatus(enrolled, 201).json<{
    factorId: string;
    secret: string;
  }>();
  const code = testAuthenticator(installation, factorId, secret).code();
  const body = { invitationToken, factorId, code };
  expectStatus(await other.send("POST", `${path}/confirm`, { body }), 200);
  return invitation.id;
}

beforeEach(async () => {
  installation = await openEdgeInstallation();
  // The first account is the installation's admin, which may not delete itself.
  await new EdgeBrowser(installation).signUp();
  grace = new EdgeBrowser(installation, "grace@example.org");
  await grace.signUp();
  const phone = await grace.addAuthenticator();
  const tablet = await addAuthenticator("Tablet", phone.answer());
  const suspended: string[] = [];
  for (const label of ["Old phone", "Older phone"]) {
    const { factorId } = await addAuthenticator(label, phone.answer());
    const path = `/account/factors/${factorId}/suspend`;
    expectStatus(await grace.sendProved("POST", path, {}, phone.answer()), 204);
    installation.clock.advance(30_000);
    suspended.push(factorId);
  }
  invitationIds = [await inviteSomebody(phone.answer()), await inviteSomebody(phone.answer())];
  factorIds = [phone.factorId, tablet.factorId];
  suspendedIds = suspended;
  codeOf = (factorId) => (factorId === tablet.factorId ? tablet : phone).code();
  const listed = await grace.send("GET", "/account/emails");
  emailId = listed.json<{ emails: { id: string }[] }>().emails[0]?.id ?? "";
});
afterEach(() => installation.close());

/** The call as it would be made, on the first or the second thing there is. */
function prepare({ method, endpoint, body }: ContractCall, which: 0 | 1 = 0): Prepared {
  const id = idsFor(endpoint.path)[which] ?? "";
  const named = body !== undefined && "factorId" in body ? { ...body, factorId: id } : body;
  return { method, path: endpoint.path.replace("{id}", id), body: named };
}

function idsFor(path: string): readonly string[] {
  if (path.includes("/emails/")) return [emailId, emailId];
  if (path.includes("/factor-invitations/")) return invitationIds;
  return path.endsWith("/resume") ? suspendedIds : factorIds;
}

function send({ method, path, body }: Prepared, proof?: string, browser = grace) {
  return browser.send(method, path, {
    ...(body === undefined ? {} : { body }),
    ...(proof === undefined ? {} : { headers: { "twinlatch-proof": proof } }),
  });
}

/** Answers for a call with whatever its challenge asks for first. */
async function prove(call: Prepared): Promise<string> {
  const { challenge } = expectStatus(await send(call), 401).json<Problem>();
  const factor = challenge?.factors[0];
  installation.clock.advance(30_000);
  const body =
    factor?.kind === "totp"
      ? { kind: "totp", factorId: factor.id, code: codeOf(factor.id) }
      : { kind: "password", code: TEST_PASSWORD };
  const answered = await grace.send("POST", `/challenges/${challenge?.id}/verify`, { body });
  return expectStatus(answered, 200).json<{ proof: string }>().proof;
}

/** Everything in the database but demands for proof, the record of them, and when sessions were used. */
function readState() {
  const { challenge: _c, audit_event: _a, session, ...state } = installation.rows.all();
  return { ...state, session: session?.map(({ last_used_at_millis: _used, ...row }) => row) };
}

/** Other ways to write the address of a route, and what else servers take for it. */
function aliasesOf(path: string): readonly string[] {
  const url = `${API_BASE}${path}`;
  const [, first = "", ...rest] = path.split("/");
  const encoded = `%${first.charCodeAt(0).toString(16)}${first.slice(1)}`;
  return [
    `${url}/`,
    `${url}//`,
    `${API_BASE}/${path}`,
    `${API_BASE}${path.toUpperCase()}`,
    url.toUpperCase(),
    `${API_BASE}/${[encoded, ...rest].join("/")}`,
    `${API_BASE}%2F${path.slice(1)}`,
    `${url}%2f`,
    `${url}%00`,
    `${url};a=1`,
    `${url}.json`,
    `${url}?_method=DELETE`,
    ...["/api", "/api/v0", "/api/v2", "/v1", ""].map((base) => `${base}${path}`),
    `${API_BASE}/batch`,
  ];
}

const METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

describe("without a proof", () => {
  it.each(GUARDED)(
    "R-052: $method $endpoint.path does nothing, by any verb or alias",
    async (each) => {
      const call = prepare(each);
      const before = readState();
      const answers: string[] = [];
      for (const url of [`${API_BASE}${call.path}`, ...aliasesOf(call.path)]) {
        for (const method of METHODS) {
          const payload = call.body === undefined ? {} : { payload: JSON.stringify(call.body) };
          const response = await installation.console.inject({
            method,
            url,
            headers: {
              host: "localhost:4600",
              "sec-fetch-site": "same-origin",
              cookie: grace.cookieHeader(),
              "x-http-method-override": call.method,
              ...(call.body === undefined ? {} : { "content-type": "application/json" }),
            },
            ...payload,
          });
          if (response.statusCode < 400) answers.push(`${method} ${url} ${response.statusCode}`);
        }
      }
      expect(answers).toEqual([]);
      expect(readState()).toEqual(before);

      const refused = await send(call);
      expect(refused.statusCode).toBe(401);
      expect(refused.headers["www-authenticate"]).toMatch(
        /^Bearer error="insufficient_user_authentication", acr_values="[^"]+", max_age="300"$/,
      );
    },
  );
});

describe("with a proof for something else", () => {
  it.each(GUARDED)(
    "R-053: $method $endpoint.path takes the proof of no other act",
    async (each) => {
      const call = prepare(each);
      for (const other of GUARDED.filter((guarded) => guarded !== each)) {
        const proof = await prove(prepare(other));
        const before = readState();
        const response = await send(call, proof);
        expect(response.json<Problem>().code, other.name).toBe("step_up_required");
        expect(readState()).toEqual(before);
      }
    },
  );

  it.each(GUARDED)(
    "R-053: $method $endpoint.path takes none for another target, body or session",
    async (each) => {
      const call = prepare(each);
      const proof = await prove(call);
      const elsewhere = new EdgeBrowser(installation, grace.email);
      const first = expectStatus(await elsewhere.signIn(), 200);
      const { challenge } = first.json<{ challenge: { id: string } }>();
      const [factorId = ""] = factorIds;
      installation.clock.advance(30_000);
      const body = { kind: "totp", factorId, code: codeOf(factorId) };
      const path = `/challenges/${challenge.id}/verify`;
      expectStatus(await elsewhere.send("POST", path, { body }), 200);

      const before = readState();
      const misuses = [await send(call, proof, elsewhere)];
      const changed = prepare(each, 1);
      if (JSON.stringify(changed) !== JSON.stringify(call))
        misuses.push(await send(changed, proof));
      for (const other of otherBodies(each))
        misuses.push(await send({ ...call, body: other }, proof));
      const codes = misuses.map((response) => response.json<Problem>().code);
      expect(codes).toEqual(codes.map(() => "step_up_required"));
      expect(readState()).toEqual(before);

      // It stayed unspent, and lets through what it was given for.
      const { code } = { code: undefined, ...(await readProblem(call, proof)) };
      expect(code).not.toBe("step_up_required");
    },
  );
});

async function readProblem(call: Prepared, proof: string): Promise<Partial<Problem>> {
  const response = await send(call, proof);
  return response.body === "" ? {} : response.json<Partial<Problem>>();
}

/** Other bodies that a route takes: what somebody would slip in after the approval. */
const OTHER_BODIES: Partial<Record<keyof typeof endpoints, readonly object[]>> = {
  enrolTotp: [{}, { label: "Thief" }],
  changePassword: [{ newPassword: "a thief by the lake" }],
  addEmail: [{ email: "thief@example.org" }],
};

function otherBodies({ name }: ContractCall): readonly object[] {
  return OTHER_BODIES[name] ?? [];
}
