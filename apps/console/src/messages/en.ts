import { accountTexts } from "./en/account.ts";
import { activityTexts } from "./en/activity.ts";
import { entryTexts } from "./en/entry.ts";
import { invitationTexts } from "./en/invitation.ts";
import { passwordResetTexts } from "./en/password-reset.ts";
import { profileTexts } from "./en/profile.ts";
import { smsTexts } from "./en/sms.ts";
import { trustedDeviceTexts } from "./en/trusted-devices.ts";
import { clockText, dateText, durationText, momentText } from "./time-text.ts";

const LOCALE = "en-GB";

/** Every visible text of the console in English. */
export const english = {
  ...entryTexts,
  ...accountTexts,
  ...passwordResetTexts,
  ...invitationTexts,
  ...profileTexts,
  ...smsTexts,
  ...activityTexts,
  ...trustedDeviceTexts,
  time: {
    date: (at: string | number) => dateText(LOCALE, at),
    clock: (atMillis: number) => clockText(LOCALE, atMillis),
    moment: (at: string) => momentText(LOCALE, at),
    wait: (seconds: number) => durationText(LOCALE, seconds),
  },
} as const;
