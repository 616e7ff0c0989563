import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  testAuthenticator,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { boundToTicket } from "../step-up/spend-proof.ts";
import { MAX_TOTP_FACTORS } from "../totp/totp-factor.ts";
import { approveFactorInvitation } from "./approve-factor-invitation.ts";
import { confirmInvitedTotp } from "./confirm-invited-totp.ts";
import { createFactorInvitation } from "./create-factor-invitation.ts";
import { enrolInvitedTotp } from "./enrol-invited-totp.ts";

const origin = TEST_ORIGIN;
const INVITE = { action: "account.factor.invite" };
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let told: unknown[];

beforeAll(async () => {
  installation = await openTestInstallation("limits of invitations");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
  told = [];
});

const tell = async (_stores: unknown, what: unknown) => void told.push(what);

/** What a second person began to enrol, and what they hold. */
async function begin() {
  const { deps } = installation;
  const demand = await ada.prove(ada.demand(INVITE), phone);
  const { invitation, token } = granted(
    await createFactorInvitation(deps, { demand, origin }, tell),
  );
  installation.clock.advance(30_000);
  const { challengeId, ticket } = await ada.beginSignIn();
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const held = { challengeId, boundTo, invitationToken: token, origin };
  const names = { label: "Bob's phone", issuer: "Twinlatch", account: ada.email };
  const { factor, secret } = granted(await enrolInvitedTotp(deps, { ...held, ...names }));
  const bobs = testAuthenticator(installation, factor.id, secret);
  return { bobs, factor, held, invitation, token };
}

type Begun = Awaited<ReturnType<typeof begin>>;

function confirm({ bobs, held }: Pick<Begun, "bobs" | "held">, code = bobs.code(), by = {}) {
  const deps = { ...installation.deps, ...by };
  const { factorId } = bobs;
  return confirmInvitedTotp(deps, { ...held, factorId, code }, tell);
}

function approve({ invitation }: Begun, demand = ada.demand({ action: "account.factor.approve" })) {
  const input = { demand, invitationId: invitation.id, origin };
  return approveFactorInvitation(installation.deps, input, tell);
}

describe("what an invitation begins", () => {
  it("is an enrolment that belongs to it, sealed for its row", async () => {
    const { factor, invitation, token } = await begin();
    expect(token).toMatch(/^twl_invitation_/);
    expect(factor).toMatchObject({
      id: expect.stringMatching(/^fac_/),
      status: "pending",
      isDefault: false,
      lastStep: -1,
      consecutiveFailures: 0,
      sessionId: invitation.id,
    });
    expect(installation.rows.events().at(-1)).toMatchObject({
      type: "totp.enrolled",
      factorKind: "totp",
      factorId: factor.id,
      target: invitation.id,
    });
  });

  it("R-014: compares nothing that is no code, and nothing while the clock is wrong", async () => {
    const begun = await begin();
    const before = installation.rows.all();
    expect(await confirm(begun, "12345a")).toEqual(refused("malformed_answer"));
    const clock = { nowMillis: () => installation.clock.nowMillis(), isReliable: () => false };
    await expect(confirm(begun, begun.bobs.code(), { clock })).rejects.toMatchObject({
      code: "clock_unreliable",
    });
    expect(installation.rows.all()).toEqual(before);
  });

  it("is found by nobody without the ticket or the link", async () => {
    const { bobs, held } = await begin();
    for (const wrong of [{ boundTo: "ticket:guess" }, { invitationToken: "guess" }]) {
      expect(await confirm({ bobs, held: { ...held, ...wrong } })).toEqual(refused("not_found"));
    }
  });

  it("can be confirmed however often our own faults stood in the way", async () => {
    const begun = await begin();
    const broken = watchPorts(installation.deps, (call) =>
      call === "stores.factorInvitations.use" ? "fails" : "done",
    );
    for (let fault = 0; fault < 12; fault += 1) {
      await expect(confirm(begun, begun.bobs.code(), broken)).rejects.toThrow("use");
    }
    told = [];
    const atMillis = installation.clock.nowMillis();
    expect(await confirm(begun)).toEqual({
      outcome: "awaiting_approval",
      expiresAtMillis: atMillis + 24 * 60 * 60_000,
    });
    const { subjectId: accountId } = ada.subject;
    expect(told).toEqual([{ accountId, label: "Bob's phone", atMillis }]);
  });
});

describe("an invitation", () => {
  it("is made by nobody who has no authenticator in use", async () => {
    const bob = await signUpAccount(installation, "bob-alone@example.org");
    const input = { demand: bob.demand(INVITE), origin };
    expect(await createFactorInvitation(installation.deps, input, tell)).toEqual(
      refused("no_factor"),
    );
  });

  it("is not approved when the account has none any more, or ten", async () => {
    const begun = await begin();
    granted(await confirm(begun));
    const { unitOfWork } = installation.deps;
    const [own] = await unitOfWork.read((stores) => stores.totp.list(ada.subject));
    await unitOfWork.write(({ totp }) => totp.remove(ada.subject, own!.id));
    expect(await approve(begun)).toEqual(refused("no_factor"));
    await unitOfWork.write(async ({ totp }) => {
      for (let each = 0; each < MAX_TOTP_FACTORS; each += 1) {
        await totp.insert({ ...own!, id: `${own!.id}${each}`, isDefault: each === 0 });
      }
    });
    expect(await approve(begun)).toEqual(refused("too_many_factors"));
    await unitOfWork.write(({ totp }) => totp.remove(ada.subject, `${own!.id}9`));
    expect(await approve(begun)).toEqual(refused("step_up_required"));
  });

  it("tells of its approval when that was, and what was approved", async () => {
    const begun = await begin();
    granted(await confirm(begun));
    installation.clock.advance(30_000);
    const act = { action: "account.factor.approve", target: begun.invitation.id };
    const demand = await ada.prove(ada.demand(act), phone);
    told = [];
    expect(await approve(begun, demand)).toEqual({ outcome: "approved" });
    expect(told).toEqual([{ label: "Bob's phone", atMillis: installation.clock.nowMillis() }]);
  });
});
