import { Type } from "typebox";
import { endpoint } from "./endpoint.ts";

export const regenerateRecoveryCodes = endpoint({
  method: "POST",
  path: "/account/recovery-codes",
  summary: "Make eight new recovery codes; the old ones stop working at once",
  access: "session",
  isRepeatable: true,
  proof: "account.recovery_codes.regenerate",
  status: 201,
  answer: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
  problems: ["step_up_required", "recovery_session", "actions_held", "no_factor"],
});

export const acknowledgeRecoveryCodes = endpoint({
  method: "POST",
  path: "/account/recovery-codes/acknowledge",
  summary: "Say that the recovery codes were saved",
  access: "session",
  proof: "none",
  proofReason: "It only ends a reminder",
  status: 204,
  problems: ["no_recovery_codes"],
});
