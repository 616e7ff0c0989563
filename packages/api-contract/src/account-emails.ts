import { type Static, Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Email, Id, MailedCode, Time } from "./field.ts";

/** An address of the account. A pending one waits for its code, in the session that began it. */
export const EmailView = Type.Object({
  id: Type.String(),
  email: Type.String(),
  status: Type.Union([Type.Literal("pending"), Type.Literal("confirmed")]),
  isPrimary: Type.Boolean(),
  createdAt: Time,
  expiresAt: Type.Union([Time, Type.Null()], { description: "While pending" }),
});
export type EmailView = Static<typeof EmailView>;

const params = Type.Object({ id: Id }, CLOSED);
const EmailList = Type.Object({ emails: Type.Array(EmailView) });

export const listEmails = endpoint({
  method: "GET",
  path: "/account/emails",
  summary: "The addresses of the account; notices go to all confirmed ones",
  access: "session",
  proof: "none",
  status: 200,
  answer: EmailList,
  problems: [],
});

export const addEmail = endpoint({
  method: "POST",
  path: "/account/emails",
  summary: "Add an address; a code is mailed to it",
  access: "session",
  isRepeatable: true,
  proof: "account.email.change",
  body: Type.Object({ email: Email }, CLOSED),
  status: 201,
  answer: Type.Object({ email: EmailView }),
  problems: [
    "email_already_added",
    "too_many_emails",
    "too_many_attempts",
    "step_up_required",
    "recovery_session",
    "actions_held",
  ],
});

export const confirmEmail = endpoint({
  method: "POST",
  path: "/account/emails/{id}/confirm",
  summary: "Prove a new address with the code mailed to it",
  access: "session",
  isRepeatable: true,
  proof: "none",
  proofReason: "Adding the address needed one, and the mailed code is another",
  params,
  body: Type.Object({ code: MailedCode }, CLOSED),
  status: 200,
  answer: Type.Object({ email: EmailView }),
  problems: ["not_found", "challenge_closed", "invalid_code", "too_many_emails"],
});

export const preferEmail = endpoint({
  method: "PATCH",
  path: "/account/emails/{id}",
  summary: "Make a confirmed address the primary one",
  access: "session",
  isRepeatable: true,
  proof: "account.email.change",
  params,
  body: Type.Object({ isPrimary: Type.Literal(true) }, CLOSED),
  status: 200,
  answer: EmailList,
  problems: ["not_found", "step_up_required", "recovery_session", "actions_held"],
});

export const removeEmail = endpoint({
  method: "DELETE",
  path: "/account/emails/{id}",
  summary: "Remove a confirmed address, never the last",
  access: "session",
  isRepeatable: true,
  proof: "account.email.change",
  params,
  status: 204,
  problems: ["not_found", "last_email", "step_up_required", "recovery_session", "actions_held"],
});
