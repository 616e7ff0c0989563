import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Email, NewPassword } from "./field.ts";

export const beginPasswordReset = endpoint({
  method: "POST",
  path: "/password-reset",
  summary: "Have a link mailed that sets a new password, if the address has an account",
  access: "public",
  proof: "none",
  proofReason: "It changes nothing, and tells nobody who has an account",
  body: Type.Object({ email: Email }, CLOSED),
  status: 202,
  answer: Type.Object({ status: Type.Literal("check_email") }),
  problems: ["too_many_requests"],
});

export const completePasswordReset = endpoint({
  method: "POST",
  path: "/password-reset/complete",
  summary: "Set a new password with the mailed token; signs nobody in and touches no factor",
  access: "public",
  isRepeatable: true,
  proof: "none",
  proofReason: "The mailed token is the proof",
  body: Type.Object(
    { token: Type.String({ minLength: 1, maxLength: 128 }), newPassword: NewPassword },
    CLOSED,
  ),
  status: 204,
  problems: ["challenge_closed"],
});
