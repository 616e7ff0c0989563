import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id, Label, Time } from "./field.ts";
import { FactorView } from "./security.ts";

const params = Type.Object({ id: Id }, CLOSED);

/** How a code reaches a phone: as a text message, or read out in a call. */
export const TextChannel = Type.Union([Type.Literal("sms"), Type.Literal("voice")]);
export type TextChannel = Static<typeof TextChannel>;

const E164 = Type.String({
  pattern: "^\\+[1-9][0-9]{6,14}$",
  description: "E.164, without blanks: +41791234567",
});

const sent = {
  hint: Type.String({ description: "The last two digits of the number" }),
  expiresAt: Time,
  resendAfter: Type.Integer({
    minimum: 0,
    description: "Seconds until another code can be sent to this number",
  }),
};

/** A code on its way. */
export const SentCode = Type.Object(sent);
export type SentCode = Static<typeof SentCode>;

export const enrolSms = endpoint({
  method: "POST",
  path: "/account/factors/sms",
  summary: "Begin to add a phone: a code is sent to it",
  access: "session",
  proof: "account.factor.add",
  isRepeatable: true,
  body: Type.Object({ phone: E164, label: Type.Optional(Label) }, CLOSED),
  status: 201,
  answer: Type.Object({
    factor: FactorView,
    ...sent,
    delivered: Type.Boolean({
      description: "False when no provider took the code: ask for another one in a moment",
    }),
  }),
  problems: [
    "step_up_required",
    "recovery_session",
    "actions_held",
    "too_many_factors",
    "phone_already_added",
    "phone_not_supported",
    "country_not_supported",
    "too_many_texts",
    "text_unavailable",
  ],
});

export const sendEnrolmentCode = endpoint({
  method: "POST",
  path: "/account/factors/{id}/send",
  summary: "Send another code to a phone that is being added; the one before works no more",
  access: "session",
  proof: "none",
  proofReason: "The enrolment it is for needed one, and belongs to this session",
  isRepeatable: true,
  params,
  body: Type.Object({ channel: Type.Optional(TextChannel) }, CLOSED),
  status: 202,
  answer: SentCode,
  problems: [
    "not_found",
    "phone_not_supported",
    "country_not_supported",
    "too_many_texts",
    "text_unavailable",
    "text_not_sent",
  ],
});
