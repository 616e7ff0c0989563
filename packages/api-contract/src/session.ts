import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id, Time } from "./field.ts";

/** The signed-in session and how it was authenticated. */
export const SessionView = Type.Object({
  account: Type.Object({ id: Type.String(), email: Type.String() }),
  amr: Type.Array(Type.String(), {
    description: "RFC 8176 values, recovery_code and trusted_device",
  }),
  acr: Type.String(),
  authTime: Time,
  secondFactorAt: Type.Union([Time, Type.Null()]),
  passwordRetired: Type.Boolean({ description: "Nothing but a new password can be set" }),
  recovery: Type.Boolean({ description: "Begun with a recovery code" }),
  trustedDevice: Type.Boolean({
    description: "Begun without a second step, and none was done since: the device is trusted",
  }),
  expiresAt: Time,
});
export type SessionView = Static<typeof SessionView>;

export const getSession = endpoint({
  method: "GET",
  path: "/session",
  summary: "Who is signed in, and how",
  access: "session",
  isForRetiredPassword: true,
  proof: "none",
  status: 200,
  answer: SessionView,
  problems: [],
});

/** One open session of the account, as its owner recognises it. */
export const SessionEntry = Type.Object({
  id: Type.String(),
  isCurrent: Type.Boolean({ description: "The one that asks" }),
  browser: Type.Union([Type.String(), Type.Null()], {
    description: "What the browser says it is; null where it is none of the usual ones",
  }),
  system: Type.Union([Type.String(), Type.Null()]),
  userAgent: Type.String(),
  ip: Type.String({ description: "The address that it was begun from" }),
  recovery: Type.Boolean({ description: "Begun with a recovery code" }),
  createdAt: Time,
  lastUsedAt: Time,
});
export type SessionEntry = Static<typeof SessionEntry>;

export const listSessions = endpoint({
  method: "GET",
  path: "/account/sessions",
  summary: "The open sessions of the account, the last used first",
  access: "session",
  proof: "none",
  status: 200,
  answer: Type.Object({ sessions: Type.Array(SessionEntry) }),
  problems: [],
});

export const revokeSession = endpoint({
  method: "DELETE",
  path: "/account/sessions/{id}",
  summary: "End one session at once",
  access: "session",
  proof: "none",
  proofReason: "It only takes rights away",
  params: Type.Object({ id: Id }, CLOSED),
  status: 204,
  problems: ["not_found", "recovery_session"],
});

export const revokeOtherSessions = endpoint({
  method: "DELETE",
  path: "/account/sessions",
  summary: "End all sessions but this one at once",
  access: "session",
  proof: "none",
  proofReason: "It only takes rights away",
  status: 204,
  problems: ["recovery_session"],
});
