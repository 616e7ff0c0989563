import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Time } from "./field.ts";

/** A second factor as its owner sees it. */
export const FactorView = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal("totp"), Type.Literal("sms")]),
  label: Type.String(),
  status: Type.Union([
    Type.Literal("pending"),
    Type.Literal("active"),
    Type.Literal("suspended", { description: "Verifies nothing until it is resumed" }),
    Type.Literal("awaiting_approval", { description: "Enrolled by an invitation" }),
    Type.Literal("disabled", { description: "After 50 wrong codes in a row; set it up anew" }),
  ]),
  hint: Type.Optional(Type.String({ description: "Of a phone: the last two digits" })),
  channel: Type.Optional(
    Type.Union([Type.Literal("sms"), Type.Literal("voice")], {
      description: "Of a phone: how it gets codes unless asked otherwise",
    }),
  ),
  isDefault: Type.Boolean(),
  createdAt: Time,
  lastUsedAt: Type.Union([Time, Type.Null()]),
});
export type FactorView = Static<typeof FactorView>;

/** When to ask for a second step. */
export const SignInSetting = Type.Union([
  Type.Literal("off"),
  Type.Literal("every_time"),
  Type.Literal("once_per_device", { description: "Not where a device is trusted, for 30 days" }),
]);
export type SignInSetting = Static<typeof SignInSetting>;

/** All that Account -> Security shows. */
export const SecurityView = Type.Object({
  twoFactor: Type.Union([Type.Literal("enabled"), Type.Literal("disabled")]),
  signInSetting: SignInSetting,
  factors: Type.Array(FactorView),
  recoveryCodes: Type.Union([
    Type.Object({
      remaining: Type.Integer(),
      createdAt: Time,
      acknowledgedAt: Type.Union([Time, Type.Null()]),
    }),
    Type.Null(),
  ]),
  textMessages: Type.Object({
    channels: Type.Array(Type.Union([Type.Literal("sms"), Type.Literal("voice")]), {
      description: "How phones get codes here; none where no provider is set up",
    }),
    countries: Type.Union([Type.Array(Type.String()), Type.Null()], {
      description: "ISO 3166-1 alpha-2 codes of the countries that are texted; null for all",
    }),
  }),
  requiredBy: Type.Array(
    Type.Object({ projectId: Type.String(), name: Type.String(), role: Type.String() }),
  ),
});
export type SecurityView = Static<typeof SecurityView>;

export const getSecurity = endpoint({
  method: "GET",
  path: "/account/security",
  summary: "The state of two-factor authentication",
  access: "session",
  proof: "none",
  status: 200,
  answer: SecurityView,
  problems: [],
});

export const setSignInSetting = endpoint({
  method: "PUT",
  path: "/account/sign-in-setting",
  summary: "Choose when to be asked for a second step; off disables two-factor authentication",
  access: "session",
  isRepeatable: true,
  proof: "account.two_factor.disable",
  otherProofs: ["account.sign_in_setting.weaken"],
  body: Type.Object({ value: SignInSetting }, CLOSED),
  status: 200,
  answer: SecurityView,
  problems: [
    "step_up_required",
    "recovery_session",
    "actions_held",
    "no_factor",
    "required_by_policy",
  ],
});
