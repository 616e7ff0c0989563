import { type AccountsDeps, announce, subjectOf } from "@twinlatch/accounts";
import { type AnswerOf, endpoints, type InvitationView } from "@twinlatch/api-contract";
import {
  approveFactorInvitation,
  boundToTicket,
  type ConfirmedInvitedTotp,
  type CreatedInvitation,
  cancelFactorInvitation,
  confirmInvitedTotp,
  createFactorInvitation,
  enrolInvitedTotp,
  type FactorInvitation,
} from "@twinlatch/verifier";
import { answered, type Call, type Handler } from "./call.ts";
import { formatTime } from "./format-time.ts";
import { demandProof } from "./step-up.ts";

const DEFAULT_LABEL = "Authenticator app";
const NOT_FOUND = { outcome: "refused", reason: "not_found" } as const;

/** The routes of inviting a second person to enrol an authenticator, for the inviter. */
export function factorInvitationHandlers(rules: AccountsDeps): {
  readonly listFactorInvitations: Handler<typeof endpoints.listFactorInvitations>;
  readonly createFactorInvitation: Handler<typeof endpoints.createFactorInvitation>;
  readonly approveFactorInvitation: Handler<typeof endpoints.approveFactorInvitation>;
  readonly cancelFactorInvitation: Handler<typeof endpoints.cancelFactorInvitation>;
} {
  return {
    listFactorInvitations: listHandler(rules),

    async createFactorInvitation(call) {
      const { caller, origin } = call;
      const accountId = caller.account.id;
      const demand = demandProof(endpoints.createFactorInvitation, call, accountId);
      const tell = (created: CreatedInvitation) => tellCreated(rules, created);
      const created = await createFactorInvitation(
        rules,
        { demand, origin },
        (stores, atMillis) =>
          announce(rules, stores, {
            accountId,
            kind: "factor_invitation_created",
            facts: {},
            atMillis,
            origin,
          }),
        call.keep(tell),
      );
      return created.outcome === "refused" ? { ...created, demand } : tell(created);
    },

    approveFactorInvitation: approveHandler(rules),

    async cancelFactorInvitation({ caller: { account, session }, params, origin }) {
      const cancelled = await cancelFactorInvitation(rules, {
        subject: subjectOf(account.id),
        sessionId: session.id,
        invitationId: params.id,
        origin,
      });
      return cancelled.outcome === "refused" ? cancelled : answered(undefined);
    },
  };
}

/** Those for the second person, who has the link and the password. */
export function inviteeHandlers(rules: AccountsDeps): {
  readonly enrolInvitedFactor: Handler<typeof endpoints.enrolInvitedFactor>;
  readonly confirmInvitedFactor: Handler<typeof endpoints.confirmInvitedFactor>;
} {
  return {
    async enrolInvitedFactor(call) {
      const held = holdingOf(rules, call);
      if (held === undefined) return NOT_FOUND;
      const enrolled = await enrolInvitedTotp(rules, {
        ...held,
        label: call.body.label ?? DEFAULT_LABEL,
        issuer: rules.productName,
        account: rules.productName,
      });
      if (enrolled.outcome === "refused") return enrolled;
      const { factor, secret, uri } = enrolled;
      const expiresAt = formatTime(factor.expiresAtMillis);
      return answered({ factorId: factor.id, secret, uri, expiresAt });
    },

    confirmInvitedFactor: confirmHandler(rules),
  };
}

function confirmHandler(rules: AccountsDeps): Handler<typeof endpoints.confirmInvitedFactor> {
  return async (call) => {
    const held = holdingOf(rules, call);
    if (held === undefined) return NOT_FOUND;
    const { factorId, code, label } = call.body;
    const ended = await confirmInvitedTotp(
      rules,
      { ...held, factorId, code, label },
      (stores, enrolled) =>
        announce(rules, stores, {
          accountId: enrolled.accountId,
          kind: "factor_invitation_used",
          facts: { factorLabel: enrolled.label },
          atMillis: enrolled.atMillis,
          origin: call.origin,
        }),
      call.keep(tellConfirmed),
    );
    return ended.outcome === "refused" ? ended : tellConfirmed(ended);
  };
}

function tellConfirmed({ expiresAtMillis }: ConfirmedInvitedTotp) {
  const expiresAt = formatTime(expiresAtMillis);
  return answered<AnswerOf<typeof endpoints.confirmInvitedFactor>>(
    { status: "awaiting_approval", expiresAt },
    { ticket: null },
  );
}

/** The link and the ticket of whoever enrols; undefined without a ticket. */
function holdingOf(
  rules: AccountsDeps,
  call: Call<typeof endpoints.enrolInvitedFactor> | Call<typeof endpoints.confirmInvitedFactor>,
) {
  const { body, caller, params, origin } = call;
  if (caller.ticket === undefined) return undefined;
  const boundTo = boundToTicket(rules.tokenHash.digest(caller.ticket));
  return { challengeId: params.id, boundTo, invitationToken: body.invitationToken, origin };
}

function tellCreated(
  { invitationUrl }: Pick<AccountsDeps, "invitationUrl">,
  { invitation, token }: CreatedInvitation,
) {
  // Behind #: browsers send that part to no server and no other page.
  const link = `${invitationUrl}#${token}`;
  return answered({ invitation: invitationView(invitation), link, token });
}

function invitationView(invitation: FactorInvitation, label = ""): InvitationView {
  const { id, createdAtMillis, expiresAtMillis, enrolled } = invitation;
  return {
    id,
    createdAt: formatTime(createdAtMillis),
    expiresAt: formatTime(expiresAtMillis),
    enrolled: enrolled ? { label, at: formatTime(enrolled.atMillis), ip: enrolled.ip } : null,
  };
}

function listHandler(rules: AccountsDeps): Handler<typeof endpoints.listFactorInvitations> {
  return async ({ caller }) => {
    const subject = subjectOf(caller.account.id);
    const invitations = await rules.unitOfWork.read(async (stores) => {
      const listed = await stores.factorInvitations.list(subject, rules.clock.nowMillis());
      const factors = await stores.totp.list(subject);
      return listed.map((invitation) => {
        const { factorId } = invitation.enrolled ?? {};
        return invitationView(invitation, factors.find(({ id }) => id === factorId)?.label);
      });
    });
    return answered({ invitations });
  };
}

function approveHandler(rules: AccountsDeps): Handler<typeof endpoints.approveFactorInvitation> {
  return async (call) => {
    const { caller, params, origin } = call;
    const demand = demandProof(endpoints.approveFactorInvitation, call, params.id);
    const approved = await approveFactorInvitation(
      rules,
      { demand, invitationId: params.id, origin },
      (stores, { label, atMillis }) =>
        announce(rules, stores, {
          accountId: caller.account.id,
          kind: "factor_added",
          facts: { factorLabel: label, isFirst: false },
          atMillis,
          origin,
        }),
      call.keep(() => answered(undefined)),
    );
    return approved.outcome === "refused" ? { ...approved, demand } : answered(undefined);
  };
}
