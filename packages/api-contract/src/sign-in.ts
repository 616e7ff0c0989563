import { Type } from "typebox";
import { Challenge } from "./challenge.ts";
import { endpoint } from "./endpoint.ts";
import { BrowserToken, CLOSED, DeviceToken, Email, Password, TokenMode } from "./field.ts";

export const signIn = endpoint({
  method: "POST",
  path: "/sign-in",
  summary: "Sign in with e-mail and password; may ask for a second step",
  access: "public",
  proof: "none",
  proofReason: "It is how a person is recognised",
  body: Type.Object(
    {
      email: Email,
      password: Password,
      session: TokenMode,
      browserToken: BrowserToken,
      deviceToken: DeviceToken,
    },
    CLOSED,
  ),
  status: 200,
  answer: Type.Union([
    Type.Object({
      status: Type.Literal("signed_in"),
      sessionToken: Type.Optional(Type.String()),
      trustedDevice: Type.Optional(
        Type.Literal(true, { description: "Why no second step was asked for" }),
      ),
      deviceToken: DeviceToken,
    }),
    Type.Object({
      status: Type.Literal("second_step"),
      challenge: Challenge,
      ticket: Type.Optional(Type.String()),
    }),
  ]),
  problems: ["invalid_credentials", "too_many_attempts"],
});

export const signOut = endpoint({
  method: "POST",
  path: "/sign-out",
  summary: "End this session",
  access: "session",
  isForRetiredPassword: true,
  proof: "none",
  proofReason: "It only takes rights away",
  status: 204,
  problems: [],
});
