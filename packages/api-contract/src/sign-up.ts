import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Email, MailedCode, NewPassword, TokenMode } from "./field.ts";

export const signUp = endpoint({
  method: "POST",
  path: "/sign-up",
  summary: "Ask for an account; a code is mailed to the address",
  access: "public",
  proof: "none",
  proofReason: "There is no account yet",
  body: Type.Object({ email: Email, password: NewPassword, session: TokenMode }, CLOSED),
  status: 202,
  answer: Type.Object({
    status: Type.Literal("verify_email"),
    signUpToken: Type.Optional(Type.String()),
  }),
  problems: ["sign_up_closed", "too_many_requests"],
});

export const verifySignUp = endpoint({
  method: "POST",
  path: "/sign-up/verify",
  summary: "Prove the address with the mailed code; makes the account and signs in",
  access: "public",
  isRepeatable: true,
  proof: "none",
  proofReason: "The mailed code is the proof",
  body: Type.Object(
    {
      email: Email,
      code: MailedCode,
      signUpToken: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      session: TokenMode,
    },
    CLOSED,
  ),
  status: 201,
  answer: Type.Object({
    status: Type.Literal("signed_in"),
    account: Type.Object({ id: Type.String(), email: Type.String() }),
    sessionToken: Type.Optional(Type.String()),
  }),
  problems: ["invalid_code", "challenge_closed"],
});
