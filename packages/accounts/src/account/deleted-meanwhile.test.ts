import {
  type AccountScenario,
  granted,
  openTestInstallation,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import {
  approveFactorInvitation,
  boundToTicket,
  cancelReplacement,
  createFactorInvitation,
  enrolInvitedTotp,
  openStepUp,
  regenerateRecoveryCodes,
  requestReplacement,
  resumeFactor,
  type StepUpDemand,
  SubjectGoneError,
  setSignInSetting,
  suspendFactor,
} from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBreakGlass } from "../break-glass/open-break-glass.ts";
import { beginEmailAddition } from "../email/begin-email-addition.ts";
import { completeReplacement } from "../replacement/complete-replacement.ts";
import { deleteAccount } from "./delete-account.ts";

const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;

let installation: TestInstallation;
let people = 0;
let bob: AccountScenario;
let phone: TestAuthenticator;
/** Another one, which is being added. */
let tablet: TestAuthenticator;
/** Of an invitation and of a sign-in, made while there was an account. */
let invitationToken: string;
let step: { readonly challengeId: string; readonly ticket: string };

beforeAll(async () => {
  installation = await openTestInstallation("deleted meanwhile");
  await signUpAccount(installation, "admin@example.org");
});
afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  bob = await signUpAccount(installation, `bob-${people}@example.org`);
  ({ authenticator: phone } = await bob.addAuthenticator());
  const invite = await bob.prove(bob.demand({ action: "account.factor.invite" }), phone);
  const invited = await createFactorInvitation(
    installation.deps,
    { demand: invite, origin },
    tellNobody,
  );
  invitationToken = granted(invited).token;
  installation.clock.advance(30_000);
  step = await bob.beginSignIn();
  tablet = await bob.enrol("Tablet", phone);
  installation.clock.advance(30_000);
  const demand = await bob.prove(bob.demand({ action: "account.delete" }), phone);
  granted(await deleteAccount(installation.deps, { demand, origin }));
});

/** Tables with a row that names the account in whatever column, but for what is to outlive it. */
function tablesNaming(accountId: string): string[] {
  return Object.entries(installation.rows.all())
    .filter(([table]) => !/^(audit_.*|notice)$/.test(table))
    .filter(([, rows]) => rows.some((row) => Object.values(row).includes(accountId)))
    .map(([table]) => table);
}

function demandOf(action: string): StepUpDemand {
  return { ...bob.demand({ action, target: phone.factorId }), proofToken: "twl_proof_of_before" };
}

type Ended = Promise<unknown>;

/** What was let in by its session or ticket before the account went, and comes to the database after it. */
const CALLS: Readonly<Record<string, () => Ended>> = {
  "enrols an authenticator": () => bob.enrolFor(demandOf("account.factor.add")),
  "confirms one": () => bob.confirm(tablet),
  "removes one": () => bob.removeFor(demandOf("account.factor.remove"), phone.factorId),
  "suspends one": () =>
    suspendFactor(
      installation.deps,
      { demand: demandOf("account.factor.suspend"), factorId: phone.factorId, origin },
      tellNobody,
    ),
  "resumes one": () =>
    resumeFactor(
      installation.deps,
      { demand: demandOf("account.factor.resume"), factorId: phone.factorId, origin },
      tellNobody,
    ),
  "asks when signing in": () =>
    setSignInSetting(installation.deps, {
      demand: demandOf("account.two_factor.disable"),
      value: "every_time",
      origin,
    }),
  "makes recovery codes": () =>
    regenerateRecoveryCodes(installation.deps, {
      demand: demandOf("account.recovery_codes.regenerate"),
      origin,
    }),
  "asks for a replacement": () =>
    requestReplacement(
      installation.deps,
      { demand: demandOf("account.factor.replace"), factorId: phone.factorId, origin },
      tellNobody,
    ),
  "cancels a replacement": () =>
    cancelReplacement(
      installation.deps,
      { subject: bob.subject, sessionId: bob.session.id, origin },
      tellNobody,
    ),
  "completes a replacement": () =>
    completeReplacement(installation.deps, {
      ...step,
      replacementToken: "twl_replacement_",
      origin,
    }),
  "invites somebody": () =>
    createFactorInvitation(
      installation.deps,
      { demand: demandOf("account.factor.invite"), origin },
      tellNobody,
    ),
  "approves somebody": () =>
    approveFactorInvitation(
      installation.deps,
      { demand: demandOf("account.factor.approve"), invitationId: "inv_of_before", origin },
      tellNobody,
    ),
  "enrols as somebody invited": () =>
    enrolInvitedTotp(installation.deps, {
      challengeId: step.challengeId,
      boundTo: boundToTicket(installation.deps.tokenHash.digest(step.ticket)),
      invitationToken,
      label: "Phone",
      issuer: "Twinlatch",
      account: "Twinlatch",
      origin,
    }),
  "is asked for a proof": () =>
    openStepUp(installation.deps, demandOf("account.factor.add"), origin),
  "adds an address": () =>
    beginEmailAddition(installation.deps, {
      demand: demandOf("account.email.change"),
      email: "more@example.org",
      origin,
    }),
  "is let in by the operator": () =>
    openBreakGlass(installation.deps, {
      accountId: bob.session.accountId,
      reason: "Lost everything",
      origin,
    }),
};

describe("a call that the deletion of its account has overtaken", () => {
  it.each(Object.entries(CALLS))("R-094: %s, and leaves nothing behind", async (_, call) => {
    const ended: unknown = await call().catch((error: unknown) => error);
    const isOver =
      ended instanceof SubjectGoneError ||
      (typeof ended === "object" && ended !== null && Reflect.get(ended, "outcome") === "refused");
    expect([isOver, ended]).toEqual([true, ended]);
    expect(tablesNaming(bob.session.accountId)).toEqual([]);
  });
});
