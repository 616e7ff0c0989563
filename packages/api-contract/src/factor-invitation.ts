import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id, Label, Time } from "./field.ts";

const params = Type.Object({ id: Id }, CLOSED);
const InvitationToken = Type.String({ minLength: 1, maxLength: 128 });

/** An invitation to enrol an authenticator, as the inviter sees it. */
export const InvitationView = Type.Object({
  id: Type.String(),
  createdAt: Time,
  expiresAt: Time,
  enrolled: Type.Union(
    [Type.Object({ label: Type.String(), at: Time, ip: Type.String() }), Type.Null()],
    { description: "What waits for an approval; null while the link is unused" },
  ),
});
export type InvitationView = Static<typeof InvitationView>;

export const listFactorInvitations = endpoint({
  method: "GET",
  path: "/account/factor-invitations",
  summary: "The invitations that have not expired",
  access: "session",
  proof: "none",
  status: 200,
  answer: Type.Object({ invitations: Type.Array(InvitationView) }),
  problems: [],
});

export const createFactorInvitation = endpoint({
  method: "POST",
  path: "/account/factor-invitations",
  summary: "Make a link with which a second person on the account enrols an authenticator",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.invite",
  status: 201,
  answer: Type.Object({
    invitation: InvitationView,
    link: Type.String({
      description: "For the second person; shown once, works once, 24 h. The token stands behind #",
    }),
    token: Type.String({ description: "For clients with a page of their own to link to" }),
  }),
  problems: [
    "no_factor",
    "too_many_factors",
    "step_up_required",
    "recovery_session",
    "actions_held",
  ],
});

export const approveFactorInvitation = endpoint({
  method: "POST",
  path: "/account/factor-invitations/{id}/approve",
  summary: "Take into use what a second person enrolled by an invitation",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.approve",
  params,
  status: 204,
  problems: [
    "not_found",
    "no_factor",
    "too_many_factors",
    "step_up_required",
    "recovery_session",
    "actions_held",
  ],
});

export const cancelFactorInvitation = endpoint({
  method: "DELETE",
  path: "/account/factor-invitations/{id}",
  summary: "Take an invitation back, with what was enrolled by it",
  access: "session",
  proof: "none",
  proofReason: "It only keeps somebody out",
  params,
  status: 204,
  problems: ["not_found"],
});

export const enrolInvitedFactor = endpoint({
  method: "POST",
  path: "/challenges/{id}/invited-factor",
  summary: "Begin to enrol an authenticator by an invitation, after the account's password",
  access: "ticket",
  proof: "none",
  proofReason:
    "It takes the link, and the ticket that the password gave; another person approves it",
  params,
  body: Type.Object({ invitationToken: InvitationToken, label: Type.Optional(Label) }, CLOSED),
  status: 201,
  answer: Type.Object({
    factorId: Type.String(),
    secret: Type.String({ description: "Base32, no padding" }),
    uri: Type.String({ description: "otpauth:// URI for the QR code" }),
    expiresAt: Time,
  }),
  problems: ["not_found", "challenge_closed"],
});

export const confirmInvitedFactor = endpoint({
  method: "POST",
  path: "/challenges/{id}/invited-factor/confirm",
  summary: "Prove the invited authenticator with its current code; it then waits for its approval",
  access: "ticket",
  isRepeatable: true,
  proof: "none",
  proofReason: "It completes an enrolment that opens nothing before it is approved",
  params,
  body: Type.Object(
    {
      invitationToken: InvitationToken,
      factorId: Id,
      code: Type.String({ pattern: "^[0-9]{6}$" }),
      label: Type.Optional(Label),
    },
    CLOSED,
  ),
  status: 200,
  answer: Type.Object({
    status: Type.Literal("awaiting_approval"),
    expiresAt: Time,
  }),
  problems: ["not_found", "invalid_code", "challenge_closed"],
});
