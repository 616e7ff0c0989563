import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { BrowserToken, CLOSED, Id, Label, Time } from "./field.ts";
import { FactorView } from "./security.ts";

const params = Type.Object({ id: Id }, CLOSED);

export const enrolTotp = endpoint({
  method: "POST",
  path: "/account/factors/totp",
  summary: "Begin to add an authenticator app; the set-up key is shown only in this answer",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.add",
  body: Type.Object({ label: Type.Optional(Label) }, CLOSED),
  status: 201,
  answer: Type.Object({
    factor: FactorView,
    secret: Type.String({ description: "Base32, no padding" }),
    uri: Type.String({ description: "otpauth:// URI for the QR code" }),
    expiresAt: Time,
  }),
  problems: ["step_up_required", "recovery_session", "actions_held", "too_many_factors"],
});

export const confirmFactor = endpoint({
  method: "POST",
  path: "/account/factors/{id}/confirm",
  summary: "Prove the new authenticator app or phone with its code; from now on it is live",
  access: "session",
  isRepeatable: true,
  proof: "none",
  proofReason: "The enrolment it completes needed one, and belongs to this session",
  params,
  body: Type.Object(
    {
      code: Type.String({ pattern: "^[0-9]{6}$" }),
      label: Type.Optional(Label),
      endOtherSessions: Type.Optional(Type.Boolean({ default: false })),
    },
    CLOSED,
  ),
  status: 200,
  answer: Type.Object({
    factor: FactorView,
    recoveryCodes: Type.Optional(
      Type.Array(Type.String(), { description: "Eight, with the first factor; shown once" }),
    ),
    sessionToken: Type.Optional(Type.String()),
    browserToken: BrowserToken,
  }),
  problems: ["not_found", "invalid_code", "code_expired", "challenge_closed"],
});

export const changeFactor = endpoint({
  method: "PATCH",
  path: "/account/factors/{id}",
  summary: "Rename an authenticator app or a phone, or make it the default",
  access: "session",
  proof: "none",
  proofReason: "Neither a name nor an order opens anything",
  params,
  body: Type.Object(
    { label: Type.Optional(Label), isDefault: Type.Optional(Type.Literal(true)) },
    { ...CLOSED, minProperties: 1 },
  ),
  status: 200,
  answer: FactorView,
  problems: ["not_found"],
});

export const removeFactor = endpoint({
  method: "DELETE",
  path: "/account/factors/{id}",
  summary:
    "Remove an authenticator app or a phone; removing the last one disables two-factor authentication",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.remove",
  params,
  status: 204,
  problems: [
    "not_found",
    "last_factor",
    "required_by_policy",
    "step_up_required",
    "recovery_session",
    "actions_held",
  ],
});
