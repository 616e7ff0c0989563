import {
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
  type TrialCase,
  testAuthenticator,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEventType } from "../audit/audit-event.ts";
import { boundToTicket } from "../step-up/spend-proof.ts";
import { approveFactorInvitation } from "./approve-factor-invitation.ts";
import { cancelFactorInvitation } from "./cancel-factor-invitation.ts";
import { confirmInvitedTotp } from "./confirm-invited-totp.ts";
import { createFactorInvitation } from "./create-factor-invitation.ts";
import { enrolInvitedTotp } from "./enrol-invited-totp.ts";

const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;
const OF_AN_INVITATION = expect.stringMatching(/^inv_/);

async function invited(trial: Trial) {
  const { ada, phone, installation } = trial;
  const { clock, deps } = installation;
  const demand = await ada.prove(ada.demand({ action: "account.factor.invite" }), phone);
  clock.advance(30_000);
  return granted(await createFactorInvitation(deps, { demand, origin }, tellNobody));
}

/** Bob's authenticator, enrolled with the link and the password, and what goes with its code. */
async function enrolled(trial: Trial) {
  const { installation, ada } = trial;
  const { deps } = installation;
  const { token: invitationToken, invitation } = await invited(trial);
  const { challengeId, ticket } = await ada.beginSignIn();
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const held = { challengeId, boundTo, invitationToken, origin };
  const names = { label: "Bob's phone", issuer: "Twinlatch", account: ada.email };
  const { factor, secret } = granted(await enrolInvitedTotp(deps, { ...held, ...names }));
  const { id: factorId } = factor;
  const bobs = testAuthenticator(installation, factorId, secret);
  return {
    invitation,
    challengeId,
    factorId,
    confirmation: { ...held, factorId, code: bobs.code() },
  };
}

type Mine = Extract<AuditEventType, `factor_invitation.${string}` | "totp.confirmed">;

const CASES: Record<Mine, Record<string, TrialCase>> = {
  "factor_invitation.created": {
    proved: async ({ ada, phone }) => {
      const demand = await ada.prove(ada.demand({ action: "account.factor.invite" }), phone);
      return {
        act: (ports) => createFactorInvitation(ports, { demand, origin }, tellNobody),
        event: { sessionId: ada.session.id, target: OF_AN_INVITATION },
      };
    },
  },
  "factor_invitation.cancelled": {
    "while it is unused": async (trial) => {
      const { invitation } = await invited(trial);
      const { subject, session } = trial.ada;
      const input = { subject, sessionId: session.id, invitationId: invitation.id, origin };
      return {
        act: (ports) => cancelFactorInvitation(ports, input),
        event: { sessionId: session.id, target: invitation.id },
      };
    },
  },
  "totp.confirmed": {
    "by an invitation": async (trial) => {
      const { invitation, confirmation, challengeId, factorId } = await enrolled(trial);
      const ofBob = { factorId, factorKind: "totp", factorLabel: "Bob's phone" };
      return {
        act: (ports) => confirmInvitedTotp(ports, confirmation, tellNobody),
        event: { challengeId, target: invitation.id, ...ofBob },
      };
    },
  },
  "factor_invitation.approved": {
    proved: async (trial) => {
      const { ada, phone, installation } = trial;
      const { invitation, confirmation, factorId } = await enrolled(trial);
      granted(await confirmInvitedTotp(installation.deps, confirmation, tellNobody));
      installation.clock.advance(30_000);
      const { id: invitationId } = invitation;
      const act = { action: "account.factor.approve", target: invitationId };
      const demand = await ada.prove(ada.demand(act), phone);
      const ofBob = { factorId, factorKind: "totp", factorLabel: "Bob's phone" };
      return {
        act: (ports) =>
          approveFactorInvitation(ports, { demand, invitationId, origin }, tellNobody),
        event: { sessionId: ada.session.id, target: invitationId, ...ofBob },
      };
    },
    "before anything was enrolled": async (trial) => {
      const { id: invitationId } = (await invited(trial)).invitation;
      const demand = trial.ada.demand({ action: "account.factor.approve", target: invitationId });
      const event = { sessionId: trial.ada.session.id, target: invitationId };
      return {
        act: (ports) =>
          approveFactorInvitation(ports, { demand, invitationId, origin }, tellNobody),
        event: { ...event, outcome: "refused", reason: "not_found" },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of invitations", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("invitation events");
  });
  afterAll(() => installation.close());

  it.for(ROWS)("R-081: $type, $ending, makes one event", async ({ type, given }) => {
    const { made, expected } = await tryOperation(await openTrial(installation), type, given);
    expect(made).toEqual([{ ...expected, id: expect.stringMatching(/^evt_[a-z2-7]{26}$/) }]);
  });

  it.for(ROWS)("R-082: $type, $ending, does not happen unrecorded", async ({ given }) => {
    const { ended, before, after } = await tryUnrecorded(await openTrial(installation), given);
    expect(ended).toBe("fault");
    expect(after).toEqual(before);
  });
});
