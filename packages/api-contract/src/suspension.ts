import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, Id } from "./field.ts";

const params = Type.Object({ id: Id }, CLOSED);

export const suspendFactor = endpoint({
  method: "POST",
  path: "/account/factors/{id}/suspend",
  summary: "Take an authenticator out of use at once; the account stays protected",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.suspend",
  params,
  status: 204,
  problems: ["not_found", "last_factor", "step_up_required", "recovery_session", "actions_held"],
});

export const resumeFactor = endpoint({
  method: "POST",
  path: "/account/factors/{id}/resume",
  summary: "Take a suspended authenticator into use again, proved by another one",
  access: "session",
  isRepeatable: true,
  proof: "account.factor.resume",
  params,
  status: 204,
  problems: ["not_found", "step_up_required", "recovery_session", "actions_held"],
});
