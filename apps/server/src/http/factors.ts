import type { AccountsDeps } from "@twinlatch/accounts";
import type { TextCourier } from "../jobs/text-courier.ts";
import { smsHandlers } from "./sms.ts";
import { suspensionHandlers } from "./suspension.ts";
import { totpHandlers } from "./totp.ts";

/** The routes of second factors, of every kind. */
export function factorHandlers(
  rules: AccountsDeps,
  courier: TextCourier,
): ReturnType<typeof totpHandlers> &
  ReturnType<typeof smsHandlers> &
  ReturnType<typeof suspensionHandlers> {
  return {
    ...totpHandlers(rules, courier),
    ...smsHandlers(rules, courier),
    ...suspensionHandlers(rules),
  };
}
