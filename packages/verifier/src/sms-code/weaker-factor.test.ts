import {
  type AccountScenario,
  addPhone,
  answerByText,
  askForCode,
  confirmPhoneOf,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  proveByText,
  readCode,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  type TestPhone,
  testAuthenticator,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { suspendFactor } from "../factor/suspend-factor.ts";
import { approveFactorInvitation } from "../factor-invitation/approve-factor-invitation.ts";
import { confirmInvitedTotp } from "../factor-invitation/confirm-invited-totp.ts";
import { createFactorInvitation } from "../factor-invitation/create-factor-invitation.ts";
import { enrolInvitedTotp } from "../factor-invitation/enrol-invited-totp.ts";
import { boundToTicket } from "../step-up/spend-proof.ts";

const ADD = { action: "account.factor.add" };
const PAUSE_MILLIS = 121_000;
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestPhone;

beforeEach(async () => {
  installation = await openTestInstallation("weaker");
  ada = await signUpAccount(installation);
  phone = await addPhone(installation, ada);
});
afterEach(() => installation.close());

/** An app being added, proved by a text. */
async function enrolApp(browser: AccountScenario): Promise<TestAuthenticator> {
  installation.clock.advance(PAUSE_MILLIS);
  const proved = await proveByText(installation, browser, browser.demand(ADD), phone);
  const { factor, secret } = granted(await browser.enrolFor(proved, "iPhone"));
  return testAuthenticator(installation, factor.id, secret);
}

async function confirmApp(browser: AccountScenario, app: TestAuthenticator): Promise<void> {
  await browser.follow(granted(await browser.confirm(app)).granted);
}

/** The account's first app is Bob's: Ada, who has a phone, invited him. */
async function acceptSecondPerson(): Promise<void> {
  const { deps, clock } = installation;
  const shared = { origin: TEST_ORIGIN };
  const tellNobody = async () => undefined;
  await deps.unitOfWork.write((stores) => stores.signInSettings.set(ada.subject, "every_time"));
  const prove = async (action: string, target?: string) => {
    clock.advance(PAUSE_MILLIS);
    return proveByText(installation, ada, ada.demand({ action, ...(target && { target }) }), phone);
  };
  const demand = await prove("account.factor.invite");
  const invited = granted(await createFactorInvitation(deps, { demand, ...shared }, tellNobody));
  const { challengeId, ticket } = await ada.beginSignIn();
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const held = { challengeId, boundTo, invitationToken: invited.token, ...shared };
  const names = { label: "Bob's phone", issuer: "Twinlatch", account: ada.email };
  const { factor, secret } = granted(await enrolInvitedTotp(deps, { ...held, ...names }));
  const code = testAuthenticator(installation, factor.id, secret).code();
  const confirmation = { ...held, factorId: factor.id, code };
  granted(await confirmInvitedTotp(deps, confirmation, tellNobody));
  const { id: invitationId } = invited.invitation;
  const approval = { demand: await prove("account.factor.approve", invitationId), invitationId };
  granted(await approveFactorInvitation(deps, { ...approval, ...shared }, tellNobody));
}

describe("whoever has the phone alone", () => {
  it("R-005: completes no app that was begun before the owner had one", async () => {
    const thief = await ada.elsewhere();
    const theirs = await enrolApp(thief);
    await confirmApp(ada, await enrolApp(ada));
    expect(await thief.confirm(theirs)).toEqual(refused("not_found"));
  });

  it("R-005: completes no phone that was begun before the owner had an app", async () => {
    const thief = await ada.elsewhere();
    const proved = await proveByText(installation, thief, thief.demand(ADD), phone);
    const theirs = granted(await enrolPhoneFor(installation, proved, "+4915112345678"));
    await confirmApp(ada, await enrolApp(ada));
    const code = await readCode(installation, theirs);
    expect(await confirmPhoneOf(installation, thief, theirs.phone.id, code)).toEqual(
      refused("not_found"),
    );
  });

  it("R-005: completes no app that was begun before a second person's was approved", async () => {
    const thief = await ada.elsewhere();
    const theirs = await enrolApp(thief);
    await acceptSecondPerson();
    expect(await thief.confirm(theirs)).toEqual(refused("not_found"));
  });

  it("R-005: does not suspend the app with the password, in a session that a text opened", async () => {
    const app = await enrolApp(ada);
    await confirmApp(ada, app);
    installation.clock.advance(3_600_000);
    const thief = ada.stranger();
    const step = await thief.beginSignIn();
    const sent = granted(await askForCode(installation, step, phone));
    const code = await readCode(installation, sent);
    const done = granted(await answerByText(installation, thief, step, { ...phone, code }));
    await thief.follow(done.token);
    const act = { action: "account.factor.suspend", target: app.factorId };
    const challengeId = await thief.openStepUp(thief.demand(act));
    expect(await thief.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
  });

  it("R-005: keeps nobody from suspending a phone with the password", async () => {
    const act = { action: "account.factor.suspend", target: phone.factorId };
    const { factorId } = phone;
    const demand = await ada.prove(ada.demand(act));
    const input = { demand, factorId, origin: TEST_ORIGIN };
    const suspended = await suspendFactor(installation.deps, input, async () => undefined);
    expect(suspended).toEqual({ outcome: "suspended" });
  });
});

it("suspends no last app that nothing but a phone would be left beside", async () => {
  const app = await enrolApp(ada);
  await confirmApp(ada, app);
  await installation.deps.unitOfWork.write(async ({ recoveryCodes }) => {
    const set = await recoveryCodes.find(ada.subject);
    for (let slot = 1; slot <= 8; slot += 1) {
      await recoveryCodes.consume(ada.subject, set!.id, slot, 0);
    }
  });
  installation.clock.advance(30_000);
  const { factorId } = app;
  const demand = await ada.prove(
    ada.demand({ action: "account.factor.suspend", target: factorId }),
    app,
  );
  const input = { demand, factorId, origin: TEST_ORIGIN };
  const suspended = await suspendFactor(installation.deps, input, async () => undefined);
  expect(suspended).toEqual(refused("last_factor"));
});
