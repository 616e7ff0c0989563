import type { Endpoint, Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { CONTRACT_CALLS, type ContractCall } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** One call of every route that wants a fresh proof. */
export const GUARDED: readonly ContractCall[] = CONTRACT_CALLS.filter(
  ({ endpoint }) => endpoint.proof !== "none",
);

/** A call of a route, on something that is there. */
export interface Prepared {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly body: object | undefined;
}

type Answer = Readonly<Record<string, string>>;

/** Somebody signed in whose account has whatever the guarded routes can be called on. */
export interface GuardedAccount {
  readonly installation: EdgeInstallation;
  readonly grace: EdgeBrowser;
  /** Her first authenticator. */
  readonly phone: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
  /** The call as it would be made, on the first or the second thing there is. */
  prepare(call: ContractCall, which?: 0 | 1): Prepared;
  send(call: Prepared, proof?: string, browser?: EdgeBrowser): ReturnType<EdgeBrowser["send"]>;
  /** Answers for a call with whatever its challenge asks for first; brings the proof. */
  prove(call: Prepared): Promise<string>;
  /** The same account in another browser, signed in with a code. */
  elsewhere(): Promise<EdgeBrowser>;
  /** Everything in the database but demands for proof, the record of them, and when sessions were used. */
  readState(): object;
}

export async function openGuardedAccount(): Promise<GuardedAccount> {
  const installation = await openEdgeInstallation();
  // The first account is the installation's admin, which may not delete itself.
  await new EdgeBrowser(installation).signUp();
  const grace = new EdgeBrowser(installation, "grace@example.org");
  await grace.signUp();
  const phone = await grace.addAuthenticator();
  const tablet = await addAuthenticator(installation, grace, "Tablet", phone.answer());
  const suspendedIds: string[] = [];
  for (const label of ["Old phone", "Older phone"]) {
    const { factorId } = await addAuthenticator(installation, grace, label, phone.answer());
    const path = `/account/factors/${factorId}/suspend`;
    expectStatus(await grace.sendProved("POST", path, {}, phone.answer()), 204);
    installation.clock.advance(30_000);
    suspendedIds.push(factorId);
  }
  const invitationIds = [
    await inviteSomebody(installation, grace, phone.answer()),
    await inviteSomebody(installation, grace, phone.answer()),
  ];
  const factorIds = [phone.factorId, tablet.factorId];
  const listed = await grace.send("GET", "/account/emails");
  const [email] = listed.json<{ emails: { id: string }[] }>().emails;
  const emailIds = [email?.id ?? "", email?.id ?? ""];
  await addEmail(installation, grace.email);

  function idsFor(path: string): readonly string[] {
    if (path.includes("/emails/")) return emailIds;
    if (path.includes("/factor-invitations/")) return invitationIds;
    return path.endsWith("/resume") ? suspendedIds : factorIds;
  }
  function codeAnswer(factorId: string) {
    const app = factorId === tablet.factorId ? tablet : phone;
    return { kind: "totp", factorId: app.factorId, code: app.code() };
  }
  const send: GuardedAccount["send"] = ({ method, path, body }, proof, browser = grace) =>
    browser.send(method, path, {
      ...(body === undefined ? {} : { body }),
      ...(proof === undefined ? {} : { headers: { "twinlatch-proof": proof } }),
    });
  return {
    installation,
    grace,
    phone,
    send,
    prepare({ method, endpoint, body }, which = 0) {
      const id = idsFor(endpoint.path)[which] ?? "";
      const named = body !== undefined && "factorId" in body ? { ...body, factorId: id } : body;
      return { method, path: endpoint.path.replace("{id}", id), body: named };
    },
    async prove(call) {
      const { challenge } = expectStatus(await send(call), 401).json<Problem>();
      const factor = challenge?.factors[0];
      installation.clock.advance(30_000);
      const body =
        factor?.kind === "totp" ? codeAnswer(factor.id) : { kind: "password", code: TEST_PASSWORD };
      const answered = await grace.send("POST", `/challenges/${challenge?.id}/verify`, { body });
      return expectStatus(answered, 200).json<{ proof: string }>().proof;
    },
    async elsewhere() {
      const browser = new EdgeBrowser(installation, grace.email);
      const first = expectStatus(await browser.signIn(), 200);
      const { challenge } = first.json<{ challenge: { id: string } }>();
      installation.clock.advance(30_000);
      const path = `/challenges/${challenge.id}/verify`;
      expectStatus(await browser.send("POST", path, { body: codeAnswer(phone.factorId) }), 200);
      return browser;
    },
    readState() {
      const { challenge: _c, audit_event: _a, session, ...state } = installation.rows.all();
      return { ...state, session: session?.map(({ last_used_at_millis: _used, ...row }) => row) };
    },
  };
}

/** Adds one more authenticator, approved with the given answer. */
async function addAuthenticator(
  installation: EdgeInstallation,
  grace: EdgeBrowser,
  label: string,
  answer: Answer,
) {
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

/** Gives the account a second address, so that the first can be removed. */
async function addEmail({ deps }: EdgeInstallation, of: string): Promise<void> {
  const email = "grace@home.example.org";
  await deps.unitOfWork.write(async ({ accountEmails, accounts }) => {
    const { id: accountId = "" } = (await accounts.findByEmailKey(of)) ?? {};
    const added = { id: "eml_second", accountId, email, emailKey: email, createdAtMillis: 1 };
    await accountEmails.insert(added);
  });
}

/** Invites somebody, who enrols an authenticator that then waits for the approval; returns the invitation. */
async function inviteSomebody(
  installation: EdgeInstallation,
  grace: EdgeBrowser,
  answer: Answer,
): Promise<string> {
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
