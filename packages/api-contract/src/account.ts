import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";
import { CLOSED, NewPassword } from "./field.ts";

export const changePassword = endpoint({
  method: "PUT",
  path: "/account/password",
  summary: "Change the password; all other sessions end",
  access: "session",
  isRepeatable: true,
  isForRetiredPassword: true,
  proof: "account.password.change",
  body: Type.Object({ newPassword: NewPassword }, CLOSED),
  status: 204,
  problems: ["step_up_required", "recovery_session", "actions_held"],
});

export const deleteAccount = endpoint({
  method: "DELETE",
  path: "/account",
  summary: "Delete the account and everything in it, at once and for good",
  access: "session",
  proof: "account.delete",
  status: 204,
  problems: ["not_found", "last_admin", "step_up_required", "recovery_session", "actions_held"],
});
