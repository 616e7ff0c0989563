import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED } from "./field.ts";

/** A language that mails and pages are written in, as BCP 47 names it. */
const Language = Type.Union([Type.Literal("en"), Type.Literal("de")]);
export type Language = Static<typeof Language>;

export const setLanguage = endpoint({
  method: "PUT",
  path: "/account/language",
  summary: "Choose the language of the account's mails",
  access: "session",
  proof: "none",
  proofReason: "It opens nothing and hides nothing: the same is told, in other words",
  body: Type.Object({ language: Language }, CLOSED),
  status: 204,
  problems: [],
});
