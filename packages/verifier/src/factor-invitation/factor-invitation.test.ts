import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  type SecondStep,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  testAuthenticator,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { boundToTicket } from "../step-up/spend-proof.ts";
import { approveFactorInvitation } from "./approve-factor-invitation.ts";
import { cancelFactorInvitation } from "./cancel-factor-invitation.ts";
import { confirmInvitedTotp } from "./confirm-invited-totp.ts";
import { createFactorInvitation } from "./create-factor-invitation.ts";
import { enrolInvitedTotp } from "./enrol-invited-totp.ts";

const DAY = 24 * 60 * 60_000;
const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("invitations");
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

function createFor(demand: ReturnType<AccountScenario["demand"]>) {
  return createFactorInvitation(installation.deps, { demand, origin }, tellNobody);
}

async function invite(browser = ada) {
  const demand = await browser.prove(browser.demand({ action: "account.factor.invite" }), phone);
  installation.clock.advance(30_000);
  return granted(await createFor(demand));
}

/** What goes with a ticket and a link. */
function holding({ challengeId, ticket }: SecondStep, invitationToken: string) {
  const boundTo = boundToTicket(installation.deps.tokenHash.digest(ticket));
  return { challengeId, boundTo, invitationToken, origin };
}

/** Bob knows the password, and has the link. */
async function enrol(token: string, step?: SecondStep) {
  const held = holding(step ?? (await ada.beginSignIn()), token);
  const names = { label: "Bob's phone", issuer: "Twinlatch", account: ada.email };
  return { held, enrolled: await enrolInvitedTotp(installation.deps, { ...held, ...names }) };
}

function confirm(
  held: ReturnType<typeof holding>,
  factorId: string,
  code: string,
): ReturnType<typeof confirmInvitedTotp> {
  return confirmInvitedTotp(installation.deps, { ...held, factorId, code }, tellNobody);
}

/** Bob's authenticator, proved and waiting for Ada. */
async function enrolled(token: string) {
  const { held, enrolled: ended } = await enrol(token);
  const { factor, secret } = granted(ended);
  const bobs = testAuthenticator(installation, factor.id, secret);
  granted(await confirm(held, factor.id, bobs.code()));
  installation.clock.advance(30_000);
  return bobs;
}

function approveFor(demand: ReturnType<AccountScenario["demand"]>, invitationId: string) {
  const input = { demand, invitationId, origin };
  return approveFactorInvitation(installation.deps, input, tellNobody);
}

async function approve(invitationId: string, proving = phone) {
  const act = { action: "account.factor.approve", target: invitationId };
  return approveFor(await ada.prove(ada.demand(act), proving), invitationId);
}

function cancel(invitationId: string, browser = ada) {
  const { subject, session } = browser;
  const input = { subject, sessionId: session.id, invitationId, origin };
  return cancelFactorInvitation(installation.deps, input);
}

async function labels() {
  const { factors } = await describeSecurity(installation.deps, ada.subject);
  return factors.map(({ label, status }) => `${label} ${status}`);
}

describe("inviting a second person", () => {
  it("R-005: needs a proof, which a session begun with a recovery code cannot give", async () => {
    const act = { action: "account.factor.invite" };
    expect(await createFor(ada.demand(act))).toEqual(refused("step_up_required"));
    const rescued = await ada.recover(recoveryCodes[0]!);
    expect(await createFor(rescued.demand(act))).toEqual(refused("recovery_session"));
  });

  it("keeps the link only as a digest", async () => {
    const { token } = await invite();
    expect(JSON.stringify(installation.rows.all())).not.toContain(token);
  });

  it("is limited to five at a time", async () => {
    const { invitation } = await invite();
    for (let more = 1; more < 5; more += 1) await invite();
    const act = { action: "account.factor.invite" };
    const proved = await ada.prove(ada.demand(act), phone);
    expect(await createFor(proved)).toEqual(refused("too_many_factors"));
    granted(await cancel(invitation.id));
    expect(await createFor(proved)).toMatchObject({ outcome: "created" });
  });
});

describe("using an invitation", () => {
  it("R-002, R-005: gives an authenticator that opens nothing until it is approved", async () => {
    const { token, invitation } = await invite();
    const bobs = await enrolled(token);
    expect(await labels()).toEqual(["Phone active"]);
    expect(await ada.answer(await ada.beginSignIn(), bobs)).toEqual(refused("not_found"));
    expect(await approve(invitation.id)).toEqual({ outcome: "approved" });
    installation.clock.advance(30_000);
    expect(await labels()).toEqual(["Phone active", "Bob's phone active"]);
    expect(await ada.answer(await ada.beginSignIn(), bobs)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("takes the password of the same account, and the link of the same account", async () => {
    const { token } = await invite();
    const { ada: eve } = await openTrial(installation);
    expect((await enrol(token, await eve.beginSignIn())).enrolled).toEqual(refused("not_found"));
    expect((await enrol("twl_invitation_guess")).enrolled).toEqual(refused("not_found"));
    const step = { ...(await ada.beginSignIn()), ticket: "twl_ticket_guess" };
    expect((await enrol(token, step)).enrolled).toEqual(refused("not_found"));
  });

  it("works once, of two people with the link for one", async () => {
    const { token } = await invite();
    const [first, second] = [await enrol(token), await enrol(token)];
    const early = granted(first.enrolled);
    const late = granted(second.enrolled);
    const mine = testAuthenticator(installation, late.factor.id, late.secret);
    // Beginning anew replaced what the first had begun.
    expect(await confirm(first.held, early.factor.id, mine.code())).toEqual(refused("not_found"));
    const codes = [mine.code(), mine.code()];
    const ended = await Promise.all(
      codes.map((code) => confirm(second.held, late.factor.id, code)),
    );
    expect(ended.filter(({ outcome }) => outcome === "awaiting_approval")).toHaveLength(1);
    expect((await enrol(token)).enrolled).toEqual(refused("challenge_closed"));
  });

  it("uses up the ticket of the sign-in that it took", async () => {
    const { token } = await invite();
    const step = await ada.beginSignIn();
    const { held, enrolled: ended } = await enrol(token, step);
    const { factor, secret } = granted(ended);
    const bobs = testAuthenticator(installation, factor.id, secret);
    granted(await confirm(held, factor.id, bobs.code()));
    expect(await ada.answer(step, phone)).toEqual(refused("challenge_closed"));
  });

  it("R-032: takes no ticket of a sign-in that is over", async () => {
    const { token } = await invite();
    const [spent, exhausted, late] = [
      await ada.beginSignIn(),
      await ada.beginSignIn(),
      await ada.beginSignIn(),
    ];
    granted(await ada.answer(spent, phone));
    const { held, enrolled: ended } = await enrol(token, exhausted);
    const { factor, secret } = granted(ended);
    for (let tries = 0; tries < 5; tries += 1) {
      await ada.answer(exhausted, phone, phone.wrongCode());
    }
    const bobs = testAuthenticator(installation, factor.id, secret);
    expect(await confirm(held, factor.id, bobs.code())).toEqual(refused("challenge_closed"));
    for (const step of [spent, exhausted]) {
      expect((await enrol(token, step)).enrolled).toEqual(refused("challenge_closed"));
    }
    installation.clock.advance(10 * 60_000);
    expect((await enrol(token, late)).enrolled).toEqual(refused("challenge_closed"));
  });

  it("counts wrong codes on the enrolment alone, up to ten", async () => {
    const { token } = await invite();
    const { held, enrolled: ended } = await enrol(token);
    const { factor, secret } = granted(ended);
    const bobs = testAuthenticator(installation, factor.id, secret);
    for (let wrong = 0; wrong < 10; wrong += 1) {
      expect(await confirm(held, factor.id, bobs.wrongCode())).toEqual(refused("invalid_code"));
    }
    expect(await confirm(held, factor.id, bobs.code())).toEqual(refused("challenge_closed"));
    expect(await ada.counted()).toBe(0);
  });

  it.each([
    ["24 hours after it was made", DAY],
    ["long after", 30 * DAY],
  ])("is over %s", async (_, millis) => {
    const { token } = await invite();
    installation.clock.advance(millis);
    expect((await enrol(token)).enrolled).toEqual(refused("challenge_closed"));
  });

  it("R-006: is confirmed by no session, and approved by its account alone", async () => {
    const { token, invitation } = await invite();
    const { enrolled: ended } = await enrol(token);
    const { factor, secret } = granted(ended);
    const bobs = testAuthenticator(installation, factor.id, secret);
    expect(await ada.confirm(bobs)).toEqual(refused("not_found"));
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    const act = { action: "account.factor.approve", target: invitation.id };
    const proved = await eve.prove(eve.demand(act), evesPhone);
    expect(await approveFor(proved, invitation.id)).toEqual(refused("not_found"));
    expect(await cancel(invitation.id, eve)).toEqual(refused("not_found"));
  });
});

describe("approving", () => {
  it("R-005: needs a proof, and not the one of the authenticator that waits", async () => {
    const { token, invitation } = await invite();
    const bobs = await enrolled(token);
    const act = { action: "account.factor.approve", target: invitation.id };
    expect(await approveFor(ada.demand(act), invitation.id)).toEqual(refused("step_up_required"));
    const challengeId = await ada.openStepUp(ada.demand(act));
    expect(await ada.answerStepUp(challengeId, bobs)).toEqual(refused("not_found"));
    expect(await ada.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
  });

  it("is refused before anything was enrolled, twice, and a day too late", async () => {
    const { token, invitation } = await invite();
    expect(await approve(invitation.id)).toEqual(refused("not_found"));
    installation.clock.advance(30_000);
    await enrolled(token);
    expect(await approve(invitation.id)).toEqual({ outcome: "approved" });
    installation.clock.advance(30_000);
    expect(await approve(invitation.id)).toEqual(refused("not_found"));
    installation.clock.advance(30_000);
    const later = await invite();
    await enrolled(later.token);
    installation.clock.advance(DAY);
    const fresh = await ada.elsewhere(phone);
    installation.clock.advance(30_000);
    const act = { action: "account.factor.approve", target: later.invitation.id };
    const proved = await fresh.prove(fresh.demand(act), phone);
    expect(await approveFor(proved, later.invitation.id)).toEqual(refused("not_found"));
  });

  it("is no more possible once it was cancelled: nothing of it is left", async () => {
    const { token, invitation } = await invite();
    const bobs = await enrolled(token);
    expect(await cancel(invitation.id)).toEqual({ outcome: "cancelled" });
    expect(await approve(invitation.id)).toEqual(refused("not_found"));
    const rows = JSON.stringify(installation.rows.all()["totp_factor"]);
    expect(rows).not.toContain(bobs.factorId);
  });
});
