import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id, Time } from "./field.ts";

const params = Type.Object({ id: Id }, CLOSED);

/** An authenticator that is to be replaced without a code from it. */
export const ReplacementView = Type.Object({
  factorId: Type.String(),
  requestedAt: Time,
  readyAt: Type.String({ format: "date-time", description: "From then on it can be completed" }),
  expiresAt: Time,
  ip: Type.String({ description: "Where the request came from" }),
});
export type ReplacementView = Static<typeof ReplacementView>;

export const getReplacement = endpoint({
  method: "GET",
  path: "/account/factor-replacement",
  summary: "The replacement that waits, and until when acts are held after one",
  access: "session",
  proof: "none",
  status: 200,
  answer: Type.Object({
    replacement: Type.Union([ReplacementView, Type.Null()]),
    heldUntil: Type.Union([Time, Type.Null()]),
  }),
  problems: [],
});

export const requestReplacement = endpoint({
  method: "POST",
  path: "/account/factor-replacement",
  summary: "Ask to replace an authenticator that is gone: announced at once, possible in 24 hours",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.replace",
  body: Type.Object({ factorId: Id }, CLOSED),
  status: 201,
  answer: Type.Object({
    replacement: ReplacementView,
    replacementToken: Type.Optional(Type.String()),
  }),
  problems: [
    "not_found",
    "full_session_required",
    "replacement_waiting",
    "step_up_required",
    "recovery_session",
    "actions_held",
  ],
});

export const cancelReplacement = endpoint({
  method: "DELETE",
  path: "/account/factor-replacement",
  summary: "Cancel the replacement that waits",
  access: "session",
  proof: "none",
  proofReason: "It keeps what is, and must be possible at once",
  status: 204,
  problems: ["not_found"],
});

export const findReplacement = endpoint({
  method: "GET",
  path: "/challenges/{id}/replacement",
  summary: "The replacement that this browser asked for and a sign-in can be completed with",
  access: "ticket",
  proof: "none",
  params,
  status: 200,
  answer: Type.Object({
    replacement: Type.Union([
      Type.Object({ isReady: Type.Boolean(), readyAt: Time, expiresAt: Time }),
      Type.Null(),
    ]),
  }),
  problems: [],
});

export const completeReplacement = endpoint({
  method: "POST",
  path: "/challenges/{id}/replacement",
  summary: "Complete a replacement in place of the second step; the session may enrol one factor",
  access: "ticket",
  isRepeatable: true,
  proof: "none",
  proofReason: "It takes the ticket and what the requesting browser was given 24 hours before",
  params,
  body: Type.Object(
    {
      replacementToken: Type.Optional(
        Type.String({ minLength: 1, maxLength: 128, description: "For clients without cookies" }),
      ),
    },
    CLOSED,
  ),
  status: 200,
  answer: Type.Object({
    status: Type.Literal("signed_in"),
    sessionToken: Type.Optional(Type.String()),
  }),
  problems: ["not_found", "replacement_waiting", "challenge_closed", "too_many_attempts"],
});
