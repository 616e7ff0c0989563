import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { BrowserToken, CLOSED, DeviceToken, Id, Time } from "./field.ts";
import { SentCode, TextChannel } from "./sms.ts";

/** The kinds of answer a challenge can take. */
export const FactorKind = Type.Union([
  Type.Literal("totp"),
  Type.Literal("sms"),
  Type.Literal("recovery_code"),
  Type.Literal("password"),
]);
export type FactorKind = Static<typeof FactorKind>;

/** One way to answer a challenge. */
export const ChallengeFactor = Type.Object({
  id: Type.String(),
  kind: FactorKind,
  label: Type.String(),
  hint: Type.Optional(Type.String()),
  channels: Type.Optional(
    Type.Array(TextChannel, { description: "Of a phone: how it can get a code" }),
  ),
});
export type ChallengeFactor = Static<typeof ChallengeFactor>;

/** One of the requests that a step-up approves: what it does, and to what. */
export const ChallengeAct = Type.Object({ action: Type.String(), target: Type.String() });
export type ChallengeAct = Static<typeof ChallengeAct>;

/** A demand for proof, as shown to the person who has to answer it. */
export const Challenge = Type.Object({
  id: Id,
  purpose: Type.Union([Type.Literal("sign_in"), Type.Literal("step_up")]),
  expiresAt: Time,
  action: Type.Optional(Type.String()),
  target: Type.Optional(Type.String({ description: "The id of what the action is done to" })),
  acts: Type.Optional(
    Type.Array(ChallengeAct, {
      description: "For a step-up: all that one answer approves; action and target are the first",
    }),
  ),
  factors: Type.Array(ChallengeFactor),
  defaultFactorId: Type.Union([Type.String(), Type.Null()]),
  sentCode: Type.Optional(
    Type.Intersect([SentCode, Type.Object({ factorId: Type.String() })], {
      description: "The code that was sent for it last, while it works",
    }),
  ),
  canTrustDevice: Type.Boolean({ description: "Whether to offer `trustDevice`" }),
});
export type Challenge = Static<typeof Challenge>;

const params = Type.Object({ id: Id }, CLOSED);

export const getChallenge = endpoint({
  method: "GET",
  path: "/challenges/{id}",
  summary: "Show a challenge and the ways to answer it",
  access: "ticket",
  proof: "none",
  params,
  status: 200,
  answer: Challenge,
  problems: ["not_found", "challenge_closed"],
});

export const sendCode = endpoint({
  method: "POST",
  path: "/challenges/{id}/send",
  summary: "Send a code to one of the account's phones; the one before works no more",
  access: "ticket",
  proof: "none",
  proofReason: "It opens nothing; what it sends goes to a confirmed phone",
  isRepeatable: true,
  params,
  body: Type.Object(
    { factorId: Id, channel: Type.Optional(TextChannel), browserToken: BrowserToken },
    CLOSED,
  ),
  status: 202,
  answer: SentCode,
  problems: [
    "not_found",
    "challenge_closed",
    "too_many_attempts",
    "phone_not_supported",
    "country_not_supported",
    "too_many_texts",
    "text_unavailable",
    "text_not_sent",
  ],
});

/** The answer to a challenge: one code for one named factor. */
export const ChallengeAnswer = Type.Object(
  {
    kind: FactorKind,
    factorId: Type.Optional(Id),
    code: Type.String({
      minLength: 1,
      maxLength: 256,
      description: "Six digits for totp and sms; a recovery code; or the password",
    }),
    browserToken: BrowserToken,
    acts: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          "For a step-up: how many of the acts it lists were shown and are approved, from the first. " +
          "Default 1. What was added since is not approved",
      }),
    ),
    trustDevice: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          "Ask for no second step here for 30 days. Does nothing where that is not offered, nor with a recovery code",
      }),
    ),
    deviceToken: DeviceToken,
  },
  CLOSED,
);
export type ChallengeAnswer = Static<typeof ChallengeAnswer>;

export const verifyChallenge = endpoint({
  method: "POST",
  path: "/challenges/{id}/verify",
  summary: "Answer a challenge",
  access: "ticket",
  isRepeatable: true,
  proof: "none",
  proofReason: "It is the proof",
  params,
  body: ChallengeAnswer,
  status: 200,
  answer: Type.Union([
    Type.Object({
      status: Type.Literal("signed_in"),
      sessionToken: Type.Optional(Type.String()),
      browserToken: BrowserToken,
      trustedUntil: Type.Optional(Time),
      deviceToken: DeviceToken,
      recoveryCodesRemaining: Type.Optional(
        Type.Integer({ description: "After a recovery code: how many are left" }),
      ),
    }),
    Type.Object({
      status: Type.Literal("approved"),
      proof: Type.String({
        description: "For the Twinlatch-Proof header, once for each approved act",
      }),
      expiresAt: Time,
      sessionToken: Type.Optional(Type.String()),
    }),
  ]),
  problems: [
    "not_found",
    "invalid_code",
    "code_already_used",
    "code_expired",
    "challenge_closed",
    "too_many_attempts",
  ],
});
