import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Time } from "./field.ts";

/** One security operation on the account, as its owner sees it. */
export const ActivityEvent = Type.Object({
  id: Type.String(),
  at: Time,
  type: Type.String({ description: "What was done, such as `totp.removed`" }),
  outcome: Type.Union([Type.Literal("allowed"), Type.Literal("refused")]),
  isThisSession: Type.Boolean({ description: "Done by the session that asks" }),
  ip: Type.String(),
  userAgent: Type.String(),
  browser: Type.Union([Type.String(), Type.Null()], {
    description: "What the browser says it is; null where it is none of the usual ones",
  }),
  system: Type.Union([Type.String(), Type.Null()]),
  factorId: Type.Optional(Type.String()),
  factorLabel: Type.Optional(Type.String({ description: "Its name at that time" })),
  detail: Type.Object(
    {
      reason: Type.Optional(Type.String({ description: "The stable code of a refusal" })),
      factorKind: Type.Optional(Type.String()),
      target: Type.Optional(Type.String({ description: "What else it was done to" })),
    },
    { description: "What more is known" },
  ),
});
export type ActivityEvent = Static<typeof ActivityEvent>;

export const listActivity = endpoint({
  method: "GET",
  path: "/account/activity",
  summary: "What happened to the account, the newest first, fifty at a time",
  access: "session",
  proof: "none",
  query: Type.Object(
    {
      cursor: Type.Optional(
        Type.String({ pattern: "^[1-9][0-9]{0,14}$", description: "`nextCursor` of a page" }),
      ),
    },
    CLOSED,
  ),
  status: 200,
  answer: Type.Object({
    events: Type.Array(ActivityEvent),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: "For the next page; null on the last one",
    }),
  }),
  problems: ["invalid_request"],
});
