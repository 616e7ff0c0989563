import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { Time } from "./field.ts";

/** The signed-in session and how it was authenticated. */
export const SessionView = Type.Object({
  account: Type.Object({ id: Type.String(), email: Type.String() }),
  amr: Type.Array(Type.String(), { description: "RFC 8176 values, and recovery_code" }),
  acr: Type.String(),
  authTime: Time,
  secondFactorAt: Type.Union([Time, Type.Null()]),
  recovery: Type.Boolean({ description: "Begun with a recovery code" }),
  expiresAt: Time,
});
export type SessionView = Static<typeof SessionView>;

export const getSession = endpoint({
  method: "GET",
  path: "/session",
  summary: "Who is signed in, and how",
  access: "session",
  proof: "none",
  status: 200,
  answer: SessionView,
  problems: [],
});
