import type { SecurityView, SignInSetting } from "@twinlatch/client";
import type { RadioOption } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { activeFactors } from "./security-state.ts";

/** The sign-in settings to choose from; what cannot be chosen says why. */
export function settingOptions(security: SecurityView): readonly RadioOption<SignInSetting>[] {
  const [mandate] = security.requiredBy;
  const needsFactor =
    activeFactors(security).length > 0 ? undefined : messages.security.settingNeedsFactor;
  return [
    {
      value: "off",
      label: messages.security.settingOff,
      forbiddenBecause: mandate && messages.security.requiredBy(mandate.name),
    },
    {
      value: "every_time",
      label: messages.security.settingEveryTime,
      forbiddenBecause: needsFactor,
    },
    {
      value: "once_per_device",
      label: messages.security.settingOncePerDevice,
      forbiddenBecause: needsFactor,
    },
  ];
}
